/**
 * What the interface says about synchronisation: pure, from the machine and what waits.
 */

import type { Loss, MetadataPrompt } from "../local/database";
import type { StorageFailed } from "../local/storage";
import type { Problem } from "../protocol";
import { unreachable } from "../shared/unreachable";
import type { Machine, Remedy } from "./state";

export type SyncKind =
  | "starting"
  | "upToDate"
  | "waiting"
  | "sending"
  | "receiving"
  | "offered"
  | "offline"
  | "held"
  | "attention"
  | "updateReady";

export interface Counts {
  /** Changes that have not been answered. */
  readonly waiting: number;
  /** Changes refused and conflicts open. */
  readonly needsYou: number;
  /** Photos and files to be sent. */
  readonly files: number;
}

/** How far a whole copy is that is coming down, or was when the network went. */
export interface Progress {
  /** Records that are here, of so many. */
  readonly received: number;
  /** Null: nobody knows how much has changed while this phone was away. */
  readonly total: number | null;
  /** How much that was to transfer. */
  readonly bytes: number;
}

/** A whole copy that could come down, if the user says so, or all that has changed in a long time. */
export interface Offer {
  /** UTC instant of the copy that is to be brought up to date; none: there is no copy yet, or it is of no use. */
  readonly since?: string;
  readonly records: number;
  /** How much that may be to transfer. */
  readonly bytes: number;
}

/** Why nobody was reached: no network at all, nobody answered, the server failed, an entity took too long. */
export type Trouble =
  | { readonly kind: "network" | "silence" | "server" }
  | { readonly kind: "slow"; readonly entity: string };

/** What went wrong last, though all may be well by now. */
export interface Mishap {
  /** UTC instant. */
  readonly at: string;
  /** Why nobody was reached, or what was refused. */
  readonly what: Trouble | Problem;
}

export interface SyncState {
  readonly kind: SyncKind;
  /** UTC instant of the last real exchange with the server; null before the first. */
  readonly at: string | null;
  readonly counts: Counts;
  readonly problem: Problem | null;
  /** What a person can do about the problem. */
  readonly remedy: Remedy | null;
  readonly progress: Progress | null;
  /** Something is under way just now. */
  readonly busy: boolean;
  /** What came of the last attempt, if it failed. */
  readonly trouble?: Trouble | null;
  /** When the next attempt is made while offline: milliseconds since 1970. */
  readonly retryAt?: number | null;
  readonly offer?: Offer | null;
  /** Since the app was opened. */
  readonly mishap?: Mishap | null;
}

export interface Facts {
  readonly machine: Machine;
  /** Whether the last attempt to reach the server came through; null before the first. */
  readonly reached: boolean | null;
  readonly at: string | null;
  readonly counts: Counts;
  readonly prompt: MetadataPrompt | null;
  readonly loss: Loss | null;
  readonly failure: StorageFailed | null;
  readonly progress: Progress | null;
  readonly trouble: Trouble | null;
  readonly retryAt: number | null;
  readonly offer: Offer | null;
  readonly mishap: Mishap | null;
}

export function syncStateOf(facts: Facts): SyncState {
  const { machine, at, counts, loss, failure, progress, trouble, retryAt, offer, mishap } = facts;
  const busy = machine.state === "opening" || machine.state === "pushing" || machine.state === "pulling";
  const shared = { at, counts, busy, progress, trouble, retryAt, offer, mishap };
  if (failure) return { ...shared, kind: "attention", problem: storeFailed(failure), remedy: null };
  if (loss) return { ...shared, kind: "attention", problem: loss.problem, remedy: null };
  const kind = kindOf(facts);
  return { ...shared, kind, problem: machine.problem, remedy: machine.remedy };
}

export function problem(code: string, given: Record<string, unknown> = {}): Problem {
  return { code, arguments: given, field: null, sentence: null, remedy: null };
}

export function storeFailed({ reason }: StorageFailed): Problem {
  return problem("store-failed", { reason });
}

function kindOf(facts: Facts): SyncKind {
  const { machine, reached } = facts;
  switch (machine.state) {
    case "stopped":
    case "following":
      return "starting";
    case "opening":
      if (machine.problem) return "attention";
      if (reached === null) return "starting";
      return reached ? atRest(facts) : "offline";
    case "pushing":
      return "sending";
    case "pulling":
      return facts.progress === null ? atRest(facts) : "receiving";
    case "idle":
      return atRest(facts);
    case "held":
    case "offline":
    case "attention":
      return machine.state;
    default:
      return unreachable(machine.state);
  }
}

function atRest({ counts, prompt, offer }: Facts): SyncKind {
  if (counts.needsYou > 0) return "attention";
  if (prompt && prompt.urgency !== "silent") return "updateReady";
  if (counts.waiting > 0 || counts.files > 0) return "waiting";
  return offer ? "offered" : "upToDate";
}
