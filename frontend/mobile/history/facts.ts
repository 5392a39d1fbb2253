/**
 * What an entry of a record's history says of each field. Pure.
 */
import type { HistoryEntry } from "../../protocol";

/** What became of a value that did not come to stand. */
export type Aside = "overruled" | "disputed" | "lost";

export type Fact =
  | { readonly kind: "first"; readonly field: string; readonly value: unknown }
  | { readonly kind: "last"; readonly field: string; readonly value: unknown }
  | { readonly kind: "moved"; readonly field: string; readonly from: unknown; readonly to: unknown }
  | { readonly kind: Aside; readonly field: string; readonly value: unknown };

/** Beside fields an entry may tell whose the record is, and whom it is shared with. */
export const RESERVED: ReadonlySet<string> = new Set(["owner", "shares"]);

/** Return the facts of an entry in the order of the entity's fields. */
export function factsOf(entry: HistoryEntry, order: readonly string[]): readonly Fact[] {
  const rank = new Map(order.map((field, at) => [field, at]));
  const place = ({ field }: Fact) => rank.get(field) ?? order.length;
  const facts = [...moves(entry), ...asides(entry)].filter(({ field }) => !RESERVED.has(field));
  return facts.sort((a, b) => place(a) - place(b));
}

function moves({ kind, old, new: now }: HistoryEntry): Fact[] {
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields.map((field): Fact => {
    const from = old[field] ?? null;
    const to = now[field] ?? null;
    if (kind === "delete") return { kind: "last", field, value: from };
    if (kind === "create" || kind === "restore") return { kind: "first", field, value: to };
    return { kind: "moved", field, from, to };
  });
}

function asides({ overruled, disputed, lost }: HistoryEntry): Fact[] {
  const of = (kind: Aside, values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([field, value]): Fact => ({ kind, field, value }));
  const left = Object.entries(lost).flatMap(([field, values]) => values.map((value) => ({ field, value })));
  return [
    ...of("overruled", overruled),
    ...of("disputed", disputed),
    ...left.map(({ field, value }): Fact => ({ kind: "lost", field, value })),
  ];
}

/** The value that a fact could bring back; undefined: none. */
export function restorable(fact: Fact): unknown {
  if (fact.kind === "moved") return fact.from;
  return fact.kind === "last" ? undefined : fact.value;
}
