/** The ids of records and blobs: UUIDs in lower case. */
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function idOf(wire: unknown): string | null {
  return typeof wire === "string" && shape.test(wire) ? wire.toLowerCase() : null;
}
