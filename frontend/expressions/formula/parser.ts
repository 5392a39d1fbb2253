/**
 * The parser of formulas: one look ahead, each token read once.
 *
 * Loosest first: comparison, `&`, `+ -`, `* /`, the sign of a number. A chain of one operator is one operation of many
 * parts, so that a long sum is not deep; brackets begin a chain of their own.
 */
import { type Arithmetic, type Compared, FormulaError, type Name, type Node, type Span } from "./syntax";
import { type Token, tokensOf } from "./tokens";

/** Brackets inside each other; the tree that they make may have fewer levels. */
export const MOST_NESTED = 60;

const COMPARISONS: Readonly<Record<string, Compared>> = {
  "=": "eq",
  "<>": "ne",
  ">": "gt",
  ">=": "ge",
  "<": "lt",
  "<=": "le",
};
const LEVELS: readonly Readonly<Record<string, Arithmetic>>[] = [
  { "&": "concat" },
  { "+": "add", "-": "subtract" },
  { "*": "multiply", "/": "divide" },
];
/** Of two parts always; the others go on as long as the sign is the same. */
const PAIRED: ReadonlySet<Arithmetic> = new Set(["subtract", "divide"]);

/** Read the syntax of a formula. @throws FormulaError */
export function parse(formula: string): Node {
  return new Parser(tokensOf(formula)).formula();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nested = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  formula(): Node {
    const first = this.#next;
    if (first.kind === "end") throw new FormulaError("empty", first);
    // As in a spreadsheet, it may begin with =.
    this.#takes("=");
    const node = this.#comparison();
    const { kind, text }: Token = this.#next;
    if (kind !== "end") throw new FormulaError("end_wanted", this.#next, { text: text.slice(0, 60) });
    return node;
  }

  #comparison(): Node {
    const left = this.#level(0);
    const op = this.#sign(COMPARISONS);
    if (!op) return left;
    const right = this.#level(0);
    if (this.#next.kind === "sign" && COMPARISONS[this.#next.text]) {
      throw new FormulaError("several_comparisons", this.#next);
    }
    return { kind: "comparison", op, of: [left, right], from: left.from, to: right.to };
  }

  #level(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.#signed();
    let left = this.#level(level + 1);
    let open: Arithmetic | undefined;
    let links = 0;
    for (let op = this.#sign(operators); op; op = this.#sign(operators)) {
      const right = this.#level(level + 1);
      const begun: readonly Node[] | null = open === op && left.kind === "operation" ? left.of : null;
      links += begun ? 0 : 1;
      if (links > MOST_NESTED) throw new FormulaError("deep", right, { most: MOST_NESTED });
      const of: readonly Node[] = [...(begun ?? [left]), right];
      left = { kind: "operation", op, of, from: left.from, to: right.to };
      open = PAIRED.has(op) ? undefined : op;
    }
    return left;
  }

  #signed(): Node {
    const sign = this.#next;
    if (!this.#takes("-")) return this.#plain();
    const next = this.#next;
    if (next.kind === "number") {
      this.#at += 1;
      return { kind: "number", text: `-${next.text}`, from: sign.from, to: next.to };
    }
    const of = this.#deeper(sign, () => this.#signed());
    return { kind: "operation", op: "negate", of: [of], from: sign.from, to: of.to };
  }

  #plain(): Node {
    const token = this.#next;
    const { kind, text, from, to } = token;
    if (token.open) throw new FormulaError(kind === "text" ? "text_open" : "brackets_open", token);
    switch (kind) {
      case "number":
      case "text":
        this.#at += 1;
        return { kind, text, from, to };
      case "name":
        return this.#reference();
      case "word":
        return this.#call();
      default:
        if (!this.#takes("(")) throw new FormulaError("value_wanted", token);
        return this.#deeper(token, () => {
          const of = this.#comparison();
          return { kind: "group", of, from, to: this.#closed() };
        });
    }
  }

  #reference(): Node {
    const names: Name[] = [];
    do {
      const { kind, text, from, to, open } = this.#next;
      if (open) throw new FormulaError("brackets_open", { from, to });
      if (kind !== "name") throw new FormulaError("reference_wanted", { from, to });
      names.push({ name: text, from, to });
      this.#at += 1;
    } while (this.#takes("."));
    return { kind: "reference", names, from: names[0]?.from ?? 0, to: names.at(-1)?.to ?? 0 };
  }

  #call(): Node {
    const word = this.#next;
    this.#at += 1;
    const { from, text: name } = word;
    if (!this.#takes("(")) {
      if (name === "TRUE" || name === "FALSE") return { kind: "call", name, of: [], from, to: word.to };
      throw new FormulaError("function", word, { name });
    }
    return this.#deeper(word, () => {
      const of: Node[] = [];
      if (!this.#sees(")")) {
        do of.push(this.#comparison());
        while (this.#takes(",") || this.#takes(";"));
      }
      return { kind: "call", name, of, from, to: this.#closed() };
    });
  }

  #deeper<T>(at: Span, read: () => T): T {
    this.#nested += 1;
    if (this.#nested > MOST_NESTED) throw new FormulaError("deep", at, { most: MOST_NESTED });
    const found = read();
    this.#nested -= 1;
    return found;
  }

  #closed(): number {
    const { to } = this.#next;
    if (!this.#takes(")")) throw new FormulaError("brackets_open", this.#next);
    return to;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #sees(text: string): boolean {
    return this.#next.kind === "sign" && this.#next.text === text;
  }

  #takes(text: string): boolean {
    const there = this.#sees(text);
    if (there) this.#at += 1;
    return there;
  }

  #sign<T>(known: Readonly<Record<string, T>>): T | undefined {
    const { kind, text } = this.#next;
    const found = kind === "sign" ? known[text] : undefined;
    if (found !== undefined) this.#at += 1;
    return found;
  }
}
