/**
 * A pattern that names records, such as `{Number} · {Customer}`, and the rule that it stands for.
 *
 * A rule is read back as the pattern that it was made of; any other rule is none. What stands between two fields goes
 * with the later one, and only where both sides have something, so that a missing value leaves no stray mark.
 */
import type { FormulaModel } from "../../expressions/formula/names";
import { Names } from "../../expressions/formula/names";
import type { RuleCondition, ValueTree } from "../../expressions/rule-tree";
import type { Entity, Model } from "../../protocol";
import { same } from "../../shared/json";
import { TEXTUAL } from "../../values/textual";
import { entityOf, fieldAt } from "../model-view";

export type Part = string | { readonly path: string };

export type PatternProblem =
  | { readonly code: "no_fields" | "open" }
  | { readonly code: "unknown" | "no_text"; readonly name: string };

export type ReadPattern =
  | { readonly rule: ValueTree; readonly problem?: never }
  | { readonly problem: PatternProblem; readonly rule?: never };

export interface PatternField {
  readonly path: string;
  /** What it is called between the braces. */
  readonly name: string;
}

const FURTHEST = 3;

/** Return what a pattern of an entity can name: its texts, and what its lookups are shown as. */
export function patternFields(model: Model, formulas: FormulaModel, entity: string): readonly PatternField[] {
  const names = new Names(formulas);
  return (entityOf(model, entity)?.fields ?? []).flatMap((field) => {
    const path = field.computed ? null : textPath(model, entity, field.id);
    return path === null ? [] : [{ path, name: nameOfPath(names, entity, path, model) }];
  });
}

/** Read a pattern as the rule that joins its parts. */
export function readPattern(
  pattern: string,
  entity: string,
  model: Model,
  formulas: FormulaModel,
): ReadPattern {
  const names = new Names(formulas);
  const parts: Part[] = [];
  for (const piece of pattern.trim().split(/(\{[^{}]*\})/u)) {
    if (!/^\{.*\}$/u.test(piece)) {
      if (/[{}]/u.test(piece)) return { problem: { code: "open" } };
      if (piece !== "") parts.push(piece);
      continue;
    }
    const name = piece.slice(1, -1).trim();
    const named = pathNamed(names, entity, name);
    if (named === null) return { problem: { code: "unknown", name } };
    const path = textPath(model, entity, named);
    if (path === null) return { problem: { code: "no_text", name } };
    parts.push({ path });
  }
  if (!parts.some(isField)) return { problem: { code: "no_fields" } };
  return { rule: ruleOf(parts) };
}

/** Write the pattern that a rule was made of; null where it is another rule. */
export function patternOf(
  rule: unknown,
  { id }: Entity,
  model: Model,
  formulas: FormulaModel,
): string | null {
  const parts = partsOf(rule);
  if (!parts) return null;
  const names = new Names(formulas);
  return parts
    .map((part) => (isField(part) ? `{${nameOfPath(names, id, part.path, model)}}` : part))
    .join("");
}

/** Say whether a rule is one that a pattern was made into. */
export function isPattern(rule: unknown): boolean {
  return partsOf(rule) !== null;
}

function ruleOf(parts: readonly Part[]): ValueTree {
  const of = parts.map((part, at): ValueTree => {
    if (isField(part)) return { op: "field", path: part.path };
    return { op: "if", of: [shownWith(parts, at), text(part), text("")] };
  });
  return { op: "concat", of };
}

/** Before a field: it is there, and something before it. After the last one: that is there. */
function shownWith(parts: readonly Part[], at: number): RuleCondition {
  const before = parts.slice(0, at).filter(isField);
  const after = parts.slice(at + 1).find(isField);
  const known = before.map(there);
  const [first] = known;
  if (!after) return known.at(-1) ?? there({ path: "" });
  if (!first) return there(after);
  return { op: "and", of: [there(after), known.length === 1 ? first : { op: "or", of: known }] };
}

function partsOf(rule: unknown): readonly Part[] | null {
  const tree = rule as ValueTree | null | undefined;
  if (tree?.op !== "concat") return null;
  const parts = tree.of.map((one): Part | null => {
    if (one.op === "field") return { path: one.path };
    const [, then] = one.op === "if" ? one.of : [];
    return then?.op === "value" && typeof then.value === "string" ? then.value : null;
  });
  const known = parts.filter((one) => one !== null);
  return known.length === parts.length && known.some(isField) && same(ruleOf(known), rule) ? known : null;
}

/** The path to a text: a lookup leads on to what its records are shown as. */
function textPath(model: Model, entity: string, from: string): string | null {
  let path = from;
  for (let step = 0; step <= FURTHEST; step += 1) {
    const field = fieldAt(model, entity, path);
    if (!field || field.several) return null;
    if (TEXTUAL.has(field.type)) return path;
    const target = field.type === "lookup" && field.target ? entityOf(model, field.target) : undefined;
    if (!target) return null;
    path = `${path}.${target.title}`;
  }
  return null;
}

/** A path whose end is only what its lookup is shown as is called by the lookup. */
function nameOfPath(names: Names, entity: string, path: string, model: Model): string {
  const parts = path.split(".");
  const short = parts.findIndex(
    (_, at) => textPath(model, entity, parts.slice(0, at + 1).join(".")) === path,
  );
  let holder = entity;
  return parts
    .slice(0, short < 0 ? parts.length : short + 1)
    .map((part) => {
      const name = names.nameOfField(holder, part);
      holder = fieldAt(model, holder, part)?.target ?? "";
      return /[{}.]/u.test(name) ? part : name;
    })
    .join(".");
}

function pathNamed(names: Names, entity: string, name: string): string | null {
  let holder = entity;
  const path: string[] = [];
  for (const part of name.split(".")) {
    const found = names.field(holder, part.trim());
    if (!("one" in found)) return null;
    path.push(found.one.id);
    holder = found.one.target ?? "";
  }
  return path.join(".");
}

function there({ path }: { readonly path: string }): RuleCondition {
  return { op: "not-null", path } as RuleCondition;
}

function text(value: string): ValueTree {
  return { op: "value", type: "text", value };
}

function isField(part: Part): part is { readonly path: string } {
  return typeof part !== "string";
}
