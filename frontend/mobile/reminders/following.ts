/**
 * The note that comes when the office can be reached again: once for each reminder, while the app is looked at.
 *
 * What its user has done in the meantime he needs no reminder of.
 */
import { effect } from "@preact/signals";
import { isRefused, type OutboxEntry } from "../../local/outbox-entry";
import type { Reminder } from "../../local/reminders";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import { isReached } from "../at-office";
import type { OpenApp } from "../open-app";
import { readingOf } from "../reading";
import { worded } from "../words";
import { toldDeed } from "./reminder-words";
import { remindersOf } from "./reminders";
import { openReminder } from "./reminding";

const SECONDS = 15;

/** Follow the app as long as it is open; the function that is returned ends it. */
export function followReminders(app: OpenApp): () => void {
  const reminders = remindersOf(app);
  const { outbox } = app.core.replica;
  let ended = false;
  let telling = false;

  async function tell(): Promise<void> {
    const fresh = reminders.all.peek().filter(({ told }) => !told);
    if (ended || telling || fresh.length === 0 || document.visibilityState === "hidden") return;
    if (!isReached(app)) return;
    telling = true;
    await worded(reminders.told(), KEEPING_TEXTS)
      .then(() => show(app, fresh))
      // A store that cannot be written is told of by the app; the list has them all the same.
      .catch(() => undefined);
    telling = false;
  }

  const stops = [
    effect(() => {
      reminders.all.value;
      if (isReached(app)) queueMicrotask(() => void tell());
    }),
    effect(() => {
      const done = reminders.all.value.filter((one) =>
        outbox.entries.value.some((entry) => does(entry, one)),
      );
      if (done.length > 0)
        queueMicrotask(() => void reminders.drop(...done.map(({ deed }) => deed)).catch(() => undefined));
    }),
  ];
  const seen = () => void tell();
  document.addEventListener("visibilitychange", seen);
  void reminders.refresh().catch(() => undefined);
  return () => {
    ended = true;
    for (const stop of stops) stop();
    document.removeEventListener("visibilitychange", seen);
  };
}

async function show(app: OpenApp, fresh: readonly Reminder[]): Promise<void> {
  const [only] = fresh;
  if (!only) return;
  const { records } = app.core.replica;
  await records.ensure(only.deed.entity);
  const telling = {
    lens: app.lens.peek(),
    reading: readingOf(app).peek(),
    record: (entity: string, id: string) => records.get(entity, id),
  };
  if (fresh.length > 1) {
    const run = () => app.go({ kind: "outbox" });
    const words = t("mobile.remind.reached_many", { count: fresh.length });
    app.toasts.show(words, { label: t("mobile.remind.look"), run }, SECONDS);
    return;
  }
  const run = () => void openReminder(app, only, true);
  const words = t("mobile.remind.reached", { what: toldDeed(only.deed, telling) });
  app.toasts.show(words, { label: t("mobile.remind.open"), run }, SECONDS);
}

/** Tell whether a change is what its user wanted to be reminded of, and the office has done it. */
function does(entry: OutboxEntry, { deed, at }: Reminder): boolean {
  const { source, acts, madeAt, outcome } = entry;
  if (deed.kind !== "action" || !outcome || isRefused(entry) || madeAt < at) return false;
  const same = source?.workspace === deed.workspace && source.action === deed.action;
  return same && (deed.record === null || acts.some(({ record }) => record === deed.record));
}
