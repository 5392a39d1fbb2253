/**
 * Records straight from the office: what a page online asks for, and the history of one record.
 */
import type {
  FiguresAsked,
  FiguresTold,
  HistoryPage,
  RecordDocument,
  RecordPage,
  RecordShare,
} from "../protocol";
import type { Client } from "./client";

export interface RecordQuery {
  readonly search?: string;
  /** A condition, as JSON. */
  readonly filter?: string;
  readonly after?: string;
  readonly limit?: number;
}

export function listRecords(client: Client, entity: string, query: RecordQuery = {}): Promise<RecordPage> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const words = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return client.call("GET", `/api/v1/records/${entity}${words && `?${words}`}`);
}

export function readRecord(client: Client, entity: string, record: string): Promise<RecordDocument> {
  return client.call("GET", `/api/v1/records/${entity}/${record}`);
}

/** Read a page of a record's history, newest first. Somebody waits for it, so it does not take long to give up. */
export function readHistory(
  client: Client,
  entity: string,
  record: string,
  after: string | null,
): Promise<HistoryPage> {
  const query = new URLSearchParams({ limit: "30", ...(after !== null && { after }) });
  return client.call("GET", `/api/v1/records/${entity}/${record}/history?${query}`, { deadline: 15_000 });
}

/** Find a record that holds a value; null: none that the user may see does. */
export async function findHolder(
  client: Client,
  entity: string,
  field: string,
  value: unknown,
): Promise<RecordDocument | null> {
  const filter = JSON.stringify({ op: "eq", path: field, value });
  const { records } = await listRecords(client, entity, { filter, limit: 2 });
  return records[0] ?? null;
}

export function readShares(client: Client, entity: string, record: string): Promise<RecordShare[]> {
  return client.call("GET", `/api/v1/records/${entity}/${record}/shares`);
}

/** Count and add up all records of an entity that the user may read. Somebody waits for it. */
export function countFigures(client: Client, entity: string, asked: FiguresAsked): Promise<FiguresTold> {
  return client.call("POST", `/api/v1/records/${entity}/figures`, { json: asked, deadline: 15_000 });
}
