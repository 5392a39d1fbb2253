/**
 * A form while someone fills it in: what each control holds, what that means, and what is wrong with it.
 *
 * Inputs are kept as typed, so nothing jumps under the finger; values are read from them. In a form over a record
 * each field remembers what stood there when it was first touched, which is what the office merges by.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FieldControl } from "../../fields/contract";
import { type Edits, edited } from "../../local/editing";
import type { LocalRecord } from "../../local/record";
import type { Field } from "../../protocol";
import { same, type Values } from "../../shared/json";
import { parse, validate } from "../../values/registry";
import type { ValueProblem } from "../../values/result";
import type { Reading, Value } from "../../values/types";

export interface FormField {
  /** The node of the action that shows it. */
  readonly node: string;
  readonly field: Field;
  readonly label: string;
  readonly help: string;
  readonly readOnly: boolean;
}

interface FormParts {
  readonly fields: readonly FormField[];
  readonly controls: Readonly<Record<Field["type"], FieldControl>>;
  readonly reading: Reading;
  /** What the fields hold at first. */
  readonly values: Values;
  /** The record that is edited; none for a new one. */
  readonly record?: LocalRecord;
}

type Problems = ReadonlyMap<string, ValueProblem>;

export class FormState {
  readonly fields: readonly FormField[];
  readonly #inputs: Signal<ReadonlyMap<string, unknown>>;
  readonly #values: Signal<Values>;
  readonly #edits: Signal<Edits> = signal({});
  readonly #unread: Signal<Problems> = signal(new Map());
  readonly #shown: Signal<ReadonlySet<string>> = signal(new Set());
  readonly #first: Values;
  readonly #reading: Reading;
  /** Whether anything was changed. */
  readonly dirty: ReadonlySignal<boolean>;
  /** What is wrong with fields that were left, or with any once the form was to be saved. */
  readonly problems: ReadonlySignal<Problems>;

  constructor({ fields, controls, reading, values, record }: FormParts) {
    this.fields = fields;
    this.#reading = reading;
    this.#first = values;
    this.#values = signal(values);
    const begun = fields.map(({ field }) => {
      const value = (values[field.id] as Value | undefined) ?? null;
      return [field.id, controls[field.type].begin(value, field, reading)] as const;
    });
    this.#inputs = signal(new Map(begun));
    this.dirty = computed(() => {
      const now = this.#values.value;
      const read = fields.some(({ field }) => !same(now[field.id], this.#first[field.id]));
      return (
        read ||
        this.#unread.value.size > 0 ||
        (record !== undefined && Object.keys(this.#edits.value).length > 0)
      );
    });
    this.problems = computed(() => {
      const shown = this.#shown.value;
      return new Map([...this.#all()].filter(([field]) => shown.has(field)));
    });
  }

  input(field: string): unknown {
    return this.#inputs.value.get(field);
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
    this.#inputs.value = new Map(this.#inputs.peek()).set(id, input);
    const read = parse(input, field, this.#reading);
    const unread = new Map(this.#unread.peek());
    if (read.problem) unread.set(id, read.problem);
    else unread.delete(id);
    this.#unread.value = unread;
    if (read.problem) return;
    this.#values.value = { ...this.#values.peek(), [id]: read.value };
    if (record) this.#edits.value = edited(this.#edits.peek(), record, id, read.value);
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
    for (const { field, readOnly } of this.fields) {
      if (readOnly || problems.has(field.id)) continue;
      const problem = validate(values[field.id] ?? null, field);
      if (problem) problems.set(field.id, problem);
    }
    return problems;
  }

  #field(id: string): Field | undefined {
    return this.fields.find(({ field }) => field.id === id)?.field;
  }
}
