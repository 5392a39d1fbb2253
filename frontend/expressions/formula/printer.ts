/**
 * The printer of formulas: a tree as somebody would have written it, which reads back as the very same tree.
 *
 * What is comparison by its form and stands in the tree as one of values has its field in brackets: `([Total]) = 5`.
 */
import type { FieldRule } from "../../values/types";
import { fieldsAlong } from "../paths";
import {
  type AggregateTree,
  type ComparisonTree,
  isAggregate,
  type RuleCondition,
  unsupportedInRule,
  type ValueTree,
} from "../rule-tree";
import type { Leaf } from "../tree";
import { operandKind, takes } from "../vocabulary";
import { becomesLeaf } from "./conditions";
import { GROUP_FUNCTIONS, LEAF_FUNCTIONS, LINES_FUNCTIONS, NULLARY, VALUE_FUNCTIONS } from "./functions";
import { literalText, operandText } from "./literals";
import type { FormulaModel } from "./names";
import { Names } from "./names";
import { bracketed, quoted } from "./tokens";

type Operator = string;

/** How tightly an operator holds; what holds less tightly stands in brackets inside it. */
const TIGHTNESS: Readonly<Record<Operator, number>> = {
  concat: 1,
  add: 2,
  subtract: 2,
  multiply: 3,
  divide: 3,
  negate: 4,
};
const SIGNS: Readonly<Record<Operator, string>> = {
  ...{ concat: "&", add: "+", subtract: "-", multiply: "*", divide: "/" },
  ...{ eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" },
};
const PLAIN = 9;

/** Write a rule as a formula; null where this app does not know all that is in it. */
export function printed(tree: ValueTree | RuleCondition, entity: string, model: FormulaModel): string | null {
  if (unsupportedInRule(tree).length > 0) return null;
  const printer = new Printer(new Names(model), entity);
  return isValue(tree) ? printer.value(tree) : printer.condition(tree);
}

const VALUES: ReadonlySet<string> = new Set([
  ...["value", "field", "user", "current-day", "current-moment", "if"],
  ...Object.values(VALUE_FUNCTIONS).map(({ op }) => op),
  ...Object.values(LINES_FUNCTIONS).map(({ op }) => op),
  ...Object.keys(TIGHTNESS),
]);

export function isValue(tree: ValueTree | RuleCondition): tree is ValueTree {
  return VALUES.has(tree.op);
}

class Printer {
  constructor(
    private readonly names: Names,
    private readonly entity: string,
  ) {}

  condition(tree: RuleCondition): string {
    if ("left" in tree) return this.#comparison(tree);
    if ("path" in tree) return this.#leaf(tree);
    if (tree.op === "missing") return `ISBLANK(${this.#asValue(tree.of[0])})`;
    const parts = tree.of.map((part) => this.condition(part));
    return `${nameOf(GROUP_FUNCTIONS, tree.op)}(${parts.join(", ")})`;
  }

  value(tree: ValueTree): string {
    return this.#value(tree).text;
  }

  /** A value, and how tightly its outermost operator holds it together. */
  #value(tree: ValueTree): { readonly text: string; readonly tight: number } {
    const whole = (text: string) => ({ text, tight: PLAIN });
    if (isAggregate(tree)) return whole(this.#aggregate(tree));
    switch (tree.op) {
      case "value":
        return whole(literalText(tree));
      case "field":
        return whole(this.#path(tree.path));
      case "user":
        return whole(tree.what === "person" ? "ME()" : tree.what === "unit" ? "MYUNIT()" : "MYLANGUAGE()");
      case "current-day":
      case "current-moment":
        return whole(`${nameOf(NULLARY, tree.op, "op")}()`);
      case "if": {
        const [test, one, other] = tree.of;
        return whole(`IF(${this.condition(test)}, ${this.value(one)}, ${this.value(other)})`);
      }
      default:
        return this.#operation(tree);
    }
  }

  #operation(tree: Extract<ValueTree, { readonly of: readonly ValueTree[] }>): {
    readonly text: string;
    readonly tight: number;
  } {
    const { op, of } = tree;
    const tight = TIGHTNESS[op];
    const sign = SIGNS[op];
    if (op === "negate" && of[0]) {
      // A number with its sign is one constant, and an operation on it is not.
      const text = this.#within(of[0], 4, of[0].op === "value");
      return { text: `-${text}`, tight: 4 };
    }
    if (tight !== undefined && sign && of.length > 1) {
      const parts = of.map((part, at) => {
        const goesOn =
          at === 0 &&
          TIGHTNESS[part.op] === tight &&
          (part.op !== op || op === "subtract" || op === "divide");
        return this.#within(part, goesOn ? tight : tight + 1);
      });
      return { text: parts.join(` ${sign} `), tight };
    }
    const parts = of.map((part) => this.value(part));
    const { digits, count } = tree as { readonly digits?: number; readonly count?: number };
    const setting = digits ?? count;
    if (setting !== undefined) parts.push(String(setting));
    return { text: `${nameOf(VALUE_FUNCTIONS, op, "op")}(${parts.join(", ")})`, tight: PLAIN };
  }

  #within(tree: ValueTree, least: number, always = false): string {
    const { text, tight } = this.#value(tree);
    return always || tight < least ? `(${text})` : text;
  }

  #aggregate({ op, entity, parent, where, of }: AggregateTree): string {
    const there = new Printer(this.names, entity);
    const called = this.names.nameOfLines(this.entity, { entity, parent });
    const lines = bracketed(called);
    const name = nameOf(LINES_FUNCTIONS, op, "op");
    const value = of?.[0];
    const short = value?.op === "field" && !where && !("one" in this.names.field(entity, called));
    if (short) return `${name}(${lines}.${there.#path(value.path)})`;
    const parts = [lines, value && there.value(value), where && there.condition(where)];
    return `${name}(${parts.filter((part) => part !== undefined).join(", ")})`;
  }

  #comparison({ op, left, right }: ComparisonTree): string {
    const field = left.op === "field" && right.op === "value" ? this.#fieldAt(left.path) : undefined;
    const leaf = field && right.op === "value" && becomesLeaf(op, field, right);
    const one = this.value(left);
    return `${leaf ? `(${one})` : one} ${SIGNS[op]} ${this.value(right)}`;
  }

  #leaf({ op, path, value }: Leaf): string {
    const field = this.#fieldAt(path);
    const place = this.#path(path);
    if (op === "eq" && value === true && field?.type === "yes_no") return place;
    const sign = SIGNS[op];
    const operands = operandKind(op) === "none" ? [] : Array.isArray(value) ? value : [value];
    const texts = operands.map((one) =>
      operandKind(op) === "text"
        ? quoted(String(one))
        : operandKind(op) === "days"
          ? String(one)
          : operandText(one, field, (choice) => (field ? this.names.nameOfChoice(field, choice) : choice)),
    );
    return sign
      ? `${place} ${sign} ${texts[0]}`
      : `${nameOf(LEAF_FUNCTIONS, op)}(${[place, ...texts].join(", ")})`;
  }

  /** Inside a question about emptiness a field in brackets is a value, one without them a field. */
  #asValue(tree: ValueTree): string {
    const text = this.value(tree);
    const field = tree.op === "field" ? this.#fieldAt(tree.path) : undefined;
    return field && takes("null", field) ? `(${text})` : text;
  }

  #fieldAt(path: string): FieldRule | undefined {
    const fields = (entity: string) => new Map(this.names.fieldsOf(entity).map(({ id, one }) => [id, one]));
    return fieldsAlong(path, { entity: this.entity, fields })?.at(-1);
  }

  #path(path: string): string {
    let entity: string | null | undefined = this.entity;
    const words = path.split(".").map((id) => {
      const field = entity ? this.names.fieldsOf(entity).find((one) => one.id === id)?.one : undefined;
      const word = entity ? this.names.nameOfField(entity, id) : id;
      entity = field?.several ? null : field?.target;
      return bracketed(word);
    });
    return words.join(".");
  }
}

/** Return the name that a table has for an operator. */
function nameOf(table: Readonly<Record<string, unknown>>, op: string, key?: "op"): string {
  const of = (entry: unknown) => (key ? (entry as { readonly op: string }).op : entry);
  return Object.keys(table).find((name) => of(table[name]) === op) ?? op.toUpperCase();
}
