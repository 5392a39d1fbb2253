/**
 * An order that is kept from one time to the next: what is as it was stays in its place, and only the rest is put in.
 *
 * Records are replaced when they change, so the same object is the same record with the same values; an order that
 * hangs on anything else must say so by its basis.
 */

/** From one fresh record in so many on, sorting all is no slower. */
const FRESH_SHARE = 8;

export class KeptOrder<T> {
  #basis: readonly unknown[] = [];
  #given: readonly T[] = [];
  #sorted: readonly T[] = [];

  /**
   * Return the rows in order.
   *
   * @param order never 0 for two different rows
   * @param basis what the order hangs on besides the rows; with another one everything is sorted anew
   */
  sorted(rows: readonly T[], order: (a: T, b: T) => number, basis: readonly unknown[]): readonly T[] {
    const same = basis.length === this.#basis.length && basis.every((one, at) => one === this.#basis[at]);
    const { gone, fresh } = same ? difference(this.#given, rows) : { gone: new Set<T>(), fresh: rows };
    const few = same && fresh.length * FRESH_SHARE < rows.length;
    this.#sorted = few ? merged(this.#sorted, gone, fresh, order) : [...rows].sort(order);
    this.#given = rows;
    this.#basis = basis;
    return this.#sorted;
  }
}

/** What of the rows before is not there any more, and what is new: they lie in much the same sequence. */
function difference<T>(
  before: readonly T[],
  after: readonly T[],
): { readonly gone: ReadonlySet<T>; readonly fresh: readonly T[] } {
  let begin = 0;
  while (begin < before.length && begin < after.length && before[begin] === after[begin]) begin += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - begin;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const old = before.slice(begin, before.length - tail);
  const now = after.slice(begin, after.length - tail);
  // Those that were replaced stand where their forerunners stood.
  const aligned = old.length === now.length;
  const changed = (_: T, at: number) => !aligned || old[at] !== now[at];
  return apart(old.filter(changed), now.filter(changed));
}

function apart<T>(old: readonly T[], now: readonly T[]) {
  const gone = new Set(old);
  const fresh = now.filter((row) => !gone.delete(row));
  return { gone, fresh };
}

function merged<T>(
  sorted: readonly T[],
  gone: ReadonlySet<T>,
  fresh: readonly T[],
  order: (a: T, b: T) => number,
): readonly T[] {
  if (gone.size === 0 && fresh.length === 0) return sorted;
  const kept = gone.size > 0 ? sorted.filter((row) => !gone.has(row)) : sorted;
  const result: T[] = [];
  let from = 0;
  for (const row of [...fresh].sort(order)) {
    const at = placeOf(kept, row, order, from);
    for (; from < at; from += 1) result.push(kept[from] as T);
    result.push(row);
  }
  return [...result, ...kept.slice(from)];
}

/** Return how many rows stand before one, from a place on. */
function placeOf<T>(rows: readonly T[], row: T, order: (a: T, b: T) => number, from: number): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(rows[middle] as T, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
