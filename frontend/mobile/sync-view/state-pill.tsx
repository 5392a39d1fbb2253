/**
 * The pill of this app: the one place for state; a tap tells why.
 */
import { formatDate, formatTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import { Pill } from "../../ui/pill";
import { useApp } from "../app-context";
import { needingYou, pendingRecords } from "./pending";
import { pillWords } from "./pill-words";

export function StatePill() {
  const app = useApp();
  const said = current(app.core.sync.syncState);
  // Before the first copy is whole nothing is up to date, whatever the engine does between two pages.
  const first = app.core.replica.checkpoint.value === null && said.kind === "upToDate";
  const state = first ? { ...said, kind: "receiving" as const } : said;
  const ends = app.core.replica.held.value?.until;
  const until = ends ? formatTime(new Date(ends)) : null;
  const { trouble } = state;
  const lens = current(app.lens);
  const slow = trouble?.kind === "slow" ? (lens?.text(lens.entity(trouble.entity)?.plural) ?? "") : "";
  const counts = { waiting: pendingRecords(app), needsYou: needingYou(app), until, slow };
  const { kind, icon, key, values } = pillWords(state, counts, (moment) =>
    shortMoment(moment, app.ports.clock.now()),
  );
  return <Pill kind={kind} icon={icon} word={t(key, values)} onSelect={() => open(app)} />;
}

function open(app: ReturnType<typeof useApp>): void {
  const prompt = app.core.replica.prompt.peek();
  // The quiet reminder of an update leads to the update itself.
  if (prompt && app.core.sync.syncState.peek().kind === "updateReady") app.promptAsked.value = true;
  else app.go({ kind: "status" });
}

/** The time of day; the day when it was another one. */
export function shortMoment(moment: string, now: number): string {
  const date = new Date(moment);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return sameDay ? formatTime(date) : formatDate(date);
}
