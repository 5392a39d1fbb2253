/**
 * Telling the office what was opened, so that it comes along from then on.
 */
import type { Client } from "./client";

/** The most records that one call takes. */
export const RECENT_AT_ONCE = 50;

export interface RecentRecord {
  readonly entity: string;
  readonly record: string;
}

export async function tellRecent(
  client: Client,
  device: string,
  records: readonly RecentRecord[],
  signal?: AbortSignal,
): Promise<void> {
  await client.call("POST", "/api/v1/recent", { json: { device, records }, ...(signal && { signal }) });
}
