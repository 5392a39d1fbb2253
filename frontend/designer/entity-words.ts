/**
 * What entities are called where one is chosen, and where several are called the same by their first fields.
 */
import type { Entity, Model } from "../protocol";
import { t } from "../shared/messages";
import { said } from "./words";

type Called = "label" | "plural";

/** How many fields are named to tell entities of one name apart. */
const NAMED = 3;

/** An entity's name, with what tells it from another of that name: "Visits (Customer, Day)". */
export function entityWords({ entities }: Pick<Model, "entities">, entity: Entity, by: Called): string {
  const nameOf = (one: Entity) => said(one[by]) || one.id;
  const name = nameOf(entity);
  const alike = entities.filter((one) => nameOf(one) === name);
  if (alike.length < 2) return name;
  const others = alike.filter(({ id }) => id !== entity.id).map(fieldsOf);
  const fields = fieldsOf(entity);
  const apart = others.includes(fields) ? String(alike.indexOf(entity) + 1) : fields;
  return t("designer.page_apart", { name, apart });
}

export function entityOption(model: Pick<Model, "entities">, entity: Entity, by: Called) {
  return { value: entity.id, label: entityWords(model, entity, by) };
}

function fieldsOf({ fields }: Entity): string {
  return fields
    .slice(0, NAMED)
    .map(({ id, label }) => said(label) || id)
    .join(", ");
}
