/**
 * Sums of records: 256 numbers that are equal at both ends where the records are, in whatever order: pure.
 *
 * A record counts by its id, its version and the names of the fields that it has a value of, the reserved ones
 * included. Its bucket comes from its id alone, so that the two ends disagree about a record in one place only.
 */

/** Return the XXH64 of a text as UTF-8. */
export type Digest = (text: string) => bigint;

export const BUCKETS = 256;

export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(-2), 16);
}

/** Return the names of the fields that have a value, as they are counted. */
export function maskOf(values: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(values).filter((name) => (values[name] ?? null) !== null);
  return names.sort().join(",");
}

export class Sums {
  /** How many records each bucket has. */
  readonly counts = new Uint32Array(BUCKETS);
  readonly #sums = new BigUint64Array(BUCKETS);

  constructor(private readonly digest: Digest) {}

  add(id: string, version: number, mask: string): void {
    const bucket = bucketOf(id);
    // What is beyond 64 bits falls off by itself.
    this.#sums[bucket] = (this.#sums[bucket] ?? 0n) + this.digest(`${id}\n${version}\n${mask}`);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }

  get count(): number {
    return this.counts.reduce((sum, one) => sum + one, 0);
  }

  /** As they travel: 16 hexadecimal digits a bucket; empty for no record at all. */
  get text(): string {
    if (this.count === 0) return "";
    return [...this.#sums].map((sum) => sum.toString(16).padStart(16, "0")).join("");
  }
}
