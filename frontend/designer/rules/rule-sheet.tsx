/**
 * The sheet in which a rule of a design is written: its formula, what it comes to, what it hangs on, and a place to
 * try it. It is one step of the history.
 */
import type { FormulaModel } from "../../expressions/formula/names";
import { typeWanted } from "../../expressions/formula/types";
import { same } from "../../shared/json";
import { t } from "../../shared/messages";
import { problemWords } from "../problem-words";
import { wrongWithComputed } from "./computed-checks";
import { resultWords } from "./formula-model";
import { FormulaSheet } from "./formula-sheet";
import { ReadsList } from "./reads-list";
import type { RuleControlProps } from "./rule-control";
import { TryPanel } from "./try-panel";

interface RuleSheetProps extends RuleControlProps {
  readonly model: FormulaModel;
  /** The formula that stands there now. */
  readonly formula: string;
  readonly onClose: () => void;
}

export function RuleSheet(props: RuleSheetProps) {
  const { editor, label, name, entity, model, place, rule, result, needed = false, onWrite, onClose } = props;
  const whole = editor.whole.value.model;
  const [finding] = editor.findingsAt(place);
  return (
    <FormulaSheet
      title={name ? t("designer.rule.title", { name, label }) : label}
      formula={props.formula}
      entity={entity}
      model={model}
      result={typeof result === "string" ? result : typeWanted(result)}
      needed={needed}
      wrongWith={({ tree }) => wrongWithComputed(tree, place, whole)}
      refused={(tree) => (finding && rule && same(rule, tree) ? problemWords(finding.problem) : undefined)}
      aids={({ tree, type }) => (
        <>
          <p class="d-rule-type">
            {t("designer.rule.comes_to")} <strong>{resultWords(type, whole)}</strong>
          </p>
          <TryPanel editor={editor} rule={tree} type={type} entity={entity} />
          <ReadsList rule={tree} entity={entity} model={model} />
        </>
      )}
      onWrite={onWrite}
      onClose={onClose}
    />
  );
}
