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

function match(revision: number): Record<string, string> {
  return { "If-Match": `"${revision}"` };
}
