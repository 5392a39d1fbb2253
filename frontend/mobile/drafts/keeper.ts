/**
 * Keeping a form as a draft while somebody types: one write at a time, and the last one has everything.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { NewBlob } from "../../local/blobs";
import { type FormDraft, withoutDraft } from "../../local/form-drafts";
import type { Operation } from "../../local/storage";
import { type Clock, instant } from "../../shared/clock";
import { same } from "../../shared/json";
import type { Drafts } from "./drafts";

/** What is known of a draft when its form is opened. */
export type Beginning = Omit<FormDraft, "typed" | "blobs" | "at">;

interface KeeperParts {
  readonly form: WholeForm;
  readonly beginning: Beginning;
  readonly drafts: Drafts;
  readonly clock: Clock;
  /** The pictures that were taken on this phone, among those that values refer to. */
  readonly taken: (values: readonly unknown[]) => readonly NewBlob[];
}

export class DraftKeeper {
  readonly #kept: Signal<FormDraft | null>;
  readonly #failed: Signal<boolean> = signal(false);
  /** When what is on the screen was kept, a UTC instant; null: it is not on the disk. */
  readonly keptAt: ReadonlySignal<string | null> = computed(() => {
    return this.#failed.value ? null : (this.#kept.value?.at ?? null);
  });
  readonly #parts: KeeperParts;
  #writing: Promise<void> = Promise.resolve();
  #waits = false;
  /** Its writer has asked for it: it is kept even where nothing was typed. */
  #asked = false;
  /** It is becoming a change or going: nothing is written any more. */
  #over = false;
  /** Its form was left, or it was thrown away. */
  #left = false;
  #stop: (() => void) | null = null;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#kept = signal(parts.drafts.get(parts.beginning.id) ?? null);
  }

  /** Follow the form; the function that is returned ends it, and what was typed last is kept still. */
  follow(): () => void {
    let begins = true;
    this.#left = false;
    this.#parts.drafts.open.add(this.#parts.beginning.id);
    if (!this.#over)
      this.#stop ??= this.#parts.form.typed.subscribe(({ inputs, lines }) => {
        // What a draft that goes on held already needs no write
        const kept = this.#kept.peek()?.typed;
        if (!begins || !same({ inputs, lines }, { inputs: kept?.inputs ?? {}, lines: kept?.lines }))
          this.#note();
        begins = false;
      });
    return () => {
      this.#left = true;
      this.#parts.drafts.open.delete(this.#parts.beginning.id);
      this.#end();
    };
  }

  /** Keep what was typed so far now; says whether the store took it. */
  async keep(): Promise<boolean> {
    this.#asked = true;
    this.#note();
    await this.#writing;
    return !this.#failed.peek();
  }

  /** Follow no more and throw the draft away. @throws StorageFailed */
  async discard(): Promise<void> {
    this.#left = true;
    this.#over = true;
    this.#end();
    await this.#writing;
    const kept = this.#kept.peek();
    if (kept) await this.#parts.drafts.discard(kept);
    this.#kept.value = null;
  }

  /**
   * Make the draft into a change.
   *
   * @param save keeps the change together with the writes by which the draft goes, and tells whether it did
   */
  async submit(save: (beside: readonly Operation[]) => Promise<boolean>): Promise<boolean> {
    this.#over = true;
    this.#end();
    await this.#writing;
    const kept = this.#kept.peek();
    const saved = await save(kept ? withoutDraft(kept) : []);
    if (saved && kept) this.#parts.drafts.became(kept.id);
    if (this.#left) return saved;
    this.#over = saved;
    this.follow();
    return saved;
  }

  #end(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #note(): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#writing = this.#writing.then(() => {
      this.#waits = false;
      return this.#write();
    });
  }

  async #write(): Promise<void> {
    const { form, drafts } = this.#parts;
    const kept = this.#kept.peek();
    try {
      if (form.dirty.peek() || (this.#asked && this.#says())) this.#kept.value = await this.#keep(kept);
      else if (kept) {
        await drafts.discard(kept);
        this.#kept.value = null;
      }
      this.#failed.value = false;
    } catch {
      // The store tells of its failure itself; the form stays open, and the next key tries again.
      this.#failed.value = true;
    }
  }

  /** Whether saving the form changes anything: a new record does, and one that the form itself sets fields of. */
  #says(): boolean {
    const { form, beginning } = this.#parts;
    return beginning.action.kind === "create" || Object.keys(form.head.edits).length > 0;
  }

  async #keep(kept: FormDraft | null): Promise<FormDraft> {
    const { form, beginning, drafts, clock, taken } = this.#parts;
    const pictures = taken(form.values);
    const known = new Set(kept?.blobs ?? []);
    const draft: FormDraft = {
      ...beginning,
      typed: form.typed.peek(),
      blobs: [...new Set([...known, ...pictures.map(({ id }) => id)])],
      at: instant(clock),
    };
    await drafts.keep(
      draft,
      pictures.filter(({ id }) => !known.has(id)),
    );
    return draft;
  }
}
