/**
 * What fields, lines and choices are called in a formula, and which of them a name means.
 *
 * An id always means its own; a label means what alone has it, capitals aside. So a name that is written for something
 * is its label where that leads back to it, and its id elsewhere.
 */
import type { Entity } from "../../protocol";
import { equalKey } from "../../values/fold";
import type { FieldRule } from "../../values/types";
import { OWNER } from "../paths";
import type { Arguments } from "./syntax";

type Label = Readonly<Record<string, string | null>>;

export type FormulaEntity = Pick<Entity, "id"> &
  Partial<Pick<Entity, "label" | "plural" | "ownership">> & { readonly fields: readonly FieldRule[] };

/** The model that a formula speaks of, and the language that its labels are read in. */
export interface FormulaModel {
  readonly entities: readonly FormulaEntity[];
  readonly said: (label: Label | undefined) => string;
  /** What the owner of a record is called. */
  readonly ownerWord: string;
}

/** Lines of a record: the entity, and its lookup that points at the record. */
export interface Lines {
  readonly entity: string;
  readonly parent: string;
}

interface Named<T> {
  readonly id: string;
  readonly label: string;
  readonly one: T;
}

/** What a name means: one thing, or how the several that share it are told apart; nothing where `among` is empty. */
export type Found<T> = { readonly one: T } | { readonly among: readonly string[] };

/** A label that is longer says less than its id. */
const LONGEST_LABEL = 60;

export class Names {
  readonly #fields = new Map<string, readonly Named<FieldRule>[]>();
  readonly #lines = new Map<string, readonly Named<Lines>[]>();

  constructor(readonly model: FormulaModel) {}

  entity(id: string): FormulaEntity | undefined {
    return this.model.entities.find((one) => one.id === id);
  }

  /** The fields of an entity by their names, its owner among them where it has one. */
  fieldsOf(id: string): readonly Named<FieldRule>[] {
    let known = this.#fields.get(id);
    if (!known) {
      const entity = this.entity(id);
      known = (entity?.fields ?? []).map((one) => this.#named(one.id, one.label, one));
      if (entity && !known.some((one) => one.id === OWNER.id)) {
        known = [...known, { id: OWNER.id, label: this.model.ownerWord, one: OWNER }];
      }
      this.#fields.set(id, known);
    }
    return known;
  }

  /** The lines that an entity's records can have. */
  linesOf(id: string): readonly Named<Lines>[] {
    let known = this.#lines.get(id);
    if (!known) {
      known = this.model.entities.flatMap((entity) => {
        const lookups = this.fieldsOf(entity.id).filter(
          ({ one }) =>
            one.type === "lookup" &&
            one.target === id &&
            !one.several &&
            (one !== OWNER || entity.ownership === "person"),
        );
        return lookups.map(({ id: parent, label }): Named<Lines> => {
          const plural = this.model.said(entity.plural);
          const words = lookups.length === 1 ? plural : `${plural} (${label})`;
          return { id: `${entity.id}:${parent}`, label: plural && words, one: { entity: entity.id, parent } };
        });
      });
      this.#lines.set(id, known);
    }
    return known;
  }

  choicesOf(field: FieldRule): readonly Named<string>[] {
    return (field.choices ?? []).map(({ id, label }) => this.#named(id, label, id));
  }

  field(entity: string, name: string): Found<FieldRule> {
    return meant(this.fieldsOf(entity), name);
  }

  /** A field goes before lines of the same name; lines with one way to the record go by their entity's id too. */
  lines(entity: string, name: string): Found<Lines> {
    const all = this.linesOf(entity);
    const exact = all.find(({ id }) => id === name);
    if (exact) return exact;
    if ("one" in this.field(entity, name)) return { among: [] };
    const direct = all.filter(({ one }) => one.entity === name);
    return direct.length === 1 && direct[0] ? direct[0] : meant(all, name);
  }

  choice(field: FieldRule, name: string): Found<string> {
    return meant(this.choicesOf(field), name);
  }

  nameOfField(entity: string, id: string): string {
    return nameOf(this.fieldsOf(entity), id);
  }

  nameOfLines(entity: string, { entity: lines, parent }: Lines): string {
    const id = `${lines}:${parent}`;
    const label = nameOf(this.linesOf(entity), id);
    const leadsBack = (name: string) => {
      const found = this.lines(entity, name);
      return "one" in found && found.one.entity === lines && found.one.parent === parent;
    };
    return [label === id ? "" : label, lines].find((name) => name !== "" && leadsBack(name)) ?? id;
  }

  nameOfChoice(field: FieldRule, id: string): string {
    return nameOf(this.choicesOf(field), id);
  }

  #named<T>(id: string, label: Label | undefined, one: T): Named<T> {
    return { id, label: this.model.said(label), one };
  }
}

/** Say to whom a name could belong, for a sentence. */
export function choiceOfNames(among: readonly string[]): Arguments {
  return { among: among.join(", ") };
}

function meant<T>(all: readonly Named<T>[], name: string): Found<T> {
  const exact = all.find(({ id }) => id === name);
  if (exact) return exact;
  const key = equalKey(name);
  const same = key === "" ? [] : all.filter(({ label }) => label !== "" && equalKey(label) === key);
  const [only] = same;
  return only && same.length === 1 ? only : { among: same.map(({ id }) => id) };
}

function nameOf<T>(all: readonly Named<T>[], id: string): string {
  const own = all.find((one) => one.id === id);
  const label = own?.label.trim() ?? "";
  if (!own || label === "" || label.length > LONGEST_LABEL || /\s{2}|[\n\r\t]/.test(label)) return id;
  const back = meant(all, label);
  return "one" in back && back.one === own.one ? label : id;
}
