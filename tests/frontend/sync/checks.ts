/**
 * The office of the tests as it answers checks: by comparing rows, without any sum for what it sends.
 */
import type { Mend, ReplyMessage, Row, Verify } from "../../../frontend/protocol";
import { bucketOf, type Digest, maskOf, Sums } from "../../../frontend/sync/verify-sums";
import type { Office } from "./office";

export interface Checks {
  /** The messages, in order. */
  readonly heard: (Verify | Mend)[];
  /** How many rows one reply brings. */
  most: number;
  /** Say so many times that something is to be pulled first. */
  behind: number;
}

export function answersChecks(office: Office, digest: Digest): Checks {
  const checks: Checks = { heard: [], most: 1_000, behind: 0 };
  office.check = (request) => {
    checks.heard.push(request);
    const behind = checks.behind > 0;
    checks.behind -= 1;
    if (request.type === "verify") return verified(office, request, digest, behind);
    return mended(office, request, checks.most, behind);
  };
  return checks;
}

function verified(office: Office, { id, entities }: Verify, digest: Digest, behind: boolean): ReplyMessage {
  const differing = entities.flatMap(({ entity, sums }) => {
    const own = new Sums(digest);
    for (const [record, version, values] of office.rows(entity)) own.add(record, version, maskOf(values));
    const buckets = Array.from({ length: 256 }, (_, at) => at).filter(
      (at) => sumAt(own.text, at) !== sumAt(sums, at),
    );
    return buckets.length > 0 ? [{ entity, buckets }] : [];
  });
  return { type: "verified", id, behind, differing: behind ? [] : differing };
}

function mended(office: Office, request: Mend, most: number, behind: boolean): ReplyMessage {
  const { id, entity, buckets, records, versions, masked, masks, cursor } = request;
  const held = new Map(
    records.map((record, at) => [
      record,
      `${versions[at]} ${[...(masks[masked[at] ?? -1] ?? [])].sort().join(",")}`,
    ]),
  );
  const should = office.rows(entity).filter(([record]) => buckets.includes(bucketOf(record)));
  const wrong = should.filter(
    ([record, version, values]) => held.get(record) !== `${version} ${maskOf(values)}`,
  );
  const known = new Set(should.map(([record]) => record));
  const surplus = records.filter((record) => !known.has(record));
  const rows: Row[] = behind ? [] : wrong.slice(0, most);
  const { head, generation } = JSON.parse(cursor) as { head: number; generation: number };
  return {
    type: "mended",
    id,
    behind,
    more: wrong.length > rows.length,
    found: rows.length + surplus.length,
    cursor,
    generation,
    head,
    counts: office.entities.map((one) => ({ entity: one, count: office.rows(one).length })),
    masks: [],
    put: rows.length > 0 ? [{ entity, rows }] : [],
    stubs: [],
    out: surplus.length > 0 ? [{ entity, why: "lost", records: surplus }] : [],
    conflicts: [],
  };
}

function sumAt(sums: string, bucket: number): string {
  return sums.slice(bucket * 16, bucket * 16 + 16) || "0".repeat(16);
}
