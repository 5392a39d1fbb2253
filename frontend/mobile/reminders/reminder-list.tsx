/**
 * What its user wants to do once the office can be reached, a group of the outbox; each can be opened and forgotten.
 */
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { isReached } from "../at-office";
import { useReading } from "../reading";
import { shortMoment } from "../sync-view/state-pill";
import { toldDeed } from "./reminder-words";
import { remindersOf } from "./reminders";
import { openReminder } from "./reminding";

export function ReminderList() {
  const app = useApp();
  const reading = useReading();
  const reminders = remindersOf(app);
  const all = current(reminders.all);
  const { records } = app.core.replica;
  const lens = current(app.lens);
  const reached = isReached(app);
  if (all.length === 0) return null;
  const telling = { lens, reading, record: (entity: string, id: string) => records.get(entity, id) };
  return (
    <section aria-labelledby="outbox-reminders">
      <SectionHeader id="outbox-reminders" title={t("mobile.remind.list")} count={formatNumber(all.length)} />
      <ul class="app-changes">
        {all.map((reminder) => {
          const what = toldDeed(reminder.deed, telling);
          const forget = () => void app.savings.attempt(() => reminders.drop(reminder.deed));
          const open = () => void openReminder(app, reminder, reached);
          return (
            <li key={`${reminder.path} ${reminder.at}`} class="app-change">
              <div class="app-change-top">
                <span class="app-change-title" dir="auto">
                  {what}
                </span>
                <time class="ui-quiet ui-small" dateTime={reminder.at}>
                  {shortMoment(reminder.at, app.ports.clock.now())}
                </time>
              </div>
              <div class="app-change-end">
                <span class="app-change-state">
                  <StateMark
                    state={reached ? "sent" : "offline"}
                    icon={reached ? "bell" : "clock"}
                    word={t(reached ? "mobile.remind.ready" : "mobile.remind.waits")}
                  />
                </span>
                <span class="app-change-steps">
                  <Button onPress={forget}>{t("mobile.remind.forget")}</Button>
                  <Button {...(reached && { kind: "primary" as const })} onPress={open}>
                    {t("mobile.remind.open")}
                  </Button>
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
