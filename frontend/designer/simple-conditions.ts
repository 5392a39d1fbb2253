/**
 * The conditions that a designer makes by choosing: everything, my own, a choice field's values, a tick.
 *
 * The language of filters can say more. What it says beyond these is kept as it is, and shown as a condition of
 * another kind.
 */
import type { Entity } from "../protocol";
import { same } from "../shared/json";

export type Condition = Readonly<Record<string, unknown>> | null;

export type SimpleCondition =
  | { readonly kind: "all" }
  | { readonly kind: "mine" }
  | { readonly kind: "choice"; readonly field: string; readonly oneOf: readonly string[] }
  | { readonly kind: "yes"; readonly field: string }
  | { readonly kind: "other" };

/** One that can be written. */
export type Chosen = Exclude<SimpleCondition, { readonly kind: "other" }>;

const MINE = { op: "eq-userid", path: "owner" } as const;

/** Read a condition of a list of an entity. */
export function simpleOf(condition: Condition, entity: Entity | undefined): SimpleCondition {
  if (condition === null) return { kind: "all" };
  if (same(condition, MINE)) return { kind: "mine" };
  const { op, path, value, ...rest } = condition;
  const field = entity?.fields.find(({ id }) => id === path);
  if (field && Object.keys(rest).length === 0) {
    if (field.type === "yes_no" && op === "eq" && value === true) return { kind: "yes", field: field.id };
    if (field.type === "choice" && op === "eq" && typeof value === "string") {
      return { kind: "choice", field: field.id, oneOf: [value] };
    }
    if (field.type === "choice" && op === "in" && isTexts(value)) {
      return { kind: "choice", field: field.id, oneOf: value };
    }
  }
  return { kind: "other" };
}

/** Write one; what is of another kind cannot be written anew. */
export function conditionOf(simple: Chosen): Condition {
  switch (simple.kind) {
    case "all":
      return null;
    case "mine":
      return MINE;
    case "yes":
      return { op: "eq", path: simple.field, value: true };
    case "choice": {
      const [only] = simple.oneOf;
      return simple.oneOf.length === 1
        ? { op: "eq", path: simple.field, value: only }
        : { op: "in", path: simple.field, value: [...simple.oneOf] };
    }
  }
}

/** What the entity offers to choose from: itself, its owner, its choice and yes-or-no fields. */
export function offered(entity: Entity): readonly Chosen[] {
  return [
    { kind: "all" },
    ...(entity.ownership === "person" ? [{ kind: "mine" } as const] : []),
    ...entity.fields.flatMap((field): Chosen[] => {
      const first = field.choices.find(({ retired }) => !retired)?.id;
      if (field.type === "yes_no") return [{ kind: "yes", field: field.id }];
      return field.type === "choice" && first !== undefined
        ? [{ kind: "choice", field: field.id, oneOf: [first] }]
        : [];
    }),
  ];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}
