/**
 * The references to blobs in a value, be it one, several or none; apart, for pages need no more before they are painted.
 */
import { isObject } from "../shared/json";
import type { BlobReference } from "./types";

export function referencesIn(value: unknown): readonly BlobReference[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is BlobReference => isObject(one) && typeof one.blob === "string");
}
