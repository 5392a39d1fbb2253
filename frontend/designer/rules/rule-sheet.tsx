/**
 * The sheet in which a rule is written: its formula, what it comes to, what it hangs on, and a place to try it.
 *
 * Nothing is written to the design before "Use rule", so that a rule is one step of the history.
 */
import { useRef, useState } from "preact/hooks";
import { readFormula, type Wanted } from "../../expressions/formula/formula";
import type { FormulaModel } from "../../expressions/formula/names";
import { typeWanted } from "../../expressions/formula/types";
import { same } from "../../shared/json";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { problemWords } from "../problem-words";
import { wrongWithComputed } from "./computed-checks";
import { FormulaInput } from "./formula-input";
import { problemOf, resultWords } from "./formula-model";
import { FunctionHelp } from "./function-help";
import { ReadsList } from "./reads-list";
import type { RuleControlProps } from "./rule-control";
import type { RuleDocument } from "./rule-property";
import { TryPanel } from "./try-panel";

interface RuleSheetProps extends RuleControlProps {
  readonly model: FormulaModel;
  /** The formula that stands there now. */
  readonly formula: string;
  readonly onClose: () => void;
}

export function RuleSheet(props: RuleSheetProps) {
  const { editor, label, name, entity, model, place, rule, onWrite, onClose, needed = false } = props;
  const result: Wanted = typeof props.result === "string" ? props.result : typeWanted(props.result);
  const [formula, setFormula] = useState(props.formula);
  const [pressed, setPressed] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const empty = formula.trim() === "";
  const read = empty ? null : readFormula(formula, entity, model, result);
  const whole = editor.whole.value.model;
  const atOdds = read?.tree ? wrongWithComputed(read.tree, place, whole) : null;
  const lacking = empty && needed && pressed ? t("designer.formula.empty") : undefined;
  const wrong = read?.problem ? problemOf(read.problem) : (atOdds ?? lacking);
  const [finding] = editor.findingsAt(place);
  const refused = finding && rule && same(rule, read?.tree) ? problemWords(finding.problem) : undefined;

  const done = () => {
    setPressed(true);
    if (wrong || (empty && needed)) {
      input.current?.focus();
      const at = read?.problem?.at;
      if (at) input.current?.setSelectionRange(at.from, at.to);
      return;
    }
    onWrite((read?.tree as RuleDocument | undefined) ?? null);
    onClose();
  };

  return (
    <Sheet
      open
      place="side"
      title={name ? t("designer.rule.title", { name, label }) : label}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" onPress={done}>
            {t(empty && !needed ? "designer.rule.use_none" : "designer.rule.use")}
          </Button>
        </>
      }
    >
      <div class="d-form d-rule-sheet">
        <FormulaInput
          inputRef={input}
          label={t("designer.rule.formula")}
          help={t(`designer.rule.wants.${kindWanted(result)}`)}
          value={formula}
          onInput={(text) => {
            setPressed(false);
            setFormula(text);
          }}
          onDone={done}
          entity={entity}
          model={model}
          wrong={wrong ?? refused}
          urgent={pressed}
          {...(read?.problem && { place: read.problem.at })}
        />
        {read?.tree && !atOdds && (
          <p class="d-rule-type">
            {t("designer.rule.comes_to")} <strong>{resultWords(read.type, whole)}</strong>
          </p>
        )}
        {read?.tree && !atOdds && (
          <>
            <TryPanel editor={editor} rule={read.tree} type={read.type} entity={entity} />
            <ReadsList rule={read.tree} entity={entity} model={model} />
          </>
        )}
        <FunctionHelp condition={result === "condition" || result === "filter"} />
      </div>
    </Sheet>
  );
}

function kindWanted(result: Wanted): "condition" | "filter" | "value" {
  return typeof result === "string" ? result : "value";
}
