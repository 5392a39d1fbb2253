/**
 * Spreadsheets over HTTP: a file up in chunks, what became of it, and lists as files.
 */
import type { CellProblems, ImportPlan, ImportState, SheetReading } from "../protocol";
import type { Client } from "./client";

const CHUNK_BYTES = 2 * 1024 * 1024;
/** A chunk may be read by the server before it answers. */
const DEADLINE = 120_000;

export function listImports(client: Client): Promise<ImportState[]> {
  return client.call("GET", "/api/v1/imports");
}

/** @throws ProblemError: it is too large, or the person may not import anything */
export function beginImport(client: Client, name: string, size: number): Promise<ImportState> {
  return client.call("POST", "/api/v1/imports", { json: { name: name.slice(-255), size } });
}

/** Send a file from where the server has it, a chunk at a time; it is read with the last one. */
export async function sendFile(
  client: Client,
  begun: ImportState,
  file: Blob,
  onProgress: (state: ImportState) => void,
): Promise<ImportState> {
  let state = begun;
  while (state.state === "uploading") {
    const from = state.received;
    const bytes = await file.slice(from, from + CHUNK_BYTES).arrayBuffer();
    const range = `bytes ${from}-${from + bytes.byteLength - 1}/${file.size}`;
    state = await client.call<ImportState>("PUT", `/api/v1/imports/${state.id}/file`, {
      bytes,
      headers: { "Content-Type": "application/octet-stream", "Content-Range": range },
      deadline: DEADLINE,
    });
    if (state.state === "uploading" && state.received <= from) {
      throw new Error(`The server does not take ${range} of ${state.id}`);
    }
    onProgress(state);
  }
  return state;
}

export function readImport(client: Client, id: string): Promise<ImportState> {
  return client.call("GET", `/api/v1/imports/${id}`);
}

/** Have the file read once more: from another row of headings on, or with other rows of it. */
export function readAgain(client: Client, id: string, reading: SheetReading): Promise<ImportState> {
  return client.call("PUT", `/api/v1/imports/${id}/reading`, { json: reading, deadline: DEADLINE });
}

/** Say what is to become of the rows; they are checked. @throws ProblemError: the plan cannot be */
export function planImport(client: Client, id: string, plan: ImportPlan): Promise<ImportState> {
  return client.call("PUT", `/api/v1/imports/${id}/plan`, { json: plan, deadline: DEADLINE });
}

/** @throws ProblemError: some rows do not fit and are not to be left out */
export function runImport(client: Client, id: string, skipUnfit: boolean): Promise<ImportState> {
  return client.call("POST", `/api/v1/imports/${id}/run`, { json: { skipUnfit }, deadline: DEADLINE });
}

export function cancelImport(client: Client, id: string): Promise<ImportState> {
  return client.call("POST", `/api/v1/imports/${id}/cancel`, { deadline: DEADLINE });
}

export function undoImport(client: Client, id: string): Promise<ImportState> {
  return client.call("POST", `/api/v1/imports/${id}/undo`, { deadline: DEADLINE });
}

export function removeImport(client: Client, id: string): Promise<void> {
  return client.call("DELETE", `/api/v1/imports/${id}`);
}

export function readCellProblems(client: Client, id: string, after = 0): Promise<CellProblems> {
  return client.call("GET", `/api/v1/imports/${id}/problems?after=${after}`);
}

/** Where what does not fit is to be had as a file. */
export function problemsAddress(id: string): string {
  return `/api/v1/imports/${id}/problems.csv`;
}

export interface ExportedList {
  readonly format: "csv" | "xlsx";
  readonly fields?: readonly string[];
  /** A field id, with `-` before it from the greatest down. */
  readonly sort?: string;
  readonly search?: string;
  readonly filter?: unknown;
}

/** Where a list is to be had as a file. */
export function exportAddress(
  entity: string,
  { format, fields, sort, search, filter }: ExportedList,
): string {
  const query = new URLSearchParams({ format });
  if (fields) query.set("fields", fields.join(","));
  if (sort) query.set("sort", sort);
  if (search) query.set("search", search);
  if (filter !== undefined) query.set("filter", JSON.stringify(filter));
  return `/api/v1/records/${entity}/export?${query}`;
}
