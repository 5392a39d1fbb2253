/**
 * A check: this phone and the office count the same records apart, and what differs is mended.
 *
 * Sums go up first; of the buckets that differ then ids, versions and masks; what comes back is applied as a page of
 * a pull is. Nothing of it is needed to show a page, so it is loaded when a check is due.
 */
import xxhash from "xxhash-wasm";
import { type Checked, copyOf, KV } from "../local/database";
import type { Replica } from "../local/replica";
import { put } from "../local/storage";
import type { Mend, Mended, SumsOf } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import type { NewId } from "../shared/ids";
import { applyDirectly, checkpointOf, Overtaken } from "./apply";
import type { Part } from "./leader";
import { Refused, type Transport } from "./transport";
import type { Why } from "./verify-due";
import { eachHeld, entitiesHeld, Moved } from "./verify-held";
import { bucketOf, type Digest, maskOf, Sums } from "./verify-sums";

const DEADLINE = 60_000;
const ENTITIES_A_MESSAGE = 40;
/** Half of what the office takes in one message. */
const RECORDS_A_MESSAGE = 2_000;
/** How often it is begun anew when another tab applies meanwhile. */
const TRIES = 3;

export interface CheckPorts {
  readonly replica: Replica;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly newId: NewId;
  readonly why: Why;
  /** Told that it gets on. */
  readonly progress: () => void;
}

type MendAsk = Omit<Mend, "id">;
type Found = Pick<Checked, "records" | "mended">;

/**
 * Check, mend, and remember what came of it.
 *
 * @returns whether it was done: otherwise there is something to be pulled first
 * @throws Refused for what a person or another opening must settle; Disconnected, StorageFailed
 */
export async function checkOnce(ports: CheckPorts): Promise<boolean> {
  const { replica, clock } = ports;
  const found = await tried(ports, null);
  if (found === "behind") return false;
  const outcome = found ?? { records: 0, mended: 0 };
  await keep(replica, { ...outcome, at: instant(clock), whole: found !== null });
  return true;
}

/**
 * Check and mend one entity, or what lies about one record; of all the others nothing is said.
 *
 * @returns whether it was done
 * @throws Refused for what a person or another opening must settle; Disconnected, StorageFailed
 */
export async function checkPart(ports: CheckPorts, part: Part): Promise<boolean> {
  const found = await tried(ports, part);
  return found !== null && found !== "behind";
}

/** What was found; null where the office does not check now. */
async function tried(ports: CheckPorts, part: Part | null): Promise<Found | "behind" | null> {
  const { h64 } = await xxhash();
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return (await check(ports, (text) => h64(text), part)) ?? "behind";
    } catch (error) {
      if (error instanceof Moved || error instanceof Overtaken) continue;
      if (!(error instanceof Refused) || !canWait(error)) throw error;
      break;
    }
  }
  return null;
}

/** What is refused is no reason to stop synchronising: an office that is busy, or does not know of checks yet. */
function canWait({ remedy }: Refused): boolean {
  return remedy === "retry" || remedy === "restart" || remedy === "stop";
}

async function check(ports: CheckPorts, digest: Digest, part: Part | null): Promise<Found | null> {
  const { replica, transport, signal, newId, why, progress } = ports;
  const cursor = replica.checkpoint.peek()?.cursor ?? "";
  const run = newId();
  const sums = new Map<string, Sums>();
  for (const entity of part ? [part.entity] : await entitiesHeld(replica)) {
    const counted = new Sums(digest);
    await eachHeld(replica, entity, cursor, signal, ([id, version, values]) => {
      counted.add(id, version, maskOf(values));
    });
    sums.set(entity, counted);
    progress();
  }
  const device = replica.device.peek()?.id ?? "";
  const said = [...sums].map(([entity, counted]): SumsOf => ({ entity, sums: counted.text }));
  let mended = 0;
  for (let from = 0; from < said.length; from += ENTITIES_A_MESSAGE) {
    const entities = said.slice(from, from + ENTITIES_A_MESSAGE);
    const at = replica.checkpoint.peek()?.cursor ?? "";
    const ask = { type: "verify", device, run, cursor: at, why, entities } as const;
    const { behind, differing } = await transport.request(ask, { deadline: DEADLINE, signal });
    if (behind) return null;
    progress();
    for (const { entity, buckets } of differing) {
      const about = part?.record === undefined ? null : bucketOf(part.record);
      const meant = buckets.filter((bucket) => about === null || bucket === about);
      for (const some of groups(meant, sums.get(entity)?.counts)) {
        const found = await mend(ports, run, entity, some);
        if (found === null) return null;
        mended += found;
      }
    }
  }
  return { records: [...sums.values()].reduce((sum, { count }) => sum + count, 0), mended };
}

/** Make some buckets equal; returns how many records were mended, null when something is to be pulled first. */
async function mend(
  ports: CheckPorts,
  run: string,
  entity: string,
  buckets: readonly number[],
): Promise<number | null> {
  const { replica, transport, signal, progress } = ports;
  let mended = 0;
  for (;;) {
    const cursor = replica.checkpoint.peek()?.cursor ?? "";
    const held = await heldIn(ports, entity, cursor, buckets);
    const device = replica.device.peek()?.id ?? "";
    const ask: MendAsk = { type: "mend", device, run, cursor, entity, buckets: [...buckets], ...held };
    const reply = await transport.request(ask, { deadline: DEADLINE, signal });
    signal.throwIfAborted();
    if (reply.behind) return null;
    await take(ports, cursor, reply);
    progress();
    mended += reply.found;
    if (!reply.more) return mended;
  }
}

async function heldIn(
  { replica, signal }: CheckPorts,
  entity: string,
  cursor: string,
  buckets: readonly number[],
): Promise<Pick<Mend, "records" | "versions" | "masked" | "masks">> {
  const wanted = new Set(buckets);
  const masks = new Map<string, number>();
  const records: string[] = [];
  const versions: number[] = [];
  const masked: number[] = [];
  await eachHeld(replica, entity, cursor, signal, ([id, version, values]) => {
    if (!wanted.has(bucketOf(id))) return;
    const mask = maskOf(values);
    const at = masks.get(mask) ?? masks.size;
    masks.set(mask, at);
    records.push(id);
    versions.push(version);
    masked.push(at);
  });
  return { records, versions, masked, masks: [...masks.keys()].map((mask) => (mask ? mask.split(",") : [])) };
}

async function take({ replica, clock }: CheckPorts, cursor: string, reply: Mended): Promise<void> {
  const { masks, put: rows, stubs, out, conflicts } = reply;
  const nothing = rows.length + stubs.length + out.length + conflicts.length === 0;
  if (nothing && reply.cursor === cursor) return;
  const checkpoint = checkpointOf(replica, reply, instant(clock), copyOf(replica.checkpoint.peek()));
  const page = { masks, put: rows, stubs, out, conflicts };
  await applyDirectly(replica, cursor, [page], checkpoint, null, { mending: true });
}

/** Put buckets together, as many as one message may speak of. */
function groups(buckets: readonly number[], counts: Uint32Array | undefined): number[][] {
  const found: number[][] = [];
  let records = 0;
  for (const bucket of buckets) {
    const count = counts?.[bucket] ?? 0;
    if (found.length === 0 || records + count > RECORDS_A_MESSAGE) {
      found.push([]);
      records = 0;
    }
    found.at(-1)?.push(bucket);
    records += count;
  }
  return found;
}

async function keep(replica: Replica, checked: Checked): Promise<void> {
  await replica.storage.commit("apply.direct", [put("kv", KV.checked, checked)], "relaxed");
  replica.checked.value = checked;
}
