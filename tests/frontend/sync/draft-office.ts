/** An office in memory that keeps the drafts of one person, and phones of his that exchange them. */
import type { NewBlob } from "../../../frontend/local/blobs";
import { draftBlobs, type FormDraft, formDrafts, keepFormDraft } from "../../../frontend/local/form-drafts";
import { memoryStorage } from "../../../frontend/local/memory";
import type { Client } from "../../../frontend/rest/client";
import { ProblemError, Unreachable } from "../../../frontend/rest/errors";
import { exchangeDrafts } from "../../../frontend/sync/draft-exchange";

let made = 0;
const newId = () => `made-${++made}`;

const refusal = (code: string, status: number) => new ProblemError({ code } as never, status);
/** Draft and file of an address: `d1/photo`. */
const fileIn = (path: string) => path.replace(/.*\/drafts\/(.*)\/files\//, "$1/");

/** The drafts of one person at the office, as `backend/drafts` keeps them. */
export function draftOffice() {
  const rows = new Map<string, { revision: number; sequence: number; content: unknown }>();
  const files = new Map<string, ArrayBuffer>();
  /** The largest file that it takes. */
  const limits = { bytes: 1_000 };
  let sequence = 0;
  let lost = false;
  const write = (id: string, seen: number, content: unknown) => {
    const revision = rows.get(id)?.revision ?? 0;
    if (revision !== seen) throw refusal("draft-moved", 412);
    if (content === null) for (const name of files.keys()) if (name.startsWith(id)) files.delete(name);
    rows.set(id, { revision: seen + 1, sequence: ++sequence, content: structuredClone(content) });
    return { id, revision: seen + 1 };
  };
  const client = {
    async call(
      method: string,
      path: string,
      { json, bytes, headers }: { json?: { content: unknown }; bytes?: ArrayBuffer; headers?: object } = {},
    ) {
      if (bytes) {
        if (bytes.byteLength > limits.bytes) throw refusal("draft-file-too-large", 413);
        return void files.set(fileIn(path), bytes);
      }
      const id = path.split("/").at(-1) ?? "";
      const seen = Number(Object.values(headers ?? {})[0]?.replaceAll('"', ""));
      if (method === "PUT") {
        const kept = write(id, seen, json?.content);
        if (!lost) return kept;
        lost = false;
        throw new Unreachable("The answer was lost");
      }
      if (method === "DELETE") return write(id, seen, null);
      const since = Number(path.split("=")[1]);
      const drafts = [...rows]
        .filter(([, row]) => row.sequence > since)
        .sort(([, a], [, b]) => a.sequence - b.sequence);
      return { sequence, drafts: drafts.map(([id, row]) => ({ id, ...row, gone: row.content === null })) };
    },
    async bytes(path: string) {
      const found = files.get(fileIn(path));
      if (!found) throw refusal("not-found", 404);
      return found;
    },
  };
  /** Let the answer to the next draft that is sent get lost. */
  const loseAnswer = () => {
    lost = true;
  };
  return { client: client as unknown as Client, rows, files, limits, loseAnswer };
}

export function draft(
  more: Partial<FormDraft> & { readonly inputs?: Record<string, unknown> } = {},
): FormDraft {
  const { inputs = { name: "Hansa" }, ...rest } = more;
  return {
    id: "d1",
    workspace: "sales",
    page: "customers",
    action: { id: "new_customer", kind: "create", entity: "customer" } as FormDraft["action"],
    fields: [],
    record: "r1",
    start: {},
    typed: { inputs, edits: {} },
    blobs: [],
    at: "2026-11-23T08:00:00.000Z",
    ...rest,
  };
}

/** @param storage another window's of the same phone */
export function draftPhone(client: Client, storage = memoryStorage()) {
  const open = new Set<string>();
  return {
    storage,
    open,
    keep: (one: FormDraft, pictures: readonly NewBlob[] = []) => keepFormDraft(storage, one, pictures),
    pictures: (one: FormDraft) => draftBlobs(storage, one),
    drafts: () => formDrafts(storage),
    exchange: () => exchangeDrafts({ storage, client, newId, isOpen: (id) => open.has(id) }),
  };
}
