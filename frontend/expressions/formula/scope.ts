/**
 * What references mean at one place of a formula: the fields of its entity, or of the lines that a sum goes over.
 *
 * Inside a sum a field may be named as of the line, `SUM([Lines], [Amount])`, or with the lines before it, as in
 * `SUM([Lines].[Amount])`.
 */
import type { FieldRule } from "../../values/types";
import { LONGEST_PATH } from "../checks";
import { LINES_FUNCTIONS } from "./functions";
import { choiceOfNames, type Lines, type Names } from "./names";
import { FormulaError, type Name, type Node } from "./syntax";

export interface Reached {
  readonly path: string;
  readonly field: FieldRule;
}

export class Scope {
  constructor(
    readonly names: Names,
    readonly entity: string,
    /** The scope around a sum, and the lines that the sum goes over. */
    readonly around?: { readonly scope: Scope; readonly lines: Lines },
  ) {}

  inside(lines: Lines): Scope {
    return new Scope(this.names, lines.entity, { scope: this, lines });
  }

  /** Return the lines that a name means, if it means any. @throws FormulaError where it could mean several */
  linesNamed({ name, from, to }: Name): Lines | null {
    const found = this.names.lines(this.entity, name);
    if ("one" in found) return found.one;
    if (found.among.length === 0) return null;
    throw new FormulaError("ambiguous", { from, to }, { name, ...choiceOfNames(found.among) });
  }

  /** Walk a reference to the field at its end. @throws FormulaError */
  reach(names: readonly Name[]): Reached {
    const [first, ...rest] = names;
    if (first && rest.length > 0 && this.around && !this.#has(first)) {
      const lines = this.around.scope.linesNamed(first);
      if (lines?.entity === this.around.lines.entity && lines.parent === this.around.lines.parent) {
        return this.#walk(rest);
      }
    }
    return this.#walk(names);
  }

  #has({ name }: Name): boolean {
    const found = this.names.field(this.entity, name);
    return "one" in found || found.among.length > 0;
  }

  #walk(names: readonly Name[]): Reached {
    if (names.length > LONGEST_PATH + 1) {
      throw new FormulaError("field_path", spanOf(names), { most: LONGEST_PATH });
    }
    const path: string[] = [];
    let entity: string | null | undefined = this.entity;
    let field: FieldRule | undefined;
    for (const name of names) {
      if (field && !entity) throw new FormulaError("no_lookup", name, { name: path.at(-1) ?? "" });
      field = this.#field(entity ?? "", name);
      path.push(field.id);
      entity = field.type === "lookup" && !field.several ? field.target : null;
    }
    if (!field) throw new FormulaError("reference_wanted", spanOf(names));
    return { path: path.join("."), field };
  }

  #field(entity: string, { name, from, to }: Name): FieldRule {
    const found = this.names.field(entity, name);
    if ("one" in found) return found.one;
    if (found.among.length > 0) {
      throw new FormulaError("ambiguous", { from, to }, { name, ...choiceOfNames(found.among) });
    }
    if ("one" in this.names.lines(entity, name))
      throw new FormulaError("lines_alone", { from, to }, { name });
    throw new FormulaError("no_field", { from, to }, { name: name.slice(0, 60) });
  }
}

function spanOf(names: readonly Name[]): { from: number; to: number } {
  return { from: names[0]?.from ?? 0, to: names.at(-1)?.to ?? 0 };
}

/** Return the references of a part of a formula, without those inside functions that may go over other lines. */
export function ownReferences(node: Node): readonly (readonly Name[])[] {
  switch (node.kind) {
    case "reference":
      return [node.names];
    case "group":
      return ownReferences(node.of);
    case "operation":
    case "comparison":
      return node.of.flatMap(ownReferences);
    case "call":
      return Object.hasOwn(LINES_FUNCTIONS, node.name) ? [] : node.of.flatMap(ownReferences);
    default:
      return [];
  }
}
