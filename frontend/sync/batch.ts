/**
 * Which changes go up together, and what their answers do to them and to those behind them: pure.
 *
 * A delete, step, resolution or new owner names the version that the user looked at. Behind a change of the same record it
 * waits for that one's answer, and then names the version that the user's own change made: nobody conflicts with
 * himself.
 */

import { isBlocked, isRefused, type OutboxEntry } from "../local/outbox-entry";
import { forgotten } from "../local/scrubbing";
import type { Act, Done, Outcome, Outcomes } from "../protocol";

type Answers = Pick<Done, "settled" | "decisions">;

export const BATCH_CHANGES = 200;
export const BATCH_BYTES = 200 * 1024;
/** Refused changes after which the office is asked at once. */
const MOST_ASKED = 2_000;

const NAMES_VERSION: ReadonlySet<Act["kind"]> = new Set(["delete", "step", "resolve", "assign"]);

/**
 * Return the next changes to send, in order. At least one, however large, when one waits and nothing is under way.
 *
 * @param underWay what was sent before and has no answer yet
 */
export function nextBatch(
  waiting: readonly OutboxEntry[],
  limit: number = BATCH_CHANGES,
  underWay: readonly OutboxEntry[] = [],
): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  const touched = new Set(underWay.flatMap(({ acts }) => acts.map(keyOf)));
  let bytes = 0;
  for (const entry of waiting) {
    const size = JSON.stringify(entry.acts).length + 200;
    const full = batch.length >= Math.min(limit, BATCH_CHANGES) || bytes + size > BATCH_BYTES;
    const builds = entry.acts.some((act) => NAMES_VERSION.has(act.kind) && touched.has(keyOf(act)));
    if ((batch.length > 0 && full) || (builds && entry.number === null)) break;
    batch.push(entry);
    bytes += size;
    for (const act of entry.acts) touched.add(keyOf(act));
  }
  return batch;
}

/** Return the entries that the answers change: those answered, and those behind them that name their versions. */
export function answered(
  entries: readonly OutboxEntry[],
  { outcomes, settled = [], head }: Pick<Outcomes, "outcomes" | "settled" | "head">,
  checkpointHead: number,
  now: string,
): OutboxEntry[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const made = versionsMade([...outcomes, ...(settled ?? [])]);
  const changed: OutboxEntry[] = [];
  for (const entry of entries) {
    const outcome = byId.get(entry.id);
    if (outcome && !entry.outcome && outcome.number === entry.number) {
      changed.push(withOutcome(entry, outcome, head, checkpointHead, now));
    } else if (!entry.outcome && entry.number === null) {
      const acts = entry.acts.map((act) => rebased(act, made));
      if (acts.some((act, at) => act !== entry.acts[at])) changed.push({ ...entry, acts });
    }
  }
  return changed;
}

/** Return the entries of which the office tells what became of them after they were refused or had to wait. */
export function heeded(
  entries: readonly OutboxEntry[],
  { settled, decisions, head }: Pick<Answers, "settled" | "decisions"> & { readonly head: number },
  checkpointHead: number,
  now: string,
): OutboxEntry[] {
  const finals = new Map((settled ?? []).map((outcome) => [outcome.id, outcome]));
  const decided = new Map((decisions ?? []).map((decision) => [decision.id, decision]));
  return entries.flatMap((entry) => {
    const outcome = finals.get(entry.id);
    const decision = decided.get(entry.id);
    if (outcome && isBlocked(entry) && outcome.number === entry.number)
      return withOutcome(entry, outcome, head, checkpointHead, now);
    const news = decision && isRefused(entry) && entry.number === decision.number;
    if (!news || entry.decision?.at === decision.at) return [];
    const coveredBy = decision.seq || head;
    const done = { ...entry, decision, coveredBy };
    return { ...done, settled: !isRefused(done) && coveredBy <= checkpointHead };
  });
}

/** Return the numbers by which the office knows what it has refused, or has waiting. */
export function refusedNumbers(entries: readonly OutboxEntry[]): number[] {
  const numbers = entries.flatMap((entry) => (isRefused(entry) && entry.number ? [entry.number] : []));
  return numbers.slice(0, MOST_ASKED);
}

/** Return the entries that a checkpoint covers and that may leave the overlay. */
export function covered(entries: readonly OutboxEntry[], head: number): OutboxEntry[] {
  return entries
    .filter((entry) => entry.outcome && !entry.settled && !isRefused(entry) && entry.coveredBy <= head)
    .map((entry) => ({ ...entry, settled: true }));
}

export function keyOf({ entity, record }: Pick<Act, "entity" | "record">): string {
  return `${entity}/${record}`;
}

function withOutcome(
  entry: OutboxEntry,
  outcome: Outcome,
  head: number,
  checkpointHead: number,
  now: string,
): OutboxEntry {
  // Without a number of its own in the stream it may still rest on what others wrote before the answer.
  const coveredBy = outcome.seq || head;
  const taken = { ...entry, outcome, answeredAt: now, coveredBy };
  // What was settled in another epoch lies in the copy that is in view.
  const settled = !isRefused(taken) && (entry.settled || coveredBy <= checkpointHead);
  return { ...forgotten(taken), settled };
}

function versionsMade(outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  const applied = outcomes.filter(({ status }) => status === "applied");
  return new Map(
    applied.flatMap(({ records }) => records.map((made) => [keyOf(made), made.version] as const)),
  );
}

/** Move a base on by one's own change, and by nobody else's: only if that made exactly the next version. */
function rebased(act: Act, made: ReadonlyMap<string, number>): Act {
  const version = made.get(keyOf(act));
  if (version === undefined) return act;
  if (act.kind === "set") {
    const behind = Object.values(act.edits).some(({ base }) => base === version - 1);
    if (!behind) return act;
    const edits = Object.entries(act.edits).map(([field, edit]) => {
      return [field, edit.base === version - 1 ? { ...edit, base: version } : edit];
    });
    return { ...act, edits: Object.fromEntries(edits) };
  }
  const named = act.kind === "delete" || act.kind === "step" || act.kind === "assign";
  if (named && act.base === version - 1) return { ...act, base: version };
  if (act.kind === "resolve" && act.seen === version - 1) return { ...act, seen: version };
  return act;
}
