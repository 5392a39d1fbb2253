/** The model that the cases of all evaluators speak of, as formulas name it. */
import type { FormulaModel } from "../../../frontend/expressions/formula/names";
import type { FieldRule } from "../../../frontend/values/types";
import { source, vectors } from "./vectors";

export const caseModel: FormulaModel = {
  entities: Object.keys(vectors.fields).map((id) => ({
    id,
    ownership: "person",
    fields: [...(source.fields(id)?.values() ?? [])],
  })),
  said: (label) => label?.en ?? "",
  ownerWord: "Owner",
};

/** Make a model of entities whose labels are English. */
export function modelOf(
  entities: Readonly<Record<string, { readonly plural?: string; readonly fields: readonly Written[] }>>,
): FormulaModel {
  return {
    ...caseModel,
    entities: Object.entries(entities).map(([id, { plural = id, fields }]) => ({
      id,
      plural: { en: plural },
      ownership: "organisation",
      fields: fields.map(
        ([name, type, label, more]) => ({ id: name, type, label: { en: label ?? "" }, ...more }) as FieldRule,
      ),
    })),
  };
}

type Written = readonly [string, FieldRule["type"], string?, Partial<FieldRule>?];
