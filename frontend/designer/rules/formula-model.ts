/**
 * The model as formulas name it in the designer's language, and what is said of formulas.
 */
import type { FormulaProblem } from "../../expressions/formula/formula";
import type { FormulaModel } from "../../expressions/formula/names";
import type { RuleType } from "../../expressions/formula/types";
import type { Fields } from "../../expressions/paths";
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import { typeWords } from "../field-looks";
import { entityOf } from "../model-view";
import { said } from "../words";

export function formulaModel(model: Model): FormulaModel {
  return { entities: model.entities, said, ownerWord: t("designer.rule.owner") };
}

/** The fields of each entity, as rules are computed by them. */
export function fieldsOf(model: Model): Fields {
  const known = new Map(
    model.entities.map(({ id, fields }) => [id, new Map(fields.map((field) => [field.id, field]))]),
  );
  return (entity) => known.get(entity);
}

/** Say what type a rule comes to. */
export function resultWords({ kind, target }: RuleType, model: Model): string {
  if (kind === "other") return t("designer.rule.other_type");
  const words = typeWords(kind);
  const entity = kind === "lookup" && target ? said(entityOf(model, target)?.label) : "";
  return entity ? t("designer.rule.type_of", { type: words, entity }) : words;
}

/** Say what is wrong with a formula, and what to do. */
export function problemOf({ code, values }: FormulaProblem): string {
  const typed = Object.entries(values).map(([key, value]) => [
    key,
    TYPED.has(key) ? kindWords(value) : value,
  ]);
  return t(`designer.formula.${code}`, Object.fromEntries(typed));
}

const TYPED: ReadonlySet<string> = new Set(["type", "other", "wanted"]);

function kindWords(kind: string | number): string {
  return t(`designer.kind.${kind as RuleType["kind"]}`);
}
