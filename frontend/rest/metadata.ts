/**
 * The published metadata that the signed-in user works by.
 */
import type { EffectiveMetadata } from "../protocol";
import type { Client } from "./client";

/** Return the effective set as it is published now. */
export function readMetadata(client: Client, signal?: AbortSignal): Promise<EffectiveMetadata> {
  return client.call("GET", "/api/v1/metadata", { ...(signal && { signal }) });
}
