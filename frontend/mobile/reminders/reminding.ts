/**
 * Asking to be reminded of what needs the office, and doing it once it can be reached.
 */
import type { Remind } from "../../blocks/acting";
import type { Deed, Reminder } from "../../local/reminders";
import { instant } from "../../shared/clock";
import { t } from "../../shared/messages";
import { draftsOf } from "../drafts/drafts-of";
import type { OpenApp } from "../open-app";
import { remindersOf } from "./reminders";

/** Offer to be reminded of a deed where the user is now, or no longer. Signals are read. */
export function remindOf(app: OpenApp, deed: Deed, draft?: string): Remind {
  const reminders = remindersOf(app);
  const on = reminders.has(deed);
  const forget = () => app.savings.attempt(() => reminders.drop(deed));
  const set = () =>
    app.savings.attempt(async () => {
      const { clock, place } = app.ports;
      const path = place.entry.peek().path;
      await reminders.keep({ deed, path, at: instant(clock), told: false, ...(draft && { draft }) });
      app.toasts.show(t("mobile.remind.is_set"), { label: t("ui.undo"), run: () => void forget() });
    });
  return { on, toggle: () => void (on ? forget() : set()) };
}

/** Go where it can be done; once the office can be reached the note has served. */
export async function openReminder(app: OpenApp, reminder: Reminder, reached: boolean): Promise<void> {
  const drafts = draftsOf(app);
  if (reminder.draft) await drafts.refresh().catch(() => undefined);
  const draft = reminder.draft && drafts.get(reminder.draft)?.id;
  if (reached) await app.savings.attempt(() => remindersOf(app).drop(reminder.deed));
  app.go(draft ? { kind: "draft", draft } : reminder.path);
}
