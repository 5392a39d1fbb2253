/**
 * Records straight from the office: what a page online asks for, and the history of one record.
 */
import type { HistoryEntry, RecordDocument, RecordPage, RecordShare } from "../protocol";
import type { Client } from "./client";

export interface RecordQuery {
  readonly search?: string;
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

export function readHistory(client: Client, entity: string, record: string): Promise<HistoryEntry[]> {
  return client.call("GET", `/api/v1/records/${entity}/${record}/history`);
}

export function readShares(client: Client, entity: string, record: string): Promise<RecordShare[]> {
  return client.call("GET", `/api/v1/records/${entity}/${record}/shares`);
}
