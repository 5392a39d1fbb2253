/**
 * What can be written at one place of a formula: fields and lines in brackets, functions, and the choices of a field.
 */
import { searchKey } from "../../values/fold";
import type { FieldRule } from "../../values/types";
import { FUNCTIONS, type FunctionName, LINES_FUNCTIONS, NULLARY } from "./functions";
import { type FormulaModel, Names } from "./names";
import { FormulaError, type Span } from "./syntax";
import { bracketed, quoted, type Token, tokensOf } from "./tokens";

export type Suggestion = Span & {
  /** What it is called in the list. */
  readonly label: string;
  /** What is put in the place of what was begun. */
  readonly text: string;
} & (
    | { readonly kind: "field"; readonly field: FieldRule }
    | { readonly kind: "lines"; readonly entity: string }
    | { readonly kind: "function"; readonly name: FunctionName }
    | { readonly kind: "choice" }
  );

const MOST = 60;
const NOTHING_NEEDED: ReadonlySet<string> = new Set([...Object.keys(NULLARY), "TRUE", "FALSE"]);

/** Return what can stand at the caret; `asked` also where nothing was begun. */
export function suggestionsAt(
  formula: string,
  caret: number,
  entity: string,
  model: FormulaModel,
  asked = false,
): readonly Suggestion[] {
  const before = tokensUpTo(formula, caret);
  if (!before) return [];
  const names = new Names(model);
  const last = before.at(-1);
  const begun = last && last.to === caret ? last : undefined;
  const rest = begun && (begun.open || begun.kind === "word") ? before.slice(0, -1) : before;
  const here = scopeAfter(rest, entity, names);
  const end = endOf(formula, caret, begun);
  if (begun?.kind === "text" && begun.open) {
    return ranked(choices(rest, here, names), begun.text, { from: begun.from, to: end });
  }
  if (begun?.kind === "name" && begun.open) {
    return ranked(references(rest, here, names), begun.text, { from: begun.from, to: end });
  }
  const place = { from: begun?.kind === "word" ? begun.from : caret, to: end };
  if (begun?.kind === "word") {
    return ranked([...functions(), ...references(rest, here, names)], begun.text, place);
  }
  const afterDot = last?.text === "." && last.kind === "sign";
  const offered = choices(rest, here, names);
  if (afterDot) return ranked(references(rest, here, names), "", place);
  if (offered.length > 0) return ranked(offered, "", place);
  return asked ? ranked([...references(rest, here, names), ...functions()], "", place) : [];
}

/** Return the function between whose brackets the caret stands; null outside of all. */
export function functionAt(formula: string, caret: number): FunctionName | null {
  const open: (FunctionName | null)[] = [];
  const tokens = tokensUpTo(formula, caret) ?? [];
  tokens.forEach(({ kind, text }, at) => {
    if (kind !== "sign") return;
    if (text === ")") open.pop();
    else if (text === "(") {
      const before = tokens[at - 1];
      open.push((before?.kind === "word" && FUNCTIONS.find((name) => name === before.text)) || null);
    }
  });
  return open.findLast((name) => name !== null) ?? null;
}

function tokensUpTo(formula: string, caret: number): readonly Token[] | null {
  try {
    return tokensOf(formula.slice(0, caret)).slice(0, -1);
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

/** What was begun may go on after the caret. */
function endOf(formula: string, caret: number, begun: Token | undefined): number {
  const after = formula.slice(caret);
  if (begun?.kind === "name" && begun.open) return caret + (/^[^\][()"]*\]/.exec(after)?.[0].length ?? 0);
  if (begun?.kind === "text" && begun.open) return caret + (/^[^"]*"/.exec(after)?.[0].length ?? 0);
  return begun?.kind === "word" ? caret + (/^[\p{L}\p{N}_]+/u.exec(after)?.[0].length ?? 0) : caret;
}

/** The entity that fields are of after some tokens: inside a sum, that of its lines. */
function scopeAfter(tokens: readonly Token[], entity: string, names: Names): string {
  const open: { readonly entity: string; readonly over: boolean; readonly at: number; inside: string }[] = [];
  const now = () => open.at(-1)?.inside ?? entity;
  tokens.forEach(({ kind, text }, at) => {
    if (kind !== "sign") return;
    const top = open.at(-1);
    if (text === "(") {
      const before = tokens[at - 1];
      const over = before?.kind === "word" && Object.hasOwn(LINES_FUNCTIONS, before.text);
      open.push({ entity: now(), over, at, inside: now() });
    } else if (text === ")") open.pop();
    else if ((text === "," || text === ";") && top?.over && at === top.at + 2) {
      const found = names.lines(top.entity, tokens[at - 1]?.text ?? "");
      if ("one" in found) top.inside = found.one.entity;
    }
  });
  return now();
}

type Offer =
  | { readonly kind: "field"; readonly label: string; readonly text: string; readonly field: FieldRule }
  | { readonly kind: "lines"; readonly label: string; readonly text: string; readonly entity: string }
  | { readonly kind: "function"; readonly label: string; readonly text: string; readonly name: FunctionName }
  | { readonly kind: "choice"; readonly label: string; readonly text: string };

function functions(): readonly Offer[] {
  return FUNCTIONS.map((name) => ({
    kind: "function",
    label: name,
    text: NOTHING_NEEDED.has(name) ? `${name}()` : `${name}(`,
    name,
  }));
}

/** The fields and lines that can follow: those of what the names before a dot lead to. */
function references(before: readonly Token[], here: string, names: Names): readonly Offer[] {
  const chain = chainBefore(before);
  const entity = chain.reduce<string | null>((at, name, place) => ledTo(at, name, place === 0, names), here);
  if (!entity) return [];
  const fields = names.fieldsOf(entity).map(({ id, one }): Offer => {
    const name = names.nameOfField(entity, id);
    return { kind: "field", label: name, text: bracketed(name), field: one };
  });
  if (chain.length > 0) return fields;
  const lines = names.linesOf(entity).map(({ one }): Offer => {
    const name = names.nameOfLines(entity, one);
    return { kind: "lines", label: name, text: bracketed(name), entity: one.entity };
  });
  return [...fields, ...lines];
}

/** The names of a reference that ends in a dot, in order. */
function chainBefore(tokens: readonly Token[]): readonly string[] {
  const chain: string[] = [];
  for (
    let at = tokens.length - 1;
    at > 0 && tokens[at]?.text === "." && tokens[at]?.kind === "sign";
    at -= 2
  ) {
    const name = tokens[at - 1];
    if (name?.kind !== "name") break;
    chain.unshift(name.text);
  }
  return chain;
}

function ledTo(entity: string | null, name: string, first: boolean, names: Names): string | null {
  if (!entity) return null;
  const field = names.field(entity, name);
  if ("one" in field) return field.one.several ? null : (field.one.target ?? null);
  const lines = first ? names.lines(entity, name) : null;
  return lines && "one" in lines ? lines.one.entity : null;
}

/** The choices of the field that is compared. */
function choices(before: readonly Token[], here: string, names: Names): readonly Offer[] {
  const sign = before.at(-1);
  if (sign?.kind !== "sign") return [];
  const list = sign.text === "," || sign.text === ";";
  if (!list && sign.text !== "=" && sign.text !== "<>") return [];
  const end = list ? afterFirstPart(before) : before.length - 1;
  const last = end === null ? undefined : before[end - 1];
  if (end === null || last?.kind !== "name") return [];
  const chain = [...chainBefore(before.slice(0, end - 1)), last.text];
  const holder = chain
    .slice(0, -1)
    .reduce<string | null>((at, name, place) => ledTo(at, name, place === 0, names), here);
  const found = holder ? names.field(holder, last.text) : null;
  const field = found && "one" in found ? found.one : null;
  if (field?.type !== "choice") return [];
  return names.choicesOf(field).map(({ id }) => {
    const label = names.nameOfChoice(field, id);
    return { kind: "choice", label, text: quoted(label) };
  });
}

/** Of `ONEOF([Status], "Open",` return where its first part ends; null outside of such a list. */
function afterFirstPart(tokens: readonly Token[]): number | null {
  const opened = tokens.findLastIndex(({ kind, text }) => kind === "sign" && text === "(");
  const name = tokens[opened - 1];
  if (name?.text !== "ONEOF" && name?.text !== "NOTONEOF") return null;
  const end = tokens.findIndex(
    ({ kind, text }, at) => at > opened && kind === "sign" && (text === "," || text === ";"),
  );
  return end < 0 ? null : end;
}

/** Those that hold what was begun, the ones that begin with it first. */
function ranked(offers: readonly Offer[], begun: string, place: Span): readonly Suggestion[] {
  const key = searchKey(begun);
  const score = ({ label }: Offer) => {
    const at = searchKey(label).indexOf(key);
    return at <= 0 ? at : 1;
  };
  return offers
    .map((offer, at) => ({ offer, at, score: key === "" ? 0 : score(offer) }))
    .filter(({ score: found }) => found >= 0)
    .sort((one, other) => one.score - other.score || one.at - other.at)
    .slice(0, MOST)
    .map(({ offer }) => ({ ...offer, ...place }));
}
