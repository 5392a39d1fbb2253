/**
 * A filter as lines, one below the other: what an editing page shows, and a screen reader reads, in the tree's order.
 *
 * A group is a line that heads those inside it, one deeper. Each line says where in the tree it stands, and what the
 * server would refuse about it.
 */
import { check, type Finding, within } from "./checks";
import {
  type About,
  conditionWords,
  fieldAt,
  operandWords,
  operatorWords,
  pathWords,
  type Wording,
} from "./phrases";
import { type GroupOperator, isGroup, type Leaf, OPERATORS, type Operator, type Tree } from "./tree";
import { type Operand, operandKind } from "./vocabulary";

interface Placed {
  /** The place of the node in the tree, as the server names it: "" or `of.1.of.0`. */
  readonly place: string;
  readonly depth: number;
  /** What joins it to the line before it in its group: "and", "or"; "" of the first. */
  readonly connective: string;
  /** The whole line in words, without the connective. */
  readonly text: string;
  readonly problems: readonly Finding[];
}

export interface GroupLine extends Placed {
  readonly kind: "group";
  readonly op: GroupOperator;
}

export interface ConditionLine extends Placed {
  readonly kind: "condition";
  readonly leaf: Leaf;
  readonly field: string;
  readonly operator: string;
  readonly operand: string;
  /** Which control edits the operand; "none" also of an operator that this app does not know. */
  readonly control: Operand;
}

export type Line = GroupLine | ConditionLine;

/** Return the lines of a filter. */
export function outlineOf(tree: Tree, about: About, wording: Wording): readonly Line[] {
  const lines = [...linesOf(tree, about, wording, { place: "", depth: 0, connective: "" })];
  const problems = new Map<string, Finding[]>();
  const places = lines.map(({ place }) => place).sort((a, b) => b.length - a.length);
  for (const one of check(tree, about)) {
    const place = places.find(
      (each) => each === "" || each === one.place || one.place.startsWith(`${each}.`),
    );
    problems.set(place ?? "", [...(problems.get(place ?? "") ?? []), one]);
  }
  return lines.map((line) => ({ ...line, problems: problems.get(line.place) ?? [] }));
}

type Position = Pick<Placed, "place" | "depth" | "connective">;

function* linesOf(tree: Tree, about: About, wording: Wording, at: Position): Generator<Line> {
  const { say } = wording;
  if (!isGroup(tree)) {
    yield conditionLine(tree, about, wording, at);
    return;
  }
  const text = say(`filter.group.${tree.op}`);
  yield { ...at, kind: "group", op: tree.op, text, problems: [] };
  for (const [number, part] of tree.of.entries()) {
    yield* linesOf(part, about, wording, {
      place: within(at.place, `of.${number}`),
      depth: at.depth + 1,
      connective: number === 0 ? "" : say(`filter.connective.${tree.op}`),
    });
  }
}

function conditionLine(leaf: Leaf, about: About, wording: Wording, at: Position): ConditionLine {
  const path = typeof leaf.path === "string" ? leaf.path : "";
  const named = { ...leaf, path };
  const shared = {
    ...at,
    kind: "condition",
    leaf,
    field: pathWords(path, about, wording),
    problems: [],
  } as const;
  if (!isKnown(leaf.op)) {
    const operator = wording.say("filter.unknown_operator");
    return { ...shared, operator, operand: "", control: "none", text: operator };
  }
  const field = fieldAt(path, about);
  return {
    ...shared,
    operator: operatorWords(leaf.op, field, wording),
    operand: operandWords(named, field, wording),
    control: operandKind(leaf.op),
    text: conditionWords(named, about, wording),
  };
}

function isKnown(op: Operator): boolean {
  return OPERATORS.includes(op);
}
