/**
 * Photos and files of drafts going to the office and coming from it, each packed with what is known of it.
 *
 * The words of a draft go first, both ways: a photo that is still on its way holds back nothing but its sending.
 */
import type { NewBlob } from "../local/blobs";
import { copied, type DraftCopy, draftCopies } from "../local/draft-copies";
import {
  blobsTyped,
  draftBlobs,
  draftBlobsHere,
  type FormDraft,
  formDrafts,
  keptBlob,
  stillKept,
} from "../local/form-drafts";
import { joined, parted } from "../local/pieces";
import type { Storage } from "../local/storage";
import type { Client } from "../rest/client";
import { keepDraftFile, readDraftFile } from "../rest/drafts";
import { ProblemError } from "../rest/errors";

interface Parts {
  readonly storage: Storage;
  readonly client: Client;
}

/** Send the files of a draft that are here and not there. @throws Unreachable, ProblemError, StorageFailed */
export async function sendFiles(
  { storage, client }: Parts,
  draft: FormDraft,
  copy: DraftCopy,
): Promise<void> {
  const untold = blobsTyped(draft).filter((blob) => copy.files?.[blob] === undefined);
  if (untold.length === 0) return;
  let known = copy;
  for (const { bytes, ...info } of await draftBlobs(storage, draft)) {
    if (!untold.includes(info.id)) continue;
    const taken = await isTaken(() => keepDraftFile(client, draft.id, info.id, joined(info, [bytes]).buffer));
    known = { ...known, files: { ...known.files, [info.id]: taken } };
    await storage.commit("draft.keep", [copied(known)], "relaxed");
  }
}

/** Bring the files that another device has sent; says whether any came. @throws Unreachable, ProblemError, StorageFailed */
export async function bringFiles({ storage, client }: Parts): Promise<boolean> {
  const here = await draftBlobsHere(storage);
  const copies = await draftCopies(storage);
  let came = false;
  for (const draft of await formDrafts(storage)) {
    let copy = copies.get(draft.id);
    if (!copy) continue;
    const missing = blobsTyped(draft).filter((blob) => !here.get(draft.id)?.has(blob));
    for (const file of await filesOf(client, draft.id, missing)) {
      copy = { ...copy, files: { ...copy.files, [file.id]: true } };
      await storage.commit("draft.keep", [stillKept(draft), keptBlob(draft, file), copied(copy)], "strict");
      came = true;
    }
  }
  return came;
}

/** Fetch those of a draft's files that the office has. @throws Unreachable, ProblemError */
export async function filesOf(
  client: Client,
  draft: string,
  blobs: readonly string[],
): Promise<readonly NewBlob[]> {
  const found: NewBlob[] = [];
  for (const blob of blobs) {
    try {
      const { words, pieces } = parted<Omit<NewBlob, "bytes">>(
        new Uint8Array(await readDraftFile(client, draft, blob)),
      );
      if (pieces[0]) found.push({ ...words, bytes: pieces[0] });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
    }
  }
  return found;
}

/** False where the office does not take it, for its size or for want of room. */
async function isTaken(send: () => Promise<void>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    // 404: the draft has gone from there meanwhile
    if (!(error instanceof ProblemError) || error.status === 401 || error.status === 404) throw error;
    return false;
  }
}
