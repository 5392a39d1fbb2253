/**
 * The drafts on this phone, in memory and in the store.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { NewBlob } from "../../local/blobs";
import { draftCopies, isCopied } from "../../local/draft-copies";
import {
  discardFormDraft,
  draftBlobs,
  draftBlobsHere,
  type FormDraft,
  formDrafts,
  keepFormDraft,
} from "../../local/form-drafts";
import { discardLeftValues, type LeftValues, leftValues } from "../../local/left-values";
import type { Storage } from "../../local/storage";

export class Drafts {
  readonly #all: Signal<readonly FormDraft[]> = signal([]);
  readonly #left: Signal<readonly LeftValues[]> = signal([]);
  readonly #blobs: Signal<ReadonlySet<string>> = signal(new Set());

  readonly #copied: Signal<ReadonlySet<string>> = signal(new Set());
  /** Those that a form is open over, which nobody else writes to. */
  readonly open = new Set<string>();

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
    const { storage } = this;
    const [all, left, blobs, copies] = await Promise.all([
      formDrafts(storage),
      leftValues(storage),
      draftBlobsHere(storage),
      draftCopies(storage),
    ]);
    this.#all.value = all;
    this.#left.value = left;
    this.#blobs.value = blobs;
    this.#copied.value = new Set(all.filter((draft) => isCopied(draft, copies)).map(({ id }) => id));
  }

  /** How many are on this phone only: the office has the others for the next sign-in. */
  get onlyHere(): number {
    const kept = this.#all.value.filter(({ id }) => this.#copied.value.has(id));
    return this.count - kept.length;
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

  /** How many photos and files of a draft are not on this phone: another one has them. */
  away({ blobs }: FormDraft): number {
    return blobs.filter((blob) => !this.#blobs.value.has(blob)).length;
  }

  /** @throws StorageFailed */
  pictures(draft: FormDraft): Promise<readonly NewBlob[]> {
    return draftBlobs(this.storage, draft);
  }

  /** @param pictures those of the draft that are not kept yet. @throws StorageFailed */
  async keep(draft: FormDraft, pictures: readonly NewBlob[]): Promise<void> {
    await keepFormDraft(this.storage, draft, pictures);
    if (pictures.length > 0)
      this.#blobs.value = new Set([...this.#blobs.peek(), ...pictures.map(({ id }) => id)]);
    this.#copied.value = new Set([...this.#copied.peek()].filter((id) => id !== draft.id));
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
