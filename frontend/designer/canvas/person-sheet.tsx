/**
 * A search for a person, to see the workspace as he would.
 */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Sheet } from "../../ui/sheet";
import { TextInput } from "../../ui/text-input";
import { errorWords } from "../problem-words";

export interface FoundPerson {
  readonly id: string;
  readonly name: string;
}

interface PersonSheetProps {
  /** @throws ProblemError, Unreachable */
  readonly search: (typed: string) => Promise<readonly FoundPerson[]>;
  readonly onChoose: (person: FoundPerson) => void;
  readonly onClose: () => void;
}

/** Milliseconds between the last key and the question. */
const PAUSE = 250;

export function PersonSheet({ search, onChoose, onClose }: PersonSheetProps) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<readonly FoundPerson[]>([]);
  const [words, setWords] = useState("");
  useEffect(() => {
    let over = false;
    const timer = setTimeout(
      () => {
        search(typed.trim()).then(
          (people) => {
            if (over) return;
            setFound(people);
            setWords(t("designer.eyes.found", { count: people.length }));
          },
          (error) => {
            if (!over) setWords(errorWords(error));
          },
        );
      },
      typed === "" ? 0 : PAUSE,
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [typed]);
  return (
    <Sheet open title={t("designer.eyes.person_title")} onClose={onClose}>
      <div class="d-form">
        <FormField label={t("designer.eyes.search")}>
          <TextInput value={typed} onInput={setTyped} />
        </FormField>
        <p class="ui-quiet" role="status">
          {words}
        </p>
        <ul class="d-people">
          {found.map((person) => (
            <li key={person.id}>
              <button type="button" onClick={() => onChoose(person)}>
                {person.name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
