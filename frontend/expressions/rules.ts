/**
 * A rule made ready: one function of a record that computes a value, or says whether a condition is met.
 *
 * Means what `backend/expressions/rules.py` means; one file of cases and a generated proof hold them together. The
 * server has checked the types. A rule that this app is too old for computes nothing, and its condition is never met.
 */
import { unreachable } from "../shared/unreachable";
import { accept } from "../values/registry";
import { Exact } from "./arithmetic";
import type { Asker } from "./asker";
import { leafTest } from "./leaves";
import { type Source, walkOf } from "./paths";
import { beginningOf } from "./periods";
import {
  type AggregateTree,
  type ComparisonTree,
  isAggregate,
  type LiteralType,
  type RuleCondition,
  unsupportedInRule,
  type ValueTree,
} from "./rule-tree";
import {
  average,
  extreme,
  functionOf,
  type Kind,
  type Known,
  kindMade,
  kindOf,
  order,
  type RuleValue,
  readValue,
  shared,
  total,
  written,
} from "./rule-values";

/** A record that a rule is asked about. */
export interface Subject {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Also finds the lines of a record: the records of an entity that point at it by a lookup. */
export interface RuleSource extends Source {
  readonly lines: (entity: string, parent: string, record: string) => Iterable<Subject>;
}

interface Value {
  readonly kind: Kind;
  readonly of: (subject: Subject) => RuleValue;
}

type Condition = (subject: Subject) => boolean;

/** Make a rule ready that computes a value; it answers as values travel, null where the result is missing. */
export function compileValue(
  tree: ValueTree,
  source: RuleSource,
  asker: Asker,
): (subject: Subject) => unknown {
  if (unsupportedInRule(tree).length > 0) return () => null;
  const { kind, of } = new Compiler(asker).value(tree, source);
  return (subject) => written(of(subject), kind);
}

/** Make a rule's condition ready. */
export function compileCondition(tree: RuleCondition, source: RuleSource, asker: Asker): Condition {
  return unsupportedInRule(tree).length > 0 ? () => false : new Compiler(asker).condition(tree, source);
}

class Compiler {
  constructor(private readonly asker: Asker) {}

  condition(tree: RuleCondition, source: RuleSource): Condition {
    if ("left" in tree) return this.#comparison(tree, source);
    if ("path" in tree) {
      const walk = walkOf(tree.path, source);
      if (!walk) return () => false;
      const test = leafTest(tree, walk.field, this.asker);
      return ({ values }) => test(walk.read(values));
    }
    if (tree.op === "missing") {
      const { of } = this.value(tree.of[0], source);
      return (subject) => of(subject) === null;
    }
    const parts = tree.of.map((part) => this.condition(part, source));
    if (tree.op === "and") return (subject) => parts.every((part) => part(subject));
    if (tree.op === "or") return (subject) => parts.some((part) => part(subject));
    return (subject) => !parts.some((part) => part(subject));
  }

  value(tree: ValueTree, source: RuleSource): Value {
    if (isAggregate(tree)) return this.#aggregate(tree, source);
    switch (tree.op) {
      case "value":
        return constant(tree.type, literal(tree.type, tree.value));
      case "field":
        return field(tree.path, source);
      case "user":
        return constant(tree.what === "language" ? "text" : "id", this.asker[tree.what] ?? null);
      case "current-day":
        return constant("date", this.asker.today);
      case "current-moment":
        return constant("date_time", this.#moment());
      case "if":
        return this.#choice(tree.of, source);
      case "first-of":
        return firstOf(tree.of.map((part) => this.value(part, source)));
      case "concat":
        return joined(tree.of.map((part) => this.value(part, source)));
      default: {
        const parts = tree.of.map((part) => this.value(part, source));
        const kinds = parts.map(({ kind }) => kind);
        const made = functionOf(tree, kinds, this.asker.timeZone);
        const of = (subject: Subject) => {
          const values: Known[] = [];
          for (const part of parts) {
            const value = part.of(subject);
            if (value === null) return null;
            values.push(value);
          }
          return made(values);
        };
        return { kind: kindMade(tree.op, kinds), of };
      }
    }
  }

  #moment(): string {
    const { now, today, timeZone } = this.asker;
    return new Date(now ?? beginningOf(today, timeZone)).toISOString();
  }

  #comparison({ op, left, right }: ComparisonTree, source: RuleSource): Condition {
    const [one, other] = [this.value(left, source), this.value(right, source)];
    const kind = shared([one.kind, other.kind]);
    const place = (subject: Subject) => {
      const [a, b] = [one.of(subject), other.of(subject)];
      return a === null || b === null ? Number.NaN : order(a, b, kind);
    };
    switch (op) {
      case "eq":
        return (subject) => place(subject) === 0;
      case "ne":
        return (subject) => place(subject) !== 0;
      case "gt":
        return (subject) => place(subject) > 0;
      case "ge":
        return (subject) => place(subject) >= 0;
      case "lt":
        return (subject) => place(subject) < 0;
      case "le":
        return (subject) => place(subject) <= 0;
      default:
        return unreachable(op);
    }
  }

  #choice(
    [test, then, otherwise]: readonly [RuleCondition, ValueTree, ValueTree],
    source: RuleSource,
  ): Value {
    const met = this.condition(test, source);
    const [one, other] = [this.value(then, source), this.value(otherwise, source)];
    return {
      kind: shared([one.kind, other.kind]),
      of: (subject) => (met(subject) ? one : other).of(subject),
    };
  }

  #aggregate({ op, entity, parent, where, of: [of] = [] }: AggregateTree, source: RuleSource): Value {
    const there: RuleSource = { ...source, entity };
    const met = where ? this.condition(where, there) : () => true;
    const lines = ({ id }: Subject) => [...source.lines(entity, parent, id)].filter(met);
    if (!of) return { kind: "integer", of: (subject) => new Exact(lines(subject).length) };
    const value = this.value(of, there);
    const { kind } = value;
    // No numbers make nought; no amounts make nothing, for in which currency would it be?
    const none = op === "sum" && kind !== "money" ? new Exact(0) : null;
    const combine = (values: readonly Known[]): RuleValue => {
      if (op === "sum") return total(values, kind);
      return op === "average-of" ? average(values, kind) : extreme(values, kind, op === "greatest-of");
    };
    return {
      kind: op === "average-of" && kind === "integer" ? "decimal" : kind,
      of: (subject) => {
        const values = lines(subject)
          .map(value.of)
          .filter((one) => one !== null);
        return values.length > 0 ? combine(values) : none;
      },
    };
  }
}

function constant(kind: Kind, value: RuleValue): Value {
  return { kind, of: () => value };
}

/** A text is taken as it is written, a decimal with as many digits; all else in its canonical form. */
function literal(type: LiteralType, value: unknown): RuleValue {
  if (type === "text") return readValue(value, type);
  const fraction = String(value).split(".")[1]?.replace(/0+$/, "") ?? "";
  return readValue(accept(value, { id: "value", type, scale: fraction.length }).value, type);
}

function field(path: string, source: Source): Value {
  const walk = walkOf(path, source);
  if (!walk) return constant("other", null);
  const kind = kindOf(walk.field);
  return { kind, of: ({ values }) => readValue(walk.read(values), kind) };
}

function firstOf(parts: readonly Value[]): Value {
  const of = (subject: Subject) => {
    for (const part of parts) {
      const value = part.of(subject);
      if (value !== null) return value;
    }
    return null;
  };
  return { kind: shared(parts.map(({ kind }) => kind)), of };
}

function joined(parts: readonly Value[]): Value {
  return { kind: "text", of: (subject) => parts.map(({ of }) => of(subject) ?? "").join("") || null };
}
