/**
 * What has not come through to the office yet, in records and files, and how far the changes of today are.
 */
import { formatNumber } from "../../shared/formats";
import { type MessageKey, t } from "../../shared/messages";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { pathOf } from "../routes";
import { needingYou, pendingRecords, recordsOf } from "./pending";
import { STAGES, stageOf } from "./stages";

export function OnItsWay() {
  const app = useApp();
  const { outbox, blobs } = app.core.replica;
  const rows: readonly (readonly [MessageKey, number])[] = [
    ["mobile.outbox.waiting", pendingRecords(app)],
    ["mobile.outbox.needs", needingYou(app)],
    ["mobile.status.photos", blobs.onTheirWay.value.size],
  ];
  const midnight = new Date(app.ports.clock.now()).setHours(0, 0, 0, 0);
  const recent = outbox.entries.value.filter(
    ({ outcome, answeredAt }) => !outcome || Date.parse(answeredAt ?? "") >= midnight,
  );
  return (
    <>
      <section aria-labelledby="status-pending">
        <SectionHeader id="status-pending" title={t("mobile.status.pending")} />
        <List labelledBy="status-pending">
          {rows.map(([key, count]) => (
            <ListRow
              key={key}
              title={t(key)}
              figure={formatNumber(count)}
              href={pathOf({ kind: "outbox" })}
              arrow
            />
          ))}
        </List>
      </section>
      {recent.length > 0 && (
        <section aria-labelledby="status-stages">
          <SectionHeader id="status-stages" title={t("mobile.device.stages")} />
          <List labelledBy="status-stages">
            {STAGES.map((stage) => (
              <ListRow
                key={stage}
                title={t(`mobile.device.stage.${stage}`)}
                figure={formatNumber(recordsOf(recent.filter((entry) => stageOf(entry) === stage)))}
              />
            ))}
          </List>
        </section>
      )}
    </>
  );
}
