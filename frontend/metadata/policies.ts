/**
 * Which policy decides when two people have changed a field: its own, or else its entity's. Pure.
 *
 * A field group conflicts as one, so nothing in it is ever combined, and neither is a unique field. Mirrors
 * `backend/metadata/policies.py`; what a policy does is `frontend/local/policies.ts`.
 */
import type { Entity, Field } from "../protocol";

export type Policy = NonNullable<Field["policy"]>;
export type EntityPolicy = Entity["policy"];

/** A field's definition as far as its policy needs it. */
export type PolicyRule = Pick<Field, "type"> &
  Partial<Pick<Field, "policy" | "group" | "unique" | "several">>;

export const PLAIN: readonly Policy[] = ["ask", "office", "device"];

const NUMBERS: readonly Policy[] = ["add", "greatest", "least"];
const DAYS: readonly Policy[] = ["greatest", "least"];

const COMBINING: Partial<Record<Field["type"], readonly Policy[]>> = {
  text: ["append"],
  multi_line: ["lines", "append", "union"],
  integer: NUMBERS,
  big_integer: NUMBERS,
  decimal: NUMBERS,
  money: NUMBERS,
  date: DAYS,
  date_time: DAYS,
};

/** The same for fields that hold several values. */
const COMBINING_SEVERAL: Partial<Record<Field["type"], readonly Policy[]>> = {
  choice: ["union"],
  lookup: ["union"],
};

/** Field type → what `merge` of an entity means for it; of other types it asks. */
const MERGED: Partial<Record<Field["type"], Policy>> = { multi_line: "lines" };

/** Return the policies that a field may have. */
export function policiesOf({ type, group, unique, several }: PolicyRule): readonly Policy[] {
  const combining = several ? COMBINING_SEVERAL : COMBINING;
  return group || unique ? PLAIN : [...PLAIN, ...(combining[type] ?? [])];
}

/** Return the policy that holds for a field; one that it cannot have counts as `ask`. */
export function policyOf(field: PolicyRule, ofEntity: EntityPolicy | null | undefined): Policy {
  const said = field.policy ?? ofEntity ?? "ask";
  const own = said === "merge" ? (MERGED[field.type] ?? "ask") : said;
  return policiesOf(field).includes(own) ? own : "ask";
}
