/**
 * A person's drafts at the office, where only his own devices read them.
 */
import type { DraftPage, KeptDraft } from "../protocol";
import type { Client } from "./client";

/** Read what was written or went after a number. @throws ProblemError, Unreachable */
export function readDrafts(client: Client, since: number): Promise<DraftPage> {
  return client.call("GET", `/api/v1/drafts?since=${since}`);
}

/** @param seen the revision that this device has, 0 for none. @throws ProblemError, Unreachable */
export function keepDraft(client: Client, id: string, content: object, seen: number): Promise<KeptDraft> {
  return client.call("PUT", `/api/v1/drafts/${id}`, { json: { content }, headers: match(seen) });
}

/** @throws ProblemError, Unreachable */
export async function removeDraft(client: Client, id: string, seen: number): Promise<void> {
  await client.call("DELETE", `/api/v1/drafts/${id}`, { headers: match(seen) });
}

/** Keep a photo or file of a draft, packed as this app packs it. @throws ProblemError, Unreachable */
export async function keepDraftFile(
  client: Client,
  draft: string,
  file: string,
  bytes: ArrayBuffer,
): Promise<void> {
  const headers = { "Content-Type": "application/octet-stream" };
  await client.call("PUT", `/api/v1/drafts/${draft}/files/${file}`, { bytes, headers });
}

/** @throws ProblemError, Unreachable */
export function readDraftFile(client: Client, draft: string, file: string): Promise<ArrayBuffer> {
  return client.bytes(`/api/v1/drafts/${draft}/files/${file}`);
}

function match(revision: number): Record<string, string> {
  return { "If-Match": `"${revision}"` };
}
