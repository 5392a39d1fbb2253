/**
 * Back from a trip: working offline ends, what waited is sent, and the user hears how much went and how much is left.
 */
import { effect } from "@preact/signals";
import { recordKey } from "../../local/database";
import type { OpenApp } from "../open-app";

export type Return = { readonly sent: number; readonly left: number };

/** How long to wait for the last answer before what is left is counted as left. */
const PATIENCE = 60_000;

/** Go online; resolves once nothing waits any more, or nobody answers. */
export async function comeBack(app: OpenApp): Promise<Return> {
  const before = waitingRecords(app);
  if (!(await app.savings.attempt(() => app.core.sync.hold(false)))) return { sent: 0, left: before.size };
  await app.core.sync.syncNow();
  await answered(app);
  const left = waitingRecords(app);
  return { sent: [...before].filter((key) => !left.has(key)).length, left: left.size };
}

function waitingRecords({ core: { replica } }: OpenApp): ReadonlySet<string> {
  const waiting = replica.outbox.entries.value.filter(({ outcome }) => !outcome);
  return new Set(waiting.flatMap(({ acts }) => acts.map(({ entity, record }) => recordKey(entity, record))));
}

function answered(app: OpenApp): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const end = () => {
      forget();
      queueMicrotask(() => stop());
      resolve();
    };
    const forget = app.ports.clock.after(PATIENCE, end);
    stop = effect(() => {
      const { kind, busy, remedy } = app.core.sync.syncState.value;
      const stands = !busy && (kind === "offline" || kind === "held" || remedy !== null);
      if (stands || waitingRecords(app).size === 0) end();
    });
  });
}
