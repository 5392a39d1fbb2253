/**
 * The outbox: what needs the user, what waits, what was sent; each thing with its state in words and its next step.
 */
import { titleOf } from "../../blocks/record-values";
import {
  type ChangeStatus,
  isOpen,
  isRefused,
  type OutboxEntry,
  rootCause,
  statusOf,
} from "../../local/outbox-entry";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import type { SyncKind } from "../../sync/status";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { type State, StateMark } from "../../ui/state";
import { useApp } from "../app-context";
import { DraftList } from "../drafts/draft-list";
import { useDrafts } from "../drafts/use-drafts";
import { openerOf } from "../opener";
import { remedyOf, type Telling, toldChange, toldRefusal, toldRemarks } from "../outbox-words";
import { useReading } from "../reading";
import { ReminderList } from "../reminders/reminder-list";
import { RescueMenu } from "../rescue/rescue-menu";
import { pathOf } from "../routes";
import { shortMoment } from "../sync-view/state-pill";
import { TabPage } from "./tab-page";

export function OutboxPage() {
  const app = useApp();
  const { replica } = app.core;
  const drafts = useDrafts();
  const entries = replica.outbox.entries.value;
  const open = replica.conflicts.openIds.value;
  const groups: Record<ChangeStatus, OutboxEntry[]> = { needsYou: [], waiting: [], sending: [], sent: [] };
  for (const entry of entries) groups[statusOf(entry, open)].push(entry);
  const midnight = new Date(app.ports.clock.now()).setHours(0, 0, 0, 0);
  const told = new Set(entries.flatMap(({ outcome }) => outcome?.conflicts ?? []));
  const conflicts = replica.conflicts.open.value.filter(({ id }) => !told.has(id));
  const sent = groups.sent.filter(({ answeredAt }) => Date.parse(answeredAt ?? "") >= midnight).reverse();
  const waiting = [...groups.sending, ...groups.waiting];
  const needs = groups.needsYou.length + conflicts.length;
  const nothing = needs === 0 && waiting.length === 0 && sent.length === 0;
  return (
    <TabPage title={t("ui.outbox")} large tool={<RescueMenu />}>
      <DraftList />
      {nothing && (
        <EmptyState icon="cloud-check">
          {t(drafts?.count ? "mobile.outbox.empty_but_drafts" : "mobile.outbox.empty")}
        </EmptyState>
      )}
      {needs > 0 && (
        <section aria-labelledby="outbox-needs">
          <SectionHeader id="outbox-needs" title={t("mobile.outbox.needs")} count={formatNumber(needs)} />
          <ul class="app-changes">
            {groups.needsYou.map((entry) => (
              <ChangeItem key={entry.id} entry={entry} status="needsYou" />
            ))}
            {conflicts.map(({ id, entity, record }) => (
              <ConflictItem key={id} entity={entity} record={record} />
            ))}
          </ul>
        </section>
      )}
      <ReminderList />
      {waiting.length > 0 && (
        <section aria-labelledby="outbox-waiting">
          <SectionHeader
            id="outbox-waiting"
            title={t("mobile.outbox.waiting")}
            count={formatNumber(waiting.length)}
            action={
              <Button onPress={() => void app.core.sync.syncNow()}>{t("mobile.outbox.send_now")}</Button>
            }
          />
          <ul class="app-changes">
            {waiting.map((entry) => (
              <ChangeItem key={entry.id} entry={entry} status={statusOf(entry, open)} />
            ))}
          </ul>
        </section>
      )}
      {sent.length > 0 && (
        <section aria-labelledby="outbox-sent">
          <SectionHeader
            id="outbox-sent"
            title={t("mobile.outbox.sent_today")}
            count={formatNumber(sent.length)}
          />
          <ul class="app-changes">
            {sent.map((entry) => (
              <ChangeItem key={entry.id} entry={entry} status="sent" />
            ))}
          </ul>
        </section>
      )}
    </TabPage>
  );
}

function useTelling(): Telling {
  const app = useApp();
  return {
    lens: current(app.lens),
    reading: useReading(),
    record: (entity, id) => app.core.replica.records.get(entity, id),
  };
}

interface ChangeItemProps {
  readonly entry: OutboxEntry;
  readonly status: ChangeStatus;
}

function ChangeItem({ entry, status }: ChangeItemProps) {
  const app = useApp();
  const telling = useTelling();
  const refusal = toldRefusal(entry, app.core.replica.outbox.entries.value, telling);
  const remedy = status === "needsYou" ? remedyOf(entry) : null;
  const files = entry.blobs.filter((blob) => app.core.replica.blobs.onTheirWay.value.has(blob)).length;
  const { kind } = current(app.core.sync.syncState);
  const { state, icon, word } = looks(entry, status, kind);
  return (
    <li class="app-change">
      <div class="app-change-top">
        <span class="app-change-title" dir="auto">
          {toldChange(entry, telling)}
        </span>
        <time class="ui-quiet ui-small" dateTime={entry.madeAt}>
          {shortMoment(entry.madeAt, app.ports.clock.now())}
        </time>
      </div>
      {refusal && <p class="app-change-reason">{refusal}</p>}
      {remedy && <p class="ui-quiet ui-small">{t(remedy.say)}</p>}
      {toldRemarks(entry, telling).map(({ severity, sentence }) => (
        <p key={sentence} class={`ui-field-remark ui-field-${severity}`}>
          <Icon name={severity === "warning" ? "triangle-alert" : "info"} />
          <span>{sentence}</span>
        </p>
      ))}
      <div class="app-change-end">
        <span class="app-change-state">
          <StateMark state={state} icon={icon} word={word} />
          {files > 0 && <span class="ui-quiet">{t("mobile.outbox.files", { count: files })}</span>}
        </span>
        <NextStep entry={entry} status={status} />
      </div>
    </li>
  );
}

function looks(
  { outcome, decision, settled }: OutboxEntry,
  status: ChangeStatus,
  sync: SyncKind,
): { state: State; icon?: IconName; word: string } {
  if (status === "sent" && decision) return { state: "sent", word: t("mobile.outbox.state_applied") };
  if (status === "sent" && outcome?.status === "applied_with_drops")
    return { state: "sent", word: t("mobile.outbox.state_dropped") };
  // Until a pull has brought it back the office has it, and nobody sees it in a list yet.
  if (status === "sent")
    return { state: "sent", word: t(settled ? "ui.state.sent" : "mobile.outbox.state_received") };
  // Nothing is on its way while the pill says that nobody is reached.
  if (sync === "offline" && (status === "sending" || status === "waiting"))
    return { state: "waiting", icon: "clock", word: t("mobile.outbox.state_unreached") };
  if (status === "sending" && sync !== "held")
    return { state: "waiting", icon: "cloud-upload", word: t("mobile.record.sending") };
  if (status === "sending" || status === "waiting")
    return { state: "waiting", word: t("mobile.outbox.state_here") };
  if (outcome?.status === "rejected") return { state: "refused", word: t("ui.state.refused") };
  if (outcome?.status === "blocked")
    return { state: "waiting", icon: "clock", word: t("mobile.outbox.state_held") };
  return { state: "needs", icon: "git-compare", word: t("mobile.outbox.state_conflict") };
}

/** The one thing to do next; for what went wrong also the way out. */
function NextStep({ entry, status }: ChangeItemProps) {
  const app = useApp();
  const undo = () => void app.savings.undo(entry.id);
  if (status === "sending") return null;
  if (status === "waiting")
    return (
      <span class="app-change-steps">
        <Button icon="undo-2" onPress={undo}>
          {t("ui.undo")}
        </Button>
        {isFormed(entry) && (
          <Button icon="pencil" href={pathOf({ kind: "change", change: entry.id })}>
            {t("mobile.outbox.change")}
          </Button>
        )}
      </span>
    );
  if (status === "sent") {
    const undoable = entry.settled && entry.acts.every(({ kind }) => kind !== "step" && kind !== "resolve");
    return undoable ? (
      <Button icon="undo-2" onPress={undo}>
        {t("ui.undo")}
      </Button>
    ) : null;
  }
  if (!isOpen(entry)) {
    // Of several records the one that somebody else has changed
    const known = entry.outcome?.conflicts.map((id) => app.core.replica.conflicts.get(id));
    const at = known?.find((conflict) => conflict) ?? entry.acts[0];
    if (!at) return null;
    return (
      <Button
        kind="primary"
        onPress={() => {
          app.conflict.value = { entity: at.entity, record: at.record };
        }}
      >
        {t("mobile.conflict.open")}
      </Button>
    );
  }
  return (
    <span class="app-change-steps">
      <Button onPress={undo}>{t("mobile.outbox.discard")}</Button>
      <Mend entry={entry} />
    </span>
  );
}

/** The way on for a refused change; for one that waits, the way on for what it waits for. */
function Mend({ entry }: { readonly entry: OutboxEntry }) {
  const app = useApp();
  const cause = rootCause(entry, app.core.replica.outbox.entries.value);
  // What it waits for is on its way already: there is nothing to do but wait.
  if (cause && !isRefused(cause)) return null;
  const { id } = cause ?? entry;
  const word = cause ? t("mobile.outbox.mend") : null;
  if (isFormed(cause ?? entry))
    return (
      <Button kind="primary" href={pathOf({ kind: "change", change: id })}>
        {word ?? t("mobile.outbox.edit_again")}
      </Button>
    );
  const remedy = cause ? null : remedyOf(entry);
  if (remedy?.next === "look") return <Look entry={entry} />;
  if (remedy?.next === null) return null;
  return (
    <Button
      kind="primary"
      onPress={() => void app.savings.attempt(() => app.core.commands.resubmitChange(id))}
    >
      {word ?? t("mobile.outbox.send_again")}
    </Button>
  );
}

/** The way to the record as it is now, where a page shows it. */
function Look({ entry }: { readonly entry: OutboxEntry }) {
  const lens = current(useApp().lens);
  const [act] = entry.acts;
  const open = act && lens && openerOf(lens.workspaces, act.entity);
  if (!act || !open) return null;
  return (
    <Button kind="primary" href={pathOf(open(act.record))}>
      {t("mobile.outbox.look")}
    </Button>
  );
}

/** Tell whether what it says can be put into a form. */
function isFormed({ acts }: OutboxEntry): boolean {
  return acts.some(({ kind }) => kind === "create" || kind === "set");
}

/** A conflict whose change is not in this outbox: made on another phone, or long ago. */
function ConflictItem({ entity, record }: { readonly entity: string; readonly record: string }) {
  const app = useApp();
  const { lens, reading, record: find } = useTelling();
  const shown = find(entity, record);
  const label = lens?.text(lens.entity(entity)?.label) ?? entity;
  return (
    <li class="app-change">
      <div class="app-change-top">
        <span class="app-change-title">{shown && lens ? titleOf(lens, shown, reading) : label}</span>
      </div>
      <div class="app-change-end">
        <StateMark state="needs" icon="git-compare" word={t("mobile.outbox.state_conflict")} />
        <Button
          kind="primary"
          onPress={() => {
            app.conflict.value = { entity, record };
          }}
        >
          {t("mobile.conflict.open")}
        </Button>
      </div>
    </li>
  );
}
