/**
 * Which record a single page shows: the user himself, his unit, his company, or the one that points there.
 *
 * The company is the unit at the top, as far up as records are here: one that is not is opened at the office first,
 * and the way goes on from there.
 */
import type { Page } from "../protocol";
import type { Grounds } from "./conditions";

export type SingleRecord =
  | { readonly kind: "found"; readonly record: string }
  /** Records are still being read. */
  | { readonly kind: "reading" }
  | { readonly kind: "none" };

const UNIT = "business_unit";
const MOST_UNITS = 50;

/** Signals are read. */
export function singleRecord(grounds: Grounds, { single, entity }: Page): SingleRecord {
  const { records, asker } = grounds;
  const of = single?.of ?? "me";
  const centre = of === "me" ? asker.person : of === "my_unit" ? asker.unit : companyOf(grounds);
  if (of === "my_company" && !records.loaded(UNIT)) return { kind: "reading" };
  if (!centre) return { kind: "none" };
  const through = single?.through;
  if (!through) return { kind: "found", record: centre };
  const pointing = records
    .list(entity)
    .filter(({ values, state }) => state !== "deleted" && pointsAt(values[through], centre));
  if (pointing.length === 0) return { kind: records.loaded(entity) ? "none" : "reading" };
  // Ids begin with the moment of their making.
  return { kind: "found", record: pointing.reduce((a, b) => (b.id < a.id ? b : a)).id };
}

function pointsAt(value: unknown, centre: string): boolean {
  return Array.isArray(value) ? value.includes(centre) : value === centre;
}

function companyOf({ records, asker }: Grounds): string | null {
  let at = asker.unit ?? null;
  for (let step = 0; at && step < MOST_UNITS; step += 1) {
    const above: unknown = records.get(UNIT, at)?.values.parent;
    if (typeof above !== "string") return at;
    at = above;
  }
  return at;
}
