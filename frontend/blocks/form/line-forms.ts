/**
 * The lines of a form while someone fills it in: those that are there, those he adds, and those he takes out.
 *
 * Each line is a form of its own, so what holds for forms holds here: inputs as typed, edits with what was seen. Lines
 * that come or go at the office meanwhile come and go here; what was typed into one that has gone stays.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FormAct } from "../../local/commands";
import { resumed } from "../../local/editing";
import type { DraftLines, TypedLine } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import type { Values } from "../../shared/json";
import type { FormRules } from "./form-rules";
import { type FormParts, FormState } from "./form-state";

export interface FormLine {
  readonly record: string;
  readonly form: FormState;
  /** Of a line that was added: what it held at first. */
  readonly start: Values | null;
}

/** A line that is wrong, and the field of it. */
export interface WrongLine {
  readonly record: string;
  readonly field: string;
}

/** More or fewer lines than the form takes. */
export interface WrongCount {
  readonly code: "few" | "many";
  readonly limit: number;
}

interface LineParts extends Pick<FormParts, "controls" | "reading"> {
  readonly set: DraftLines;
  /** The record that the lines are of is being made, so it has none but these. */
  readonly fresh: boolean;
  readonly typed?: readonly TypedLine[];
  readonly rules?: FormRules | undefined;
}

/** A line that was taken out: the version that was seen, and its form if it was open. */
interface Removed {
  readonly version: number;
  readonly line: FormLine | null;
}

export class LineForms {
  readonly set: DraftLines;
  readonly #parts: LineParts;
  readonly #lines: Signal<readonly FormLine[]> = signal([]);
  readonly #removed: Signal<ReadonlyMap<string, Removed>> = signal(new Map());
  readonly #counted: Signal<boolean> = signal(false);
  /** Lines of a draft whose records have not been looked for yet. */
  #resumes: ReadonlyMap<string, TypedLine>;
  /** Lines whose records are not there any more. */
  readonly #lost = new Set<string>();
  readonly dirty: ReadonlySignal<boolean>;
  /** What a draft keeps of them. */
  readonly typed: ReadonlySignal<readonly TypedLine[]>;
  /** What is wrong with how many there are, once the form was to be saved. */
  readonly wrongCount: ReadonlySignal<WrongCount | null>;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.set = parts.set;
    const typed = parts.typed ?? [];
    this.#lines.value = typed.flatMap(({ record, start, typed }) => {
      return start ? [{ record, start, form: this.#form({ record, fresh: true }, start, typed) }] : [];
    });
    const removed = typed.filter((line) => line.removed !== undefined);
    this.#removed.value = new Map(
      removed.map((line) => [line.record, { version: line.removed ?? 0, line: null }]),
    );
    this.#resumes = new Map(
      typed
        .filter(({ start, removed }) => !start && removed === undefined)
        .map((line) => [line.record, line]),
    );
    this.dirty = computed(() => {
      const touched = this.#lines.value.some(({ start, form }) => start !== null || form.dirty.value);
      return touched || this.#removed.value.size > 0;
    });
    this.typed = computed(() => this.#typedNow());
    this.wrongCount = computed(() => (this.#counted.value ? this.#countProblem() : null));
  }

  /** Those on show. */
  get lines(): readonly FormLine[] {
    return this.#lines.value;
  }

  /** What all of them hold. */
  get values(): readonly unknown[] {
    return this.#lines.value.flatMap(({ form }) => Object.values(form.values));
  }

  /** As of the form, for all lines. */
  get making(): readonly Promise<boolean>[] {
    return this.#lines.value.flatMap(({ form }) => form.making);
  }

  add(record: string): FormLine {
    const start = this.#parts.rules?.startOf(this.set) ?? this.set.start;
    const line = { record, start, form: this.#form({ record, fresh: true }, start) };
    this.#lines.value = [...this.#lines.peek(), line];
    return line;
  }

  /** Take a line out; the function that is returned puts it back where it was. */
  remove(line: FormLine, version: number): () => void {
    const at = this.#lines.peek().indexOf(line);
    batch(() => {
      this.#lines.value = this.#lines.peek().filter((one) => one !== line);
      if (line.start || this.#lost.has(line.record)) return;
      this.#removed.value = new Map(this.#removed.peek()).set(line.record, { version, line });
    });
    return () =>
      batch(() => {
        if (this.#lines.peek().some(({ record }) => record === line.record)) return;
        this.#lines.value = this.#lines.peek().toSpliced(at, 0, line);
        const removed = new Map(this.#removed.peek());
        removed.delete(line.record);
        this.#removed.value = removed;
      });
  }

  /**
   * Follow the lines as they are now.
   *
   * @param records the lines of the record that this phone shows
   * @param knows whether this person may still see a field of them
   */
  follow(records: readonly LocalRecord[], knows: (field: string) => boolean): void {
    const here = new Map(records.map((record) => [record.id, record]));
    const resumes = this.#resumes;
    this.#resumes = new Map();
    batch(() => {
      const known = new Set([
        ...this.#lines.peek().map(({ record }) => record),
        ...this.#removed.peek().keys(),
      ]);
      for (const line of this.#lines.peek()) if (!line.start) this.#heed(line, here.get(line.record), knows);
      const stay = this.#lines.peek().filter(({ start, record, form }) => {
        return start !== null || here.has(record) || form.touched.length > 0;
      });
      const come = [...records]
        .filter(({ id }) => !known.has(id))
        .map((record) => this.#open(record, resumes));
      const gone = [...resumes.values()].filter(({ record }) => !here.has(record) && !known.has(record));
      for (const { record } of gone) this.#lost.add(record);
      const typed = gone.map((line): FormLine => {
        const { record, typed } = line;
        return { record, start: null, form: this.#form({ record, fresh: false }, {}, typed) };
      });
      const there = [...stay.filter(({ start }) => !start), ...come, ...typed];
      const next = [
        ...there.sort((a, b) => (a.record < b.record ? -1 : 1)),
        ...stay.filter(({ start }) => start),
      ];
      const before = this.#lines.peek();
      if (next.length !== before.length || next.some((line, i) => line !== before[i]))
        this.#lines.value = next;
    });
  }

  /** Check everything; returns the first field that is wrong, or "count" where there are too few or too many. */
  check(): WrongLine | "count" | null {
    this.#counted.value = true;
    const wrong = this.#lines.peek().map(({ record, form }) => ({ record, field: form.check() }));
    const first = wrong.find(({ field }) => field !== null);
    if (first?.field) return { record: first.record, field: first.field };
    return this.#countProblem() ? "count" : null;
  }

  /** What the lines make of a change of the record that they are of. */
  acts(parent: string): readonly FormAct[] {
    const { entity } = this.set;
    const written = this.#lines.peek().flatMap(({ record, start, form }): FormAct[] => {
      if (start) {
        return [{ kind: "create", entity, record, values: { ...form.values, [this.set.parent]: parent } }];
      }
      const edits = { ...form.edits };
      return Object.keys(edits).length > 0 ? [{ kind: "set", entity, record, edits }] : [];
    });
    const removed = [...this.#removed.peek()].map(([record, { version }]): FormAct => {
      return { kind: "delete", entity, record, base: version };
    });
    return [...written, ...removed];
  }

  /** A form never asks for what was so before it: only what it adds can be too many, only what it takes out too few. */
  #countProblem(): WrongCount | null {
    const lines = this.#lines.value;
    const { least, most } = this.set;
    if (lines.length < least && (this.#parts.fresh || this.#removed.value.size > 0)) {
      return { code: "few", limit: least };
    }
    return lines.length > most && lines.some(({ start }) => start) ? { code: "many", limit: most } : null;
  }

  #typedNow(): readonly TypedLine[] {
    const removed = [...this.#removed.value].map(([record, { version }]): TypedLine => {
      return { record, removed: version, typed: { inputs: {}, edits: {} } };
    });
    const lines = this.#lines.value.flatMap(({ record, start, form }): TypedLine[] => {
      const typed = form.typed.value;
      if (start) return [{ record, start, typed }];
      const touched = Object.keys(typed.inputs).length > 0 || Object.keys(typed.edits).length > 0;
      return touched ? [{ record, typed }] : [];
    });
    return [...this.#resumes.values(), ...lines, ...removed];
  }

  #open(record: LocalRecord, resumes: ReadonlyMap<string, TypedLine>): FormLine {
    const typed = resumes.get(record.id)?.typed;
    const seen = typed && { ...typed, edits: resumed(typed.edits, record) };
    const form = this.#form({ record: record.id, fresh: false }, record.values, seen);
    return { record: record.id, start: null, form };
  }

  /** The office's values go with the record or the right to see them, and come back with it. */
  #heed({ record: id, form }: FormLine, record: LocalRecord | undefined, knows: (field: string) => boolean) {
    if (!record) {
      if (!this.#lost.has(id)) form.forget(() => true);
      this.#lost.add(id);
      return;
    }
    if (this.#lost.delete(id)) form.recall(record.values);
    const hidden = form.fields.map(({ field }) => field.id).filter((field) => !knows(field));
    if (hidden.length > 0) form.forget((field) => hidden.includes(field));
  }

  #form(of: { record: string; fresh: boolean }, values: Values, typed?: TypedLine["typed"]): FormState {
    const { controls, reading, set, rules } = this.#parts;
    const { fields } = set;
    const ruled = rules && {
      ruled: (form: FormState) => rules.ofLine(set, of.record, form, of.fresh),
    };
    return new FormState({ fields, controls, reading, values, ...(typed && { typed }), ...ruled });
  }
}
