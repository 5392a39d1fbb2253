/**
 * The line below figures: what they are based on and as of when, and the way to have the office count instead.
 */
import { useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { ProblemError } from "../../rest/errors";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { useBlocks } from "../context";
import { BasedHere } from "./based-here";
import type { Gathered } from "./gathered";
import { askedOf, type Question } from "./question";
import { type Counted, gatheredFrom } from "./told";
import "./figures.css";

interface BasedOnProps {
  readonly question: Question;
  readonly gathered: Gathered;
  /** The figures that are shown are the office's. */
  readonly counted: Counted | null;
  readonly onCounted: (counted: Counted | null) => void;
}

export function BasedOn({ question, gathered, counted, onCounted }: BasedOnProps) {
  const { lens, figures, reading, asker } = useBlocks();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState("");
  if (!figures) return null;
  const { count } = counted?.gathered ?? gathered;
  const entity = lens.entity(question.entity);
  const words = { count, name: lens.text(count === 1 ? entity?.label : entity?.plural).toLocaleLowerCase() };

  async function ask(): Promise<void> {
    setAsking(true);
    setFailure("");
    try {
      const told = await figures?.ask(question.entity, askedOf(question));
      if (!told) return;
      onCounted({ question, gathered: gatheredFrom({ lens, reading, asker }, question, told), at: told.at });
    } catch (error) {
      setFailure(
        error instanceof ProblemError ? problemText(error.problem) : t("mobile.block.office_silent"),
      );
    } finally {
      setAsking(false);
    }
  }

  return (
    <div class="block-based">
      <p class="ui-quiet ui-small" aria-live={asking || counted ? "polite" : undefined}>
        {counted ? (
          t("mobile.block.counted", { ...words, moment: figures.ago(counted.at) })
        ) : (
          <BasedHere entity={question.entity} count={count} />
        )}
      </p>
      {counted ? (
        <Button icon="smartphone" onPress={() => onCounted(null)}>
          {t("mobile.block.from_here")}
        </Button>
      ) : (
        <Button icon="refresh-cw" disabled={asking} onPress={() => void ask()}>
          {asking ? t("mobile.block.asking") : t("mobile.block.ask")}
        </Button>
      )}
      <p class="ui-small block-based-failure" role="status">
        {failure}
      </p>
    </div>
  );
}
