/**
 * The drafts on this phone, in memory and in the store.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { NewBlob } from "../../local/blobs";
import {
  discardFormDraft,
  draftBlobs,
  type FormDraft,
  formDrafts,
  keepFormDraft,
} from "../../local/form-drafts";
import { discardLeftValues, type LeftValues, leftValues } from "../../local/left-values";
import type { Storage } from "../../local/storage";

export class Drafts {
  readonly #all: Signal<readonly FormDraft[]> = signal([]);
  readonly #left: Signal<readonly LeftValues[]> = signal([]);

  constructor(private readonly storage: Storage) {}

  /** The latest first. */
  get all(): ReadonlySignal<readonly FormDraft[]> {
    return this.#all;
  }

  /** What was typed into records that are not to be seen any more. */
  get left(): ReadonlySignal<readonly LeftValues[]> {
    return this.#left;
  }

  /** How many there are of both. */
  get count(): number {
    return this.#all.value.length + this.#left.value.length;
  }

  /** Read what is here: another window may have kept some. @throws StorageFailed */
  async refresh(): Promise<void> {
    const [all, left] = await Promise.all([formDrafts(this.storage), leftValues(this.storage)]);
    this.#all.value = all;
    this.#left.value = left;
  }

  get(id: string): FormDraft | undefined {
    return this.#all.value.find((draft) => draft.id === id);
  }

  /** The one in which somebody edits a record by an action. */
  editing(action: string, record: string): FormDraft | undefined {
    return this.#all.peek().find((draft) => {
      return draft.action.kind === "edit" && draft.action.id === action && draft.record === record;
    });
  }

  /** @throws StorageFailed */
  pictures(draft: FormDraft): Promise<readonly NewBlob[]> {
    return draftBlobs(this.storage, draft);
  }

  /** @param pictures those of the draft that are not kept yet. @throws StorageFailed */
  async keep(draft: FormDraft, pictures: readonly NewBlob[]): Promise<void> {
    await keepFormDraft(this.storage, draft, pictures);
    this.#all.value = [draft, ...this.#without(draft.id)];
  }

  /** @throws StorageFailed */
  async discard(draft: FormDraft): Promise<void> {
    await discardFormDraft(this.storage, draft);
    this.became(draft.id);
  }

  /** @throws StorageFailed */
  async discardLeft(left: LeftValues): Promise<void> {
    await discardLeftValues(this.storage, left);
    this.#left.value = this.#left.peek().filter(({ id }) => id !== left.id);
  }

  /** It has become a change. */
  became(id: string): void {
    this.#all.value = this.#without(id);
  }

  #without(id: string): readonly FormDraft[] {
    return this.#all.peek().filter((draft) => draft.id !== id);
  }
}
