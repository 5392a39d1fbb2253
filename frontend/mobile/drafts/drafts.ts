/**
 * The drafts on this phone, in memory and in the store.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { NewBlob } from "../../local/blobs";
import { type DraftCopy, draftCopies, filesNotCopied, isCopied } from "../../local/draft-copies";
import {
  blobsTyped,
  discardFormDraft,
  draftBlobs,
  draftBlobsHere,
  type FormDraft,
  formDrafts,
  keepFormDraft,
} from "../../local/form-drafts";
import { discardLeftValues, type LeftValues, leftValues } from "../../local/left-values";
import type { Storage } from "../../local/storage";

/** By draft the photos and files of it that are on this phone. */
type BlobsByDraft = ReadonlyMap<string, ReadonlySet<string>>;

export class Drafts {
  readonly #all: Signal<readonly FormDraft[]> = signal([]);
  readonly #left: Signal<readonly LeftValues[]> = signal([]);
  readonly #blobs: Signal<BlobsByDraft> = signal(new Map());
  readonly #copies: Signal<ReadonlyMap<string, DraftCopy>> = signal(new Map());
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
    this.#copies.value = copies;
  }

  /** How many are on this phone only, if just by a photo: the office has the others for the next sign-in. */
  get onlyHere(): number {
    return this.count - this.#all.value.filter((draft) => this.isCopied(draft)).length;
  }

  /** How many photos and files of drafts are on this phone only. */
  get filesOnlyHere(): number {
    return this.#all.value.flatMap((draft) => this.#filesOnlyHere(draft)).length;
  }

  /** Tell whether the office has a draft as it stands here, with its photos and files. */
  isCopied(draft: FormDraft): boolean {
    return isCopied(draft, this.#copies.value) && this.#filesOnlyHere(draft).length === 0;
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
  away(draft: FormDraft): number {
    return blobsTyped(draft).filter((blob) => !this.#isHere(draft, blob)).length;
  }

  /** @throws StorageFailed */
  pictures(draft: FormDraft): Promise<readonly NewBlob[]> {
    return draftBlobs(this.storage, draft);
  }

  /** @param pictures those of the draft that are not kept yet. @throws StorageFailed */
  async keep(draft: FormDraft, pictures: readonly NewBlob[]): Promise<void> {
    await keepFormDraft(this.storage, draft, pictures);
    if (pictures.length > 0) {
      const known = this.#blobs.peek();
      const here = new Set([...(known.get(draft.id) ?? []), ...pictures.map(({ id }) => id)]);
      this.#blobs.value = new Map([...known, [draft.id, here]]);
    }
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

  #filesOnlyHere(draft: FormDraft): readonly string[] {
    return filesNotCopied(draft, this.#copies.value).filter((blob) => this.#isHere(draft, blob));
  }

  #isHere({ id }: FormDraft, blob: string): boolean {
    return this.#blobs.value.get(id)?.has(blob) ?? false;
  }

  #without(id: string): readonly FormDraft[] {
    return this.#all.peek().filter((draft) => draft.id !== id);
  }
}
