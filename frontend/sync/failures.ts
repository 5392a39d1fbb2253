/**
 * What a failed exchange means to the machine.
 */
import { Stale, StorageFailed } from "../local/storage";
import type { Problem } from "../protocol";
import { ProblemError, Unreachable } from "../rest/errors";
import { DeadlinePassed } from "../shared/deadline";
import { Overtaken } from "./apply";
import type { Event } from "./state";
import { problem, storeFailed, type Trouble } from "./status";
import { Disconnected, Refused } from "./transport";

const SIGN_IN = 401;

/** Failures that need the store's or the device's help before the machine goes on. */
export type Mending = "reload" | "renew";

/** Return the event for a failure, and what must be mended before it. */
export function eventOf(error: unknown): { readonly event: Event; readonly mend: Mending | null } {
  if (error instanceof Disconnected || error instanceof Unreachable) {
    return { event: { kind: "failed", retryAfter: error.retryAfter, by: causeOf(error) }, mend: null };
  }
  if (error instanceof Stale || error instanceof Overtaken)
    return { event: { kind: "again" }, mend: "reload" };
  if (error instanceof StorageFailed) return refused(storeFailed(error), "retry");
  if (error instanceof ProblemError)
    return refused(error.problem, error.status === SIGN_IN ? "sign_in" : "stop");
  if (!(error instanceof Refused)) return refused(problem("sync-failed", { reason: String(error) }), "retry");
  switch (error.remedy) {
    case "retry":
      return { event: { kind: "failed", by: "server" }, mend: null };
    case "restart":
      return { event: { kind: "again" }, mend: null };
    case "new_device":
      return { event: { kind: "again" }, mend: "renew" };
    default:
      return refused(error.problem, error.remedy);
  }
}

/**
 * Return why nobody was reached.
 *
 * @param fetching entities whose pages were on their way, the first of them longest
 * @param cutOff the browser is sure that there is no network
 */
export function troubleAfter(event: Event, fetching: Iterable<string>, cutOff: boolean): Trouble {
  if (cutOff) return { kind: "network" };
  if (event.kind === "bye") return { kind: "server" };
  const by = event.kind === "failed" ? event.by : undefined;
  if (by === "server") return { kind: "server" };
  const [entity] = fetching;
  const late = event.kind === "timeout" || by === "late";
  return late && entity !== undefined ? { kind: "slow", entity } : { kind: "silence" };
}

function causeOf(error: Error): "late" | "server" | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DeadlinePassed) return "late";
    if (cause instanceof Unreachable && cause.status !== null) return "server";
  }
  return undefined;
}

function refused(what: Problem, remedy: Refused["remedy"]): { event: Event; mend: null } {
  return { event: { kind: "refused", problem: what, remedy }, mend: null };
}
