/**
 * The history of a record: who changed what, when and from which device, and what did not come to stand. A value of
 * then is brought back by an ordinary change.
 */
import { titleOf } from "../../blocks/record-values";
import { problemText } from "../../fields/problem-text";
import type { LocalRecord } from "../../local/record";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { refusalOf } from "../keeping/permits";
import { useReading } from "../reading";
import { remindOf } from "../reminders/reminding";
import { HistoryEntryItem } from "./history-entry";
import { type HistoryListing, useHistory } from "./listing";
import "./history.css";

interface HistorySheetProps {
  readonly record: LocalRecord;
  readonly onClose: () => void;
}

export function HistorySheet({ record, onClose }: HistorySheetProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const listing = useHistory(record);
  const { replica, sync } = app.core;
  if (!lens) return null;
  const { entity, id } = record;
  const blocked = current(sync.editingBlocked) ? t("mobile.update.blocked") : null;
  const deleted = record.state === "deleted";
  const refusal = blocked ?? refusalOf(replica, "edit", record);
  // Of what the office has not told it is not known what a value would replace.
  const restorable = refusal === null && !record.partial && !deleted;
  const fixed = replica.readOnly(entity);
  const waiting = replica.outbox.entries.value.filter(
    ({ acts, outcome }) => !outcome && acts.some((act) => act.entity === entity && act.record === id),
  ).length;

  async function restore(field: string, value: unknown): Promise<void> {
    const edit = { value, old: record.values[field] ?? null, base: record.version };
    const act = { kind: "set", entity, record: id, edits: { [field]: edit } } as const;
    if (await app.savings.form([act], null, [])) onClose();
  }

  return (
    <Sheet
      open
      title={t("mobile.history.title", { name: titleOf(lens, record, reading) })}
      onClose={onClose}
      place="side"
    >
      {waiting > 0 && <p class="ui-quiet ui-small">{t("mobile.history.waiting", { count: waiting })}</p>}
      {listing.entries.length > 0 && !deleted && (
        <p class="ui-quiet ui-small">{refusal ?? t("mobile.history.lead")}</p>
      )}
      <ol class="history">
        {listing.entries.map((entry, at) => (
          <HistoryEntryItem
            key={at}
            entry={entry}
            record={record}
            mayRestore={(field) => restorable && !fixed.has(field)}
            onRestore={(field, value) => void restore(field, value)}
          />
        ))}
      </ol>
      <End listing={listing} record={record} />
    </Sheet>
  );
}

/** What stands below the entries: more of them, or why there are none. */
function End({ listing, record }: { readonly listing: HistoryListing; readonly record: LocalRecord }) {
  const app = useApp();
  const { state, entries, more, problem, ask } = listing;
  const again = (
    <Button icon="rotate-cw" onPress={ask}>
      {t("mobile.late.again")}
    </Button>
  );
  switch (state) {
    case "asking":
      return (
        <div role="status" aria-label={t("mobile.history.asking")}>
          <SkeletonRows count={entries.length > 0 ? 1 : 4} />
        </div>
      );
    case "unreachable": {
      const remind = remindOf(app, { kind: "history", entity: record.entity, record: record.id });
      const steps = (
        <span class="app-change-steps">
          {again}
          <Button icon={remind.on ? "bell-off" : "bell"} onPress={remind.toggle}>
            {t(remind.on ? "mobile.remind.not" : "mobile.remind.me")}
          </Button>
        </span>
      );
      return (
        <EmptyState icon="cloud-off" action={steps}>
          {t("mobile.history.unreachable")}
        </EmptyState>
      );
    }
    case "refused":
      return (
        <EmptyState icon="circle-alert" action={again}>
          {problem ? problemText(problem) : t("mobile.history.unreachable")}
        </EmptyState>
      );
    case "told":
      if (entries.length === 0)
        return (
          <EmptyState icon="history">
            {t(record.version === 0 ? "mobile.history.new" : "mobile.history.none")}
          </EmptyState>
        );
      return more ? (
        <Button wide onPress={ask}>
          {t("mobile.history.more")}
        </Button>
      ) : (
        <p class="history-end ui-quiet ui-small">{t("mobile.history.end")}</p>
      );
  }
}
