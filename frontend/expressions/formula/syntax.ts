/**
 * The syntax of a formula before it means anything: what was written where, by operators, calls and references.
 *
 * A place in brackets of its own (`group`) is kept: `[Total] = 5` is asked as a filter asks it, `([Total]) = 5` compares
 * two values. Both mean the same; which one it is stays as it was written.
 */

/** Where something stands in a formula. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Arithmetic = "add" | "subtract" | "multiply" | "divide" | "concat" | "negate";
export type Compared = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type Node =
  | (Span & { readonly kind: "number" | "text"; readonly text: string })
  | (Span & { readonly kind: "reference"; readonly names: readonly Name[] })
  | (Span & { readonly kind: "call"; readonly name: string; readonly of: readonly Node[] })
  | (Span & { readonly kind: "operation"; readonly op: Arithmetic; readonly of: readonly Node[] })
  | (Span & { readonly kind: "comparison"; readonly op: Compared; readonly of: readonly [Node, Node] })
  | (Span & { readonly kind: "group"; readonly of: Node });

/** One name in square brackets. */
export interface Name extends Span {
  readonly name: string;
}

export type FormulaCode =
  | "ambiguous"
  | "brackets_open"
  | "character"
  | "condition_wanted"
  | "constant_wanted"
  | "date"
  | "deep"
  | "empty"
  | "end_wanted"
  | "field_path"
  | "filter_only"
  | "function"
  | "lines_alone"
  | "lines_wanted"
  | "long"
  | "money"
  | "no_choice"
  | "no_field"
  | "no_lookup"
  | "not_computable"
  | "number"
  | "parts"
  | "reference_wanted"
  | "result"
  | "several_comparisons"
  | "setting"
  | "text_open"
  | "type_for_test"
  | "type_of_blank"
  | "types_differ"
  | "value_wanted"
  | "wrong_type";

export type Arguments = Readonly<Record<string, string | number>>;

/** What is wrong with a formula, and where; said as `designer.formula.<code>`. */
export class FormulaError extends Error {
  constructor(
    readonly code: FormulaCode,
    readonly at: Span,
    readonly values: Arguments = {},
  ) {
    super(code);
  }
}
