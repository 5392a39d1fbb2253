/**
 * A formula in colours, with a line under what is wrong: for the eye alone.
 */
import type { Span } from "../../expressions/formula/syntax";
import { FormulaError } from "../../expressions/formula/syntax";
import { type Token, tokensOf } from "../../expressions/formula/tokens";

interface PaintedProps {
  readonly formula: string;
  readonly wrong?: Span;
}

export function Painted({ formula, wrong }: PaintedProps) {
  // What is wrong at the very end still needs a place to stand on.
  const text = `${formula} `;
  const at = wrong && { from: wrong.from, to: Math.max(wrong.to, wrong.from + 1) };
  const edges = new Set([0, text.length, ...(at ? [at.from, at.to] : [])]);
  const tokens = tokensIn(formula);
  for (const { from, to } of tokens) edges.add(from).add(to);
  const places = [...edges].filter((edge) => edge <= text.length).sort((one, other) => one - other);
  return (
    <div class="d-formula-painted" aria-hidden="true" dir="ltr">
      {places.slice(0, -1).map((from, place) => {
        const kind = tokens.find((token) => token.from <= from && from < token.to)?.kind ?? "space";
        const inside = at && at.from <= from && from < at.to;
        return (
          <span key={from} class={`d-formula-${kind}${inside ? " d-formula-wrong" : ""}`}>
            {text.slice(from, places[place + 1])}
          </span>
        );
      })}
    </div>
  );
}

function tokensIn(formula: string): readonly Token[] {
  try {
    return tokensOf(formula);
  } catch (error) {
    if (error instanceof FormulaError) return [];
    throw error;
  }
}
