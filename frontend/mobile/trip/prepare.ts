/**
 * Making ready for a time without a network: one stage after the other, each with what it brought or why it could not.
 *
 * It only asks the parts that bring things in any case, and waits for them; it can be stopped between two steps, and
 * what has come by then stays.
 */
import { effect } from "@preact/signals";
import { StorageFailed } from "../../local/storage";
import { answerCopy } from "../copy-answer";
import type { OpenApp } from "../open-app";
import { type Stocked, stockShelf } from "../shelf-stock";

export const STAGES = ["app", "records", "changes", "pictures"] as const;

export type StageName = (typeof STAGES)[number];

/** What kept a stage from its end. */
export type Lack = "no_answer" | "update" | "unsent" | "not_kept" | "pictures" | "full";

export type Stage =
  | { readonly name: StageName; readonly state: "waiting" | "going" | "here" }
  | { readonly name: StageName; readonly state: "lacking"; readonly lack: Lack; readonly count: number };

export interface Preparation {
  readonly stages: readonly Stage[];
  readonly pictures: Stocked | null;
  /** null: under way. */
  readonly end: "safe" | "lacking" | "stopped" | null;
}

interface Preparing {
  readonly app: OpenApp;
  readonly signal: AbortSignal;
  readonly tell: (now: Preparation) => void;
}

type Found = { readonly lack: Lack; readonly count?: number } | null;

/** How long nothing may move before it counts as no answer. */
const PATIENCE = 60_000;

/** Bring everything that this phone is to hold, and say what came of it. */
export async function prepare({ app, signal, tell }: Preparing): Promise<Preparation> {
  let now: Preparation = {
    stages: STAGES.map((name) => ({ name, state: "waiting" })),
    pictures: null,
    end: null,
  };
  const change = (part: Partial<Preparation>) => {
    now = { ...now, ...part };
    tell(now);
  };
  const mark = (stage: Stage) =>
    change({ stages: now.stages.map((one) => (one.name === stage.name ? stage : one)) });
  const works: Readonly<Record<StageName, () => Promise<Found>>> = {
    app: () => bringApp(app),
    records: () => bringRecords(app, signal),
    changes: async () => sendChanges(app),
    pictures: () => bringPictures(app, signal, (pictures) => change({ pictures })),
  };
  const ended = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  for (const name of STAGES) {
    if (signal.aborted) break;
    mark({ name, state: "going" });
    const found = await Promise.race([works[name](), ended]);
    if (found && !signal.aborted) mark({ name, state: "lacking", count: 0, ...found });
    else if (!signal.aborted) mark({ name, state: "here" });
  }
  const whole = now.stages.every(({ state }) => state === "here");
  change({ end: signal.aborted ? "stopped" : whole ? "safe" : "lacking" });
  return now;
}

async function bringApp({ ports }: OpenApp): Promise<Found> {
  return (await ports.device.appKept()) ? null : { lack: "not_kept" };
}

/** Have a pull come to its end that begins now; what waits goes up before it. */
async function bringRecords(app: OpenApp, signal: AbortSignal): Promise<Found> {
  const { core, ports } = app;
  const { replica, sync } = core;
  answerCopy(ports.device, "now", ports.clock.now());
  const asked = new Date(ports.clock.now()).toISOString();
  await sync.syncNow();
  const come = () => (replica.checkpoint.value?.at ?? "") >= asked && !sync.syncState.value.busy;
  const reached = await settled(app, signal, come);
  if (replica.prompt.peek()) return { lack: "update" };
  return reached ? null : { lack: "no_answer" };
}

function sendChanges({ core: { replica } }: OpenApp): Found {
  const waiting = replica.outbox.entries.peek().filter(({ outcome }) => !outcome).length;
  const count = waiting + replica.blobs.queue().length;
  return count > 0 ? { lack: "unsent", count } : null;
}

async function bringPictures(
  { core: { replica }, ports, person }: OpenApp,
  signal: AbortSignal,
  moved: (now: Stocked) => void,
): Promise<Found> {
  try {
    const shelf = ports.pictures.shelf(person.person);
    await stockShelf({ shelf, replica, pictures: ports.pictures, ended: () => signal.aborted, moved });
    return null;
  } catch (error) {
    return { lack: error instanceof StorageFailed || isQuota(error) ? "full" : "pictures" };
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/** Wait until it has come; false when the phone stands still before that, or nothing moves for a while. */
function settled(app: OpenApp, signal: AbortSignal, come: () => boolean): Promise<boolean> {
  const { sync } = app.core;
  return new Promise((resolve) => {
    let stop = () => {};
    let forget = () => {};
    const end = (reached: boolean) => {
      forget();
      signal.removeEventListener("abort", give);
      queueMicrotask(() => stop());
      resolve(reached);
    };
    const give = () => end(false);
    signal.addEventListener("abort", give);
    stop = effect(() => {
      const { kind, busy, remedy } = sync.syncState.value;
      if (come()) return end(true);
      const still =
        kind === "held" || (kind === "offline" && !busy) || (kind === "attention" && remedy !== null);
      if (still && !busy) return end(false);
      forget();
      forget = app.ports.clock.after(PATIENCE, give);
    });
  });
}
