/**
 * What this phone knows of its drafts at the office: the revision it has seen, what stood in it, and which photos and
 * files of it are there.
 *
 * Apart from the drafts: a rescue file takes those along, and this belongs to this phone.
 */
import { blobsTyped, type FormDraft, type TypedForm } from "./form-drafts";
import { check, type Operation, put, remove, type Storage } from "./storage";

export interface DraftCopy {
  /** The draft's. */
  readonly id: string;
  /** 0: none has been heard of. */
  readonly revision: number;
  /** The instant of the edit that the office has; empty where it has another text than this phone. */
  readonly at: string;
  readonly typed: TypedForm;
  /** The instant of the edit that was sent last, as long as no answer has come. */
  readonly sent?: string;
  /** By photo or file whether the office has it; false: it does not take it. */
  readonly files?: Readonly<Record<string, boolean>>;
}

const PREFIX = "draft-copy/";
const READ_TO = "drafts-read-to";

/** Return the copies by their drafts. @throws StorageFailed */
export async function draftCopies(storage: Storage): Promise<ReadonlyMap<string, DraftCopy>> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "kv", prefix: PREFIX }]);
  return new Map(found.map(({ value }) => [(value as DraftCopy).id, value as DraftCopy]));
}

/** How far the office's drafts were read. @throws StorageFailed */
export async function draftsReadTo(storage: Storage): Promise<number> {
  return ((await storage.read("draft.read", "kv", READ_TO)) as number | undefined) ?? 0;
}

export function readingTo(sequence: number): Operation {
  return put("kv", READ_TO, sequence);
}

export function copied(copy: DraftCopy): Operation {
  return put("kv", `${PREFIX}${copy.id}`, copy);
}

/** Holds as long as no other window has heard more of the draft. */
export function stillHeard({ id, revision }: DraftCopy): Operation {
  return check("kv", `${PREFIX}${id}`, (stored) => {
    return ((stored as DraftCopy | undefined)?.revision ?? 0) === revision;
  });
}

export function uncopied(id: string): Operation {
  return remove("kv", `${PREFIX}${id}`);
}

/** Tell whether the office has the words of a draft as they stand here. */
export function isCopied({ id, at }: FormDraft, copies: ReadonlyMap<string, DraftCopy>): boolean {
  return copies.get(id)?.at === at;
}

/** The photos and files of a draft that the office does not have, as far as this phone knows. */
export function filesNotCopied(draft: FormDraft, copies: ReadonlyMap<string, DraftCopy>): readonly string[] {
  const files = copies.get(draft.id)?.files ?? {};
  return blobsTyped(draft).filter((blob) => !files[blob]);
}
