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
import type { Storage } from "../../local/storage";

export class Drafts {
  readonly #all: Signal<readonly FormDraft[]> = signal([]);

  constructor(private readonly storage: Storage) {}

  /** The latest first. */
  get all(): ReadonlySignal<readonly FormDraft[]> {
    return this.#all;
  }

  /** Read what is here: another window may have kept some. @throws StorageFailed */
  async refresh(): Promise<void> {
    this.#all.value = await formDrafts(this.storage);
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
    this.left(draft.id);
  }

  /** It has become a change. */
  left(id: string): void {
    this.#all.value = this.#without(id);
  }

  #without(id: string): readonly FormDraft[] {
    return this.#all.peek().filter((draft) => draft.id !== id);
  }
}
