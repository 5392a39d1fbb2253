/**
 * What the choices of a field and the views of a list share: a line with a name, and one to add another.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Menu, type MenuItem } from "../../ui/menu";
import { TextInput } from "../../ui/text-input";
import { moveBy, type Place, pathOf } from "../commands/nodes";
import { moving } from "../moving";
import { type Texts, WRITTEN } from "../words";
import { Wrong } from "./properties";
import { typeText, useTarget } from "./target";
import { useTextLimit } from "./text-limit";

interface NamedLineProps {
  readonly place: Place;
  readonly name: string;
  readonly label: Texts;
  /** Its place among so many. */
  readonly at: number;
  readonly count: number;
  /** What its menu offers besides moving it. */
  readonly more: MenuItem;
}

/** A name in all languages, and the menu that moves what it names. */
export function NamedLine({ place, name, label, at, count, more }: NamedLineProps) {
  const { editor } = useTarget();
  const target = { editor, document: place.document, path: pathOf(place), name };
  const limit = useTextLimit("label", (code, words) => typeText(target, "label", code, words));
  const move = (step: -1 | 1) => editor.run(moveBy(editor.documents, place, step, name));
  return (
    <>
      {WRITTEN.map((code) => (
        <input
          key={code}
          class="ui-control"
          lang={code}
          dir="auto"
          aria-label={`${name}, ${code}`}
          placeholder={code.toUpperCase()}
          value={limit.shown(code, label[code] ?? "")}
          onInput={(event) => limit.type(code, event.currentTarget.value)}
          onBlur={() => {
            limit.leave();
            editor.store.seal();
          }}
        />
      ))}
      {limit.wrong && <Wrong alert>{limit.wrong}</Wrong>}
      <Menu label={t("designer.tree.menu", { name })} items={[...moving(at, count, move), more]} />
    </>
  );
}

interface AddLineProps {
  readonly label: string;
  readonly onAdd: (name: string) => void;
  /** Adds what was typed when the line is left, too. */
  readonly whenLeft?: boolean;
}

/** A name to type, and the word that adds it. */
export function AddLine({ label, onAdd, whenLeft = false }: AddLineProps) {
  const [typed, setTyped] = useState("");
  const add = () => {
    const name = typed.trim();
    if (name === "") return;
    onAdd(name);
    setTyped("");
  };
  return (
    <FormField label={label}>
      <form
        class="d-add-line"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput value={typed} onInput={setTyped} {...(whenLeft && { onLeave: add })} />
        <Button disabled={typed.trim() === ""}>{t("designer.add")}</Button>
      </form>
    </FormField>
  );
}
