/**
 * A form while someone fills it in: what each control holds, what that means, and what is wrong with it.
 *
 * Inputs are kept as typed, so nothing jumps under the finger; values are read from them. In a form over a record
 * each field remembers what stood there when it was first touched, which is what the office merges by. When the
 * office's values have to go from under the form, what was typed is left.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FieldControl } from "../../fields/contract";
import { allToMatch } from "../../fields/lookup/to-match";
import { type Edits, edited } from "../../local/editing";
import type { DraftField, Typed } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import { scrubbedEdits } from "../../local/scrubbing";
import type { Field } from "../../protocol";
import { same, type Values } from "../../shared/json";
import { parse, validate } from "../../values/registry";
import type { ValueProblem } from "../../values/result";
import type { Reading, Value } from "../../values/types";

/** `node` is that of the action that shows it. */
export type FormField = DraftField;

/** What is wrong with a field: with its value, or by a rule in the designer's words. */
export type FormProblem =
  | ValueProblem
  | {
      readonly code: "unmet-rule" | "needed" | "to-match";
      readonly arguments: Readonly<Record<string, string>>;
    };

/** What is said at a field although the form may be saved. */
export interface FormRemark {
  readonly severity: "warning" | "information";
  readonly text: string;
}

/** What rules say of a form at this moment; fields by their ids. */
export interface Verdict {
  /** The values of computed fields. */
  readonly computed: Values;
  readonly hidden: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  readonly readOnly: ReadonlySet<string>;
  readonly problems: ReadonlyMap<string, FormProblem>;
  readonly remarks: ReadonlyMap<string, FormRemark>;
}

type Controls = Readonly<Record<Field["type"], FieldControl>>;

export interface FormParts {
  readonly fields: readonly FormField[];
  readonly controls: Controls;
  readonly reading: Reading;
  /** What the fields hold at first. */
  readonly values: Values;
  /** What the form itself sets in a record when it opens. */
  readonly begins?: Edits | undefined;
  /** What was typed before, when it goes on from a draft. */
  readonly typed?: Typed;
  /** What rules say of it, where there are any; signals are read. */
  readonly ruled?: (form: FormState) => Verdict;
}

type Problems = ReadonlyMap<string, FormProblem>;

export class FormState {
  readonly #whole: readonly FormField[];
  readonly #controls: Controls;
  readonly #fields: Signal<readonly FormField[]>;
  readonly #inputs: Signal<ReadonlyMap<string, unknown>>;
  readonly #values: Signal<Values>;
  readonly #edits: Signal<Edits> = signal({});
  readonly #unread: Signal<Problems> = signal(new Map());
  readonly #shown: Signal<ReadonlySet<string>> = signal(new Set());
  readonly #making: Signal<readonly Promise<boolean>[]> = signal([]);
  #first: Values;
  #begins: Edits;
  readonly #reading: Reading;
  readonly #verdict: ReadonlySignal<Verdict | undefined>;
  readonly #shownFields: ReadonlySignal<readonly FormField[]>;
  /** Whether anything was changed. */
  readonly dirty: ReadonlySignal<boolean>;
  /** What a draft keeps of it. */
  readonly typed: ReadonlySignal<Typed>;
  /** What is wrong with fields that were left, or with any once the form was to be saved. */
  readonly problems: ReadonlySignal<Problems>;

  constructor({ fields, controls, reading, values: plain, begins = {}, typed, ruled }: FormParts) {
    const set = Object.entries(begins).map(([field, { value }]) => [field, value]);
    const values: Values = { ...plain, ...Object.fromEntries(set) };
    this.#whole = fields;
    this.#fields = signal(fields);
    this.#controls = controls;
    this.#reading = reading;
    this.#first = values;
    this.#begins = begins;
    this.#values = signal(values);
    this.#inputs = signal(new Map(fields.map(({ field }) => [field.id, this.#begun(field, values)])));
    this.#verdict = computed(() => ruled?.(this));
    this.#shownFields = computed(() => {
      const verdict = this.#verdict.value;
      return verdict ? this.#fields.value.map((field) => ruledField(field, verdict)) : this.#fields.value;
    });
    // These outlive what the office may take away: they must not hold on to what the form was made of
    this.dirty = computed(() => this.making.length > 0 || this.#isDirty());
    this.typed = computed(() => this.#typedNow());
    this.problems = computed(() => {
      const shown = this.#shown.value;
      return new Map([...this.#all()].filter(([field]) => shown.has(field)));
    });
    for (const [field, input] of Object.entries(typed?.inputs ?? {})) this.set(field, input);
    this.#edits.value = typed?.edits ?? begins;
  }

  /** Those on show, as rules have them: all, until the office's values of some have gone. */
  get fields(): readonly FormField[] {
    return this.#shownFields.value;
  }

  /** The same as they were placed, whatever rules say. */
  get placed(): readonly FormField[] {
    return this.#fields.value;
  }

  /** Those that hold something that was typed. */
  get touched(): readonly FormField[] {
    const edits = this.#edits.value;
    const unread = this.#unread.value;
    return this.#fields.value.filter(({ field: { id } }) => id in edits || unread.has(id));
  }

  #typedNow(): Typed {
    const inputs = this.#inputs.value;
    const values = this.#values.value;
    const typed = this.#fields.value.filter(({ field: { id } }) => {
      return this.#isTouched(id) || !same(values[id] ?? null, this.#first[id] ?? null);
    });
    return {
      inputs: Object.fromEntries(typed.map(({ field: { id } }) => [id, inputs.get(id)])),
      edits: this.#edits.value,
    };
  }

  /** Let go of the office's values of these fields: what was not touched goes, what was typed stays. */
  forget(hides: (field: string) => boolean): void {
    const stays = (field: string) => !hides(field) || this.#isTouched(field);
    const without = (values: Values, keep: (field: string) => boolean) =>
      Object.fromEntries(Object.entries(values).filter(([field]) => keep(field)));
    batch(() => {
      this.#fields.value = this.#fields.peek().filter(({ field }) => stays(field.id));
      this.#inputs.value = new Map([...this.#inputs.peek()].filter(([field]) => stays(field)));
      this.#first = without(this.#first, (field) => !hides(field));
      this.#begins = scrubbedEdits(this.#begins, hides);
      this.#values.value = without(this.#values.peek(), stays);
      this.#edits.value = scrubbedEdits(this.#edits.peek(), hides);
    });
  }

  /** The record is there again: show all fields, those that were not touched as it has them. */
  recall(values: Values): void {
    const touched = this.#whole.map(({ field }) => field.id).filter((field) => this.#isTouched(field));
    const typed = touched.flatMap((field) => {
      return field in this.#values.peek() ? [[field, this.#values.peek()[field]]] : [];
    });
    const inputs = this.#whole.map(({ field }): [string, unknown] => {
      const { id } = field;
      return [id, touched.includes(id) ? this.#inputs.peek().get(id) : this.#begun(field, values)];
    });
    batch(() => {
      this.#fields.value = this.#whole;
      this.#first = values;
      this.#inputs.value = new Map(inputs);
      this.#values.value = { ...values, ...Object.fromEntries(typed) };
    });
  }

  input(id: string): unknown {
    const verdict = this.#verdict.value;
    const computed = verdict && this.#field(id);
    if (!computed || (computed.computed ?? null) === null) return this.#inputs.value.get(id);
    return this.#begun(computed, verdict.computed);
  }

  /** Whether a field shows what this phone has computed, and the office has not yet. */
  provisional(id: string): boolean {
    const verdict = this.#verdict.value;
    if (!verdict || (this.#field(id)?.computed ?? null) === null) return false;
    return !same(verdict.computed[id] ?? null, this.#first[id] ?? null);
  }

  /** What rules have to say at a field although the form may be saved. */
  remark(id: string): FormRemark | undefined {
    return this.#verdict.value?.remarks.get(id);
  }

  /** The values as far as they could be read. */
  get values(): Values {
    return this.#values.value;
  }

  get edits(): Edits {
    return this.#edits.value;
  }

  /** Take what a control holds now; `record` is what the user sees of the record at this moment. */
  set(id: string, input: unknown, record?: LocalRecord): void {
    const field = this.#field(id);
    if (!field) return;
    const [words] = allToMatch(input);
    const read = words === undefined ? parse(input, field, this.#reading) : { problem: toMatch(words) };
    const unread = new Map(this.#unread.peek());
    if (read.problem) unread.set(id, read.problem);
    else unread.delete(id);
    batch(() => {
      this.#inputs.value = new Map(this.#inputs.peek()).set(id, input);
      this.#unread.value = unread;
      if (read.problem) return;
      this.#values.value = { ...this.#values.peek(), [id]: read.value };
      if (record) this.#edits.value = edited(this.#edits.peek(), record, id, read.value);
    });
  }

  /** Inputs that controls are still making, such as photos; each says whether it came to be. */
  get making(): readonly Promise<boolean>[] {
    return this.#making.value;
  }

  waitFor(work: Promise<boolean>): void {
    this.#making.value = [...this.#making.peek(), work];
    const done = () => {
      this.#making.value = this.#making.peek().filter((one) => one !== work);
    };
    work.then(done, done);
  }

  /** The finger has left the field: from now on it may be told that it is wrong. */
  leave(id: string): void {
    if (this.#unread.peek().has(id)) this.#shown.value = new Set([...this.#shown.peek(), id]);
  }

  /** Check everything; returns the first field that is wrong. */
  check(): string | null {
    this.#shown.value = new Set(this.fields.map(({ field }) => field.id));
    const wrong = this.#all();
    return this.fields.find(({ field }) => wrong.has(field.id))?.field.id ?? null;
  }

  #all(): Problems {
    const problems = new Map(this.#unread.value);
    const values = this.#values.value;
    for (const { field, readOnly, hidden } of this.fields) {
      if (readOnly || hidden || problems.has(field.id)) continue;
      const problem = validate(values[field.id] ?? null, field);
      if (problem) problems.set(field.id, problem);
    }
    for (const [field, problem] of this.#verdict.value?.problems ?? [])
      if (!problems.has(field)) problems.set(field, problem);
    return problems;
  }

  #begun(field: Field, values: Values): unknown {
    const value = (values[field.id] as Value | undefined) ?? null;
    return this.#controls[field.type].begin(value, field, this.#reading);
  }

  #isDirty(): boolean {
    const now = this.#values.value;
    return (
      this.#fields.value.some(({ field }) => !same(now[field.id], this.#first[field.id])) ||
      this.#unread.value.size > 0 ||
      !same(this.#edits.value, this.#begins)
    );
  }

  #isTouched(field: string): boolean {
    return field in this.#edits.peek() || this.#unread.peek().has(field);
  }

  #field(id: string): Field | undefined {
    return this.placed.find(({ field }) => field.id === id)?.field;
  }
}

function toMatch(words: string): FormProblem {
  return { code: "to-match", arguments: { words } };
}

function ruledField(one: FormField, { hidden, required, readOnly }: Verdict): FormField {
  const { id } = one.field;
  const changed = hidden.has(id) || required.has(id) || readOnly.has(id);
  if (!changed) return one;
  return {
    ...one,
    field: { ...one.field, required: one.field.required || required.has(id) },
    readOnly: one.readOnly || readOnly.has(id),
    hidden: one.hidden || hidden.has(id),
  };
}
