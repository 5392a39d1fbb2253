/**
 * The rules of a model asked of records on this phone: what fields begin with and are computed by, and what must hold.
 *
 * A value is computed when it is read, so that what a rule reads is there before it, in whatever record it stands. The
 * phone may not hold all that the office has: a rule that names a field which is not here, or walks to a record that
 * is not, tells nothing, and what the office last said stays. Mirrors `backend/records/computing.py`.
 */
import type { Asker } from "../expressions/asker";
import { held } from "../expressions/held";
import { fieldsAlong } from "../expressions/paths";
import { reads } from "../expressions/reads";
import { type RuleCondition, unsupportedInRule, type ValueTree } from "../expressions/rule-tree";
import { compileCondition, compileValue, type RuleSource, type Subject } from "../expressions/rules";
import type { Entity, Field, Model } from "../protocol";
import type { Values } from "../shared/json";
import { fieldsOf, findEntity, type Text } from "./find";

/** The records around those that are asked about, without what rules make of them. */
export interface Around {
  readonly lookup: (entity: string, record: string) => Values | undefined;
  readonly lines: (entity: string, parent: string, record: string) => Iterable<Subject>;
}

export type Severity = "error" | "warning" | "information";

/** What a record does not meet; without a message the field may not be empty. */
export interface Unmet {
  readonly id: string;
  readonly field: string | null;
  readonly message: Text | null;
  /** A record that does not meet an error is not accepted. */
  readonly severity: Severity;
  /** The record's own fields that it hangs on. */
  readonly reads: ReadonlySet<string>;
}

interface Made {
  readonly field: Field;
  readonly of: (subject: Subject) => unknown;
}

interface Demand extends Unmet {
  readonly holds: (subject: Subject) => boolean;
}

interface Ready {
  readonly computed: readonly Made[];
  readonly defaults: readonly Made[];
  readonly demands: readonly Demand[];
}

/** Tell whether an entity has rules that run on its records. */
export function hasRules({ fields, validities }: Entity): boolean {
  const ruled = fields.some((field) => field.computed ?? field.defaultRule ?? field.requiredWhen);
  return ruled || (validities ?? []).length > 0;
}

export class RecordRules {
  readonly #ready = new Map<string, Ready>();
  #unknown = false;

  constructor(
    private readonly model: Model,
    private readonly around: Around,
    private readonly asker: Asker,
    /** Tells whether what stands here of a record is more than the office has computed by. */
    private readonly moved: (entity: string, record: string) => boolean = () => false,
  ) {}

  /** A record's values, its computed ones as the rules make them. */
  computed(entity: string, subject: Subject): Values {
    return { ...this.#lively(subject, this.#readyOf(entity).computed) };
  }

  /** What a new record begins with by rules, where `given` says nothing; `fallback`: where they make nothing. */
  begun(entity: string, given: Values, fallback: Values = {}): Values {
    const { defaults, computed } = this.#readyOf(entity);
    const wanted = defaults.filter(({ field }) => !(field.id in given) && !field.readOnly);
    const made = this.#lively({ id: "", values: { ...fallback, ...given } }, [...wanted, ...computed]);
    const begun = wanted.map(({ field }) => [field.id, made[field.id] ?? fallback[field.id] ?? null]);
    return Object.fromEntries(begun.filter(([, value]) => value !== null));
  }

  /** The fields of a record that may not be empty as it stands. */
  needed(entity: string, subject: Subject): ReadonlySet<string> {
    const { computed, demands } = this.#readyOf(entity);
    const asked = { ...subject, values: this.#lively(subject, computed) };
    const needed = demands.filter((one) => {
      return one.message === null && this.#known(() => one.holds(asked)) === false;
    });
    return new Set(needed.map(({ id }) => id));
  }

  /** What a record does not meet, in the order of the model, remarks too. */
  unmet(entity: string, subject: Subject): readonly Unmet[] {
    const { computed, demands } = this.#readyOf(entity);
    const asked = { ...subject, values: this.#lively(subject, computed) };
    return demands.filter((one) => {
      const empty = one.message === null && (asked.values[one.field ?? ""] ?? null) !== null;
      return !empty && this.#known(() => one.holds(asked)) === false;
    });
  }

  /** What a rule makes of a record for a field; null where this phone cannot tell. */
  made(entity: string, rule: unknown, field: Field, subject: Subject): unknown {
    const of = this.#value(entity, rule);
    const asked = { ...subject, values: this.#lively(subject, this.#readyOf(entity).computed) };
    return (of && this.#known(() => held(of(asked), field))) ?? null;
  }

  /** Whether a condition over an entity's records is met by one; undefined where this phone cannot tell. */
  holds(entity: string, condition: RuleCondition, subject: Subject): boolean | undefined {
    const test = this.#condition(entity, condition);
    const asked = { ...subject, values: this.#lively(subject, this.#readyOf(entity).computed) };
    return test && this.#known(() => test(asked));
  }

  /** Ask a rule; undefined where it fails or comes upon what is not here, and so for whoever asks because of another. */
  #known<T>(ask: () => T): T | undefined {
    const outside = this.#unknown;
    this.#unknown = false;
    const answer = safely<T | undefined>(ask, undefined);
    const unknown = this.#unknown || answer === undefined;
    this.#unknown = outside || unknown;
    return unknown ? undefined : answer;
  }

  #lively({ id, values }: Subject, made: readonly Made[]): Values {
    const lively: Record<string, unknown> = { ...values };
    const subject = { id, values: lively };
    for (const { field, of } of made) {
      const stored = values[field.id] ?? null;
      let found: { readonly value: unknown } | undefined;
      let unknown = false;
      const get = () => {
        if (!found) {
          const value = this.#known(() => of(subject));
          unknown = value === undefined;
          found = { value: value === undefined ? stored : value };
        }
        this.#unknown ||= unknown;
        return found.value;
      };
      Object.defineProperty(lively, field.id, { get, enumerable: true, configurable: true });
    }
    return lively;
  }

  #readyOf(entity: string): Ready {
    let ready = this.#ready.get(entity);
    if (!ready) {
      const found = findEntity(this.model, entity);
      ready = found ? this.#made(found) : { computed: [], defaults: [], demands: [] };
      this.#ready.set(entity, ready);
    }
    return ready;
  }

  #made(entity: Entity): Ready {
    const made = (rule: (field: Field) => unknown) =>
      entity.fields.flatMap((field): Made[] => {
        const of = this.#value(entity.id, rule(field));
        return of ? [{ field, of: (subject) => held(of(subject), field) }] : [];
      });
    const needed = entity.fields.flatMap(({ id, requiredWhen }): Demand[] => {
      const when = requiredWhen && this.#condition(entity.id, requiredWhen);
      if (!when) return [];
      return [
        {
          id,
          field: id,
          message: null,
          severity: "error",
          reads: own(requiredWhen),
          holds: (one) => !when(one),
        },
      ];
    });
    const valid = (entity.validities ?? []).flatMap(
      ({ id, field, message, severity = "error", condition }): Demand[] => {
        const holds = this.#condition(entity.id, condition);
        return holds ? [{ id, field: field ?? null, message, severity, reads: own(condition), holds }] : [];
      },
    );
    return {
      computed: made(({ computed }) => computed),
      defaults: made(({ defaultRule }) => defaultRule),
      demands: [...needed, ...valid],
    };
  }

  #value(entity: string, tree: unknown): ((subject: Subject) => unknown) | null {
    if (!this.#canTell(entity, tree)) return null;
    return safely(() => compileValue(tree as ValueTree, this.#source(entity), this.asker), null);
  }

  #condition(entity: string, tree: unknown): ((subject: Subject) => boolean) | undefined {
    if (!this.#canTell(entity, tree)) return undefined;
    const source = this.#source(entity);
    return safely(() => compileCondition(tree as RuleCondition, source, this.asker), undefined);
  }

  /** Whether this app knows every operator of a rule, and this phone every field that it names. */
  #canTell(entity: string, tree: unknown): boolean {
    if (!tree || unsupportedInRule(tree).length > 0) return false;
    const { paths, lines } = reads(tree);
    const there = (holder: string, path: string) => fieldsAlong(path, this.#source(holder)) !== null;
    const ofLines = [...lines].every(([holder, all]) => [...all].every((path) => there(holder, path)));
    return ofLines && [...paths].every((path) => there(entity, path));
  }

  #source(entity: string): RuleSource {
    return {
      entity,
      fields: (id) => {
        const found = findEntity(this.model, id);
        return found && fieldsOf(found);
      },
      lookup: (target, id) => {
        const values = this.around.lookup(target, id);
        if (!values) this.#unknown = true;
        return values && this.#seen(target, { id, values });
      },
      lines: (lines, parent, id) =>
        [...this.around.lines(lines, parent, id)].map((line) => {
          return { id: line.id, values: this.#seen(lines, line) };
        }),
    };
  }

  /** What another record's rules read of this one: what the office has computed, unless more stands here. */
  #seen(entity: string, subject: Subject): Values {
    if (!this.moved(entity, subject.id)) return subject.values;
    return this.#lively(subject, this.#readyOf(entity).computed);
  }
}

function own(tree: unknown): ReadonlySet<string> {
  return new Set([...reads(tree).paths].map((path) => path.split(".", 1)[0] ?? path));
}

/** A rule that cannot be made ready tells nothing; it must not take the page along. */
function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
