/**
 * Drafts going to the office and coming from a person's other devices. The office applies none of them.
 *
 * Nothing that was typed goes: what cannot be put together stays as two drafts, and what went elsewhere while it was
 * edited here stays as a draft of its own. A draft that is open in a form is left alone until the form is closed.
 */
import {
  copied,
  type DraftCopy,
  draftCopies,
  draftsReadTo,
  isCopied,
  readingTo,
  stillHeard,
  uncopied,
} from "../local/draft-copies";
import { anotherDraft, mergedTyped } from "../local/draft-merge";
import {
  blobsTyped,
  draftBlobs,
  type FormDraft,
  formDrafts,
  keptDraft,
  stillAt,
  withoutDraft,
} from "../local/form-drafts";
import { type Operation, Stale, type Storage } from "../local/storage";
import type { KeptDraft } from "../protocol";
import type { Client } from "../rest/client";
import { keepDraft, readDrafts, removeDraft } from "../rest/drafts";
import { ProblemError } from "../rest/errors";
import type { NewId } from "../shared/ids";
import { bringFiles, filesOf, sendFiles } from "./draft-files";

export interface DraftExchange {
  readonly storage: Storage;
  readonly client: Client;
  readonly newId: NewId;
  /** Whether a draft is open in a form. */
  readonly isOpen: (id: string) => boolean;
}

/** Bring in what is new, then send what is; says whether anything came. @throws Unreachable, ProblemError, StorageFailed */
export async function exchangeDrafts(parts: DraftExchange): Promise<boolean> {
  const came = await pullDrafts(parts);
  await pushDrafts(parts);
  return (await bringFiles(parts)) || came;
}

async function pullDrafts({ storage, client, newId, isOpen }: DraftExchange): Promise<boolean> {
  const readTo = await draftsReadTo(storage);
  const { drafts, sequence } = await readDrafts(client, readTo);
  if (drafts.length === 0) return false;
  const here = new Map((await formDrafts(storage)).map((draft) => [draft.id, draft]));
  const copies = await draftCopies(storage);
  const writes: Operation[] = [];
  let until = sequence;
  for (const office of drafts) {
    const draft = here.get(office.id);
    const copy = copies.get(office.id);
    if (copy && copy.revision >= office.revision) continue;
    if (draft && isOpen(office.id)) until = Math.min(until, office.sequence - 1);
    else writes.push(...(await settled({ office, draft, copy, storage, client, newId })));
  }
  await storage.commit("draft.keep", [...writes, readingTo(until)], "strict");
  return writes.length > 0;
}

interface Settling {
  readonly office: KeptDraft;
  readonly draft: FormDraft | undefined;
  readonly copy: DraftCopy | undefined;
  readonly storage: Storage;
  readonly client: Client;
  readonly newId: NewId;
}

/** The writes by which one draft here becomes what both devices have made of it. */
async function settled({
  office,
  draft,
  copy,
  storage,
  client,
  newId,
}: Settling): Promise<readonly Operation[]> {
  const { id, revision, gone } = office;
  const isMine = draft !== undefined && copy?.at !== draft.at;
  const apart = async (one: FormDraft) => {
    const here = await draftBlobs(storage, one);
    const away = blobsTyped(one).filter((blob) => !here.some(({ id }) => id === blob));
    const files = await filesOf(client, one.id, away);
    return keptDraft(anotherDraft(one, newId), [...here, ...files]);
  };
  const checks = draft ? [stillAt(draft)] : [];
  if (gone) {
    const own = isMine ? await apart(draft) : [];
    return [...checks, ...(draft ? withoutDraft(draft) : []), ...own, uncopied(id)];
  }
  if (!office.content) return [];
  const incoming = { ...(office.content as unknown as FormDraft), elsewhere: true };
  const { sent, ...before } = copy ?? {};
  const known = { ...before, id, revision, at: incoming.at, typed: incoming.typed };
  // This phone's own words, whose answer was lost: what stands here goes on from them, or has gone
  if (sent === incoming.at) return [copied(known)];
  // It became a change here while the other device went on with it
  if (!draft)
    return copy ? [...(await apart(incoming)), copied(known)] : [...keptDraft(incoming), copied(known)];
  if (!isMine) return [...checks, ...keptDraft(incoming), copied(known)];
  const typed = mergedTyped(copy?.typed ?? { inputs: {}, edits: {} }, draft.typed, incoming.typed);
  if (!typed) return [...checks, ...(await apart(draft)), ...keptDraft(incoming), copied(known)];
  const blobs = [...new Set([...incoming.blobs, ...draft.blobs])];
  return [...checks, ...keptDraft({ ...incoming, typed, blobs }), copied({ ...known, at: "" })];
}

async function pushDrafts(parts: DraftExchange): Promise<void> {
  const { storage, client } = parts;
  const drafts = await formDrafts(storage);
  const copies = await draftCopies(storage);
  const here = new Set(drafts.map(({ id }) => id));
  for (const draft of drafts) {
    await unlessRefused(async () => {
      const known = copies.get(draft.id);
      const copy = known && isCopied(draft, copies) ? known : await sendWords(parts, draft, known);
      await sendFiles(parts, draft, copy);
    });
  }
  for (const { id, revision } of [...copies.values()].filter((copy) => !here.has(copy.id))) {
    await unlessRefused(async () => {
      await removeDraft(client, id, revision);
      await storage.commit("draft.keep", [uncopied(id)], "relaxed");
    });
  }
}

async function sendWords(
  { storage, client }: DraftExchange,
  { elsewhere: _, ...content }: FormDraft,
  known: DraftCopy | undefined,
): Promise<DraftCopy> {
  const { id, at, typed } = content;
  const before = known ?? { id, revision: 0, at: "", typed: { inputs: {}, edits: {} } };
  await storage.commit("draft.keep", [stillHeard(before), copied({ ...before, sent: at })], "relaxed");
  const { revision } = await keepDraft(client, id, content, before.revision);
  const { sent: _sent, ...heard } = before;
  const copy = { ...heard, revision, at, typed };
  await storage.commit("draft.keep", [copied(copy)], "relaxed");
  return copy;
}

/** What another device or window has moved, or the office does not take, holds nothing else up; it is tried again later. */
async function unlessRefused(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Stale) return;
    if (!(error instanceof ProblemError) || error.status === 401) throw error;
  }
}
