/**
 * A form with its lines: one piece of work, that is kept, checked and saved as one.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { FormAct } from "../../local/commands";
import type { TypedForm } from "../../local/form-drafts";
import type { FormState } from "./form-state";
import type { LineForms, WrongLine } from "./line-forms";

/** Where a form is wrong first: a field of its own, a field of a line, or how many lines there are. */
export type Wrong = { readonly field: string } | { readonly lines: string; readonly at: WrongLine | "count" };

export class WholeForm {
  /** Whether anything was changed. */
  readonly dirty: ReadonlySignal<boolean>;
  /** What a draft keeps of it. */
  readonly typed: ReadonlySignal<TypedForm>;

  constructor(
    readonly head: FormState,
    readonly lines: readonly LineForms[] = [],
  ) {
    this.dirty = computed(() => head.dirty.value || lines.some(({ dirty }) => dirty.value));
    this.typed = computed(() => {
      if (lines.length === 0) return head.typed.value;
      const own = lines.map(({ set, typed }) => [set.id, typed.value]);
      return { ...head.typed.value, lines: Object.fromEntries(own) };
    });
  }

  /** All that it holds, such as pictures. */
  get values(): readonly unknown[] {
    return [...Object.values(this.head.values), ...this.lines.flatMap(({ values }) => values)];
  }

  /** Inputs that are still being made; each says whether it came to be. */
  get making(): readonly Promise<boolean>[] {
    return [...this.head.making, ...this.lines.flatMap(({ making }) => making)];
  }

  /** Check everything; tells where it is wrong first. */
  check(): Wrong | null {
    const field = this.head.check();
    const wrong = this.lines.map((lines) => ({ lines: lines.set.id, at: lines.check() }));
    if (field !== null) return { field };
    for (const { lines, at } of wrong) if (at !== null) return { lines, at };
    return null;
  }

  /** What it says of its record and of the lines: together one change. */
  acts(kind: "create" | "edit", entity: string, record: string): readonly FormAct[] {
    const below = this.lines.flatMap((lines) => lines.acts(record));
    if (kind === "create") return [{ kind, entity, record, values: this.head.values }, ...below];
    const edits = { ...this.head.edits };
    return Object.keys(edits).length > 0 ? [{ kind: "set", entity, record, edits }, ...below] : below;
  }
}

/** The values that acts of a form write. */
export function writtenBy(acts: readonly FormAct[]): readonly unknown[] {
  return acts.flatMap((act) => {
    if (act.kind === "create") return Object.values(act.values);
    return act.kind === "set" ? Object.values(act.edits).map(({ value }) => value) : [];
  });
}
