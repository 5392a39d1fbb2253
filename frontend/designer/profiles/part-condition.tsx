/**
 * The condition by which a profile takes records along, as a formula.
 */
import { writeFormula } from "../../expressions/formula/formula";
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import { formulaModel } from "../rules/formula-model";
import { FormulaSheet } from "../rules/formula-sheet";
import { ReadsList } from "../rules/reads-list";
import type { RuleDocument } from "../rules/rule-property";
import "../rules/rules.css";

interface PartConditionProps {
  /** What the records are called. */
  readonly name: string;
  readonly entity: string;
  readonly model: Model;
  /** Null: none yet. */
  readonly condition: RuleDocument | null;
  readonly writing: boolean;
  readonly onOpen: (writing: boolean) => void;
  readonly onWrite: (condition: RuleDocument) => void;
}

export function PartCondition(props: PartConditionProps) {
  const { name, entity, condition, writing, onOpen, onWrite } = props;
  const model = formulaModel(props.model);
  const formula = condition && writeFormula(condition, entity, model);
  const label = t("designer.profiles.records_of", { name });
  const words = formula ?? t("designer.rule.unreadable");
  return (
    <>
      {condition && (
        <button
          class="d-rule-formula"
          type="button"
          aria-haspopup="dialog"
          aria-label={t("designer.rule.change", { label, formula: words })}
          onClick={() => onOpen(true)}
        >
          <code>{words}</code>
        </button>
      )}
      {writing && (
        <FormulaSheet
          title={label}
          formula={formula ?? ""}
          entity={entity}
          model={model}
          result="filter"
          needed
          aids={({ tree }) => <ReadsList rule={tree} entity={entity} model={model} />}
          onWrite={(tree) => tree && onWrite(tree)}
          onClose={() => onOpen(false)}
        />
      )}
    </>
  );
}
