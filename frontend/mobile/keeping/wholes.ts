/**
 * How many records the office has of what is listed here: asked now and then, and remembered for the time without it.
 *
 * Kept as a first page of a list is, without any record on it.
 */
import type { Whole, WholeSource } from "../../blocks/list/whole";
import { instant } from "../../shared/clock";
import { current } from "../../ui/live";
import type { OpenApp } from "../open-app";

const MINUTE = 60_000;
/** So long a number counts as that of now, and is not asked for again. */
const LATELY = 10 * MINUTE;
const ASKED = "wholes/asked";

type Condition = object | null;

export function wholesOf(app: OpenApp): WholeSource {
  return {
    of: (entity, condition) => wholeOf(app, entity, condition),
    ask: (entity, condition) => askWhole(app, entity, condition),
  };
}

/** Say what is known; null: nothing. Signals are read. */
export function wholeOf(app: OpenApp, entity: string, condition: Condition): Whole | null {
  if (takenWhole(app, entity)) return { kind: "here" };
  const known = app.core.replica.recent.page(entity, nameOf(condition));
  if (!known) return null;
  const about = !reaches(app) || isOld(app, known.at);
  return { kind: "known", count: known.total, about };
}

/** The profile brings all records of an entity that the user may read. A signal is read. */
export function takenWhole({ core: { replica } }: OpenApp, entity: string): boolean {
  if (!replica.hasCome(entity)) return false;
  const taken = replica.metadata.value?.profile.entities.find(({ id }) => id === entity);
  return taken?.rules.some(({ kind }) => kind === "all") ?? false;
}

/** Ask the office, unless that was done lately, or nobody answers. Signals are read. */
export function askWhole(app: OpenApp, entity: string, condition: Condition): void {
  if (!reaches(app) || takenWhole(app, entity)) return;
  const { recent } = app.core.replica;
  const name = nameOf(condition);
  const known = recent.pages.peek() && recent.page(entity, name);
  const asked = app.memory.keep(ASKED, () => new Map<string, string>());
  const slot = `${entity} ${name}`;
  if ((known && !isOld(app, known.at)) || !isOld(app, asked.get(slot))) return;
  asked.set(slot, instant(app.ports.clock));
  // What is not told is not known: nothing is said of it.
  void ask(app, entity, name, condition).catch(() => undefined);
}

async function ask(app: OpenApp, entity: string, name: string, condition: Condition): Promise<void> {
  const office = await app.office();
  const conditions = condition ? [{ ...condition }] : [];
  const { count, at } = await office.countFigures(entity, { conditions, groups: [], measures: [] });
  await app.core.replica.recent.openedPage(name, { entity, records: [], total: count, at });
}

function nameOf(condition: Condition): string {
  return `whole ${condition ? JSON.stringify(condition) : ""}`;
}

function isOld({ ports: { clock } }: OpenApp, at: string | undefined): boolean {
  return at === undefined || Math.abs(clock.now() - Date.parse(at)) > LATELY;
}

/** Whether the last exchange with the office came through, as far as is known. A signal is read. */
export function reaches({ core: { sync } }: OpenApp): boolean {
  const { kind, problem } = current(sync.syncState);
  return kind !== "offline" && kind !== "held" && kind !== "starting" && problem === null;
}
