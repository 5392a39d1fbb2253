/**
 * Actions that are done only while the office answers: sent at once like every change, and waited for.
 *
 * None of them is half done. What has not left when the time is up is taken back, as if nothing had been asked. What has
 * left may have arrived, which only the office knows: it stays in the outbox until it says so.
 */
import { effect } from "@preact/signals";
import { isRefused, type OutboxEntry } from "../local/outbox-entry";
import type { LocalRecord } from "../local/record";
import type { Act, Action } from "../protocol";
import { t } from "../shared/messages";
import { current } from "../ui/live";
import type { Reason } from "./keeping/permits";
import type { OpenApp } from "./open-app";

/** done: the office has it. refused: it said no. unsent: taken back. unheard: it may have it or not. */
export type Answer =
  | { readonly kind: "done" | "refused"; readonly entry: OutboxEntry }
  | { readonly kind: "unsent" }
  | { readonly kind: "unheard" };

const PATIENCE = 20_000;

/** Say why an action cannot be done now: it needs the office. Signals are read. */
export function awayReason(app: OpenApp, { offline }: Pick<Action, "offline">): Reason {
  return offline === "online" && isAway(app) ? t("mobile.keep.only_online") : null;
}

/** Tell whether the office cannot be reached, as far as it is known. Signals are read. */
export function isAway(app: OpenApp): boolean {
  const { kind, problem } = current(app.core.sync.syncState);
  // What only waits for its user needs attention as well, and is no reason
  return kind === "offline" || kind === "held" || (kind === "attention" && problem !== null);
}

/** Tell whether the office has answered and can be asked. Signals are read. */
export function isReached(app: OpenApp): boolean {
  return current(app.core.sync.syncState).kind !== "starting" && !isAway(app);
}

/** Tell whether a step is asked for that the office alone does, and is not answered yet. Signals are read. */
function isAskedFor(app: OpenApp, { id, offline }: Action, { entity, id: record }: LocalRecord): boolean {
  if (offline !== "intent") return false;
  return app.core.replica.outbox.entries.value.some(({ outcome, acts }) => {
    return !outcome && acts.some((act) => asks(act, id) && act.entity === entity && act.record === record);
  });
}

/** Say why a step is not asked for once more. Signals are read. */
export function askedReason(app: OpenApp, action: Action, record: LocalRecord): Reason {
  return action.idempotent !== false && isAskedFor(app, action, record) ? t("mobile.keep.asked") : null;
}

function asks(act: Act, action: string): boolean {
  return act.kind === "step" && act.action === action;
}

/**
 * Do something that makes a change, and wait for the office.
 *
 * @returns null where no change came of it
 * @throws StorageFailed, and what `act` throws
 */
export async function doneAtOffice(
  app: OpenApp,
  act: () => Promise<void>,
  patience = PATIENCE,
): Promise<Answer | null> {
  const { outbox } = app.core.replica;
  const before = new Set(outbox.entries.peek().map(({ id }) => id));
  await act();
  const made = outbox.entries.peek().findLast(({ id }) => !before.has(id));
  if (!made) return null;
  void app.core.sync.syncNow().catch(() => undefined);
  const answered = await outcomeOf(app, made.id, patience);
  if (answered) return { kind: isRefused(answered) ? "refused" : "done", entry: answered };
  return (await takenBack(app, made.id)) ? { kind: "unsent" } : { kind: "unheard" };
}

function outcomeOf(app: OpenApp, change: string, patience: number): Promise<OutboxEntry | null> {
  return new Promise((resolve) => {
    let stop = () => {};
    const end = (entry: OutboxEntry | null) => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(entry);
    };
    const timer = setTimeout(() => end(null), patience);
    stop = effect(() => {
      const entry = app.core.replica.outbox.get(change);
      if (entry?.outcome) end(entry);
    });
  });
}

async function takenBack(app: OpenApp, change: string): Promise<boolean> {
  const entry = app.core.replica.outbox.get(change);
  if (!entry) return true;
  if (entry.number !== null) return false;
  try {
    await app.core.commands.discardChange(change);
    return true;
  } catch {
    return false; // it has left in the meantime
  }
}
