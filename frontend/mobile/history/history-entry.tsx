/**
 * One entry of a record's history: who, when, from where, and what happened to each field.
 */
import { useState } from "preact/hooks";
import { ComparedText } from "../../fields/multi-line/compared";
import { DisplayedValue } from "../../fields/registry";
import type { LocalRecord } from "../../local/record";
import type { Field, HistoryEntry } from "../../protocol";
import { formatDateTime } from "../../shared/formats";
import { same } from "../../shared/json";
import { type MessageKey, t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { fits } from "../../values/fitting";
import type { Filled } from "../../values/types";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import { type Fact, factsOf, restorable } from "./facts";

interface HistoryEntryItemProps {
  readonly entry: HistoryEntry;
  readonly record: LocalRecord;
  /** Whether the user may set a field now. */
  readonly mayRestore: (field: string) => boolean;
  readonly onRestore: (field: string, value: unknown) => void;
}

/** More facts than these stand behind a button. */
const SHOWN = 6;

export function HistoryEntryItem({ entry, record, mayRestore, onRestore }: HistoryEntryItemProps) {
  const app = useApp();
  const lens = current(app.lens);
  const [whole, setWhole] = useState(false);
  const fields = lens?.fields(record.entity);
  if (!lens || !fields) return null;
  const facts = factsOf(entry, [...fields.keys()]);
  const short = facts.length > SHOWN + 1 && !whole;
  return (
    <li class="history-entry">
      <p class="history-what">
        <span>{t(WORDS[entry.kind] ?? "mobile.history.edit")}</span>
        <time class="ui-quiet ui-small" dateTime={entry.at}>
          {formatDateTime(new Date(entry.at))}
        </time>
      </p>
      <p class="ui-quiet ui-small" dir="auto">
        {useWhence(entry)}
      </p>
      <Passed entry={entry} />
      {facts.length > 0 && (
        <dl class="history-facts">
          {(short ? facts.slice(0, SHOWN) : facts).map((fact) => (
            <FactRow
              key={`${fact.kind} ${fact.field} ${JSON.stringify(restorable(fact))}`}
              fact={fact}
              field={fields.get(fact.field)}
              record={record}
              named={fact.kind !== "disputed" || entry.kind !== "conflict"}
              mayRestore={mayRestore}
              onRestore={onRestore}
            />
          ))}
        </dl>
      )}
      {short && (
        <button class="history-all" type="button" onClick={() => setWhole(true)}>
          {t("mobile.history.fields", { count: facts.length - SHOWN })}
        </button>
      )}
    </li>
  );
}

const WORDS: Readonly<Record<string, MessageKey>> = {
  create: "mobile.history.create",
  edit: "mobile.history.edit",
  delete: "mobile.history.delete",
  restore: "mobile.history.restored",
  resolve: "mobile.history.resolve",
  compute: "mobile.history.compute",
  conflict: "mobile.history.conflict",
  close: "mobile.history.close",
  assign: "mobile.history.assign",
  share: "mobile.history.share",
};

/** By whom and from which device, as one line. */
function useWhence({ by, byName, device }: HistoryEntry): string {
  const app = useApp();
  const me = by === app.person.person;
  const name = me ? t("mobile.conflict.you") : byName || t("mobile.conflict.someone");
  const own = app.core.replica.device.value?.id.slice(-4).toUpperCase();
  if (device === null) return t("mobile.history.from_desk", { name });
  if (me && device === own) return t("mobile.history.from_here", { name });
  return t("mobile.history.from_device", { name, device });
}

/** Whose the record became, and whom it was shared with. */
function Passed({ entry }: { readonly entry: HistoryEntry }) {
  const { resolve } = useReading();
  const nameOf = (party: unknown) => {
    const id = String(party);
    return resolve?.("person", id) ?? resolve?.("team", id) ?? t("mobile.conflict.someone");
  };
  const { owner, shares } = entry.new;
  const shared = typeof shares === "object" && shares !== null ? Object.entries(shares) : [];
  return (
    <>
      {entry.kind !== "create" && owner != null && (
        <p dir="auto">{t("mobile.history.owner", { name: nameOf(owner) })}</p>
      )}
      {shared.map(([party, may]) => (
        <p key={party} dir="auto">
          {t(Array.isArray(may) && may.length > 0 ? "mobile.history.shared" : "mobile.history.unshared", {
            name: nameOf(party),
          })}
        </p>
      ))}
    </>
  );
}

interface FactRowProps {
  readonly fact: Fact;
  readonly field: Field | undefined;
  readonly record: LocalRecord;
  /** Whether it is to be said what became of the value: the entry may say so already. */
  readonly named: boolean;
  readonly mayRestore: (field: string) => boolean;
  readonly onRestore: (field: string, value: unknown) => void;
}

function FactRow({ fact, field, record, named, mayRestore, onRestore }: FactRowProps) {
  const lens = current(useApp().lens);
  const label = lens?.text(field?.label) || fact.field;
  const value = restorable(fact);
  const offered =
    field !== undefined &&
    value !== undefined &&
    mayRestore(field.id) &&
    !same(record.values[field.id] ?? null, value) &&
    (value === null ? !field.required : fits(value, field));
  return (
    <div class="history-fact">
      <dt>{label}</dt>
      <dd>
        {fact.kind === "moved" ? (
          <span class="history-move">
            <span class="history-old">
              <Told field={field} value={fact.from} other={fact.to} />
            </span>
            <Icon name="chevron-right" label={t("mobile.history.became")} />
            <span>
              <Told field={field} value={fact.to} other={fact.from} />
            </span>
          </span>
        ) : (
          <span class="history-move">
            {named && fact.kind !== "first" && fact.kind !== "last" && (
              <span class="history-aside ui-small">{t(`mobile.history.${fact.kind}`)}</span>
            )}
            <span>
              <Told field={field} value={fact.value} />
            </span>
          </span>
        )}
        {offered && (
          <IconButton
            icon="undo-2"
            label={t("mobile.history.bring_back", { field: label })}
            onPress={() => onRestore(field.id, value)}
          />
        )}
      </dd>
    </div>
  );
}

interface ToldProps {
  readonly field: Field | undefined;
  readonly value: unknown;
  /** What it became, or was before. */
  readonly other?: unknown;
}

function Told({ field, value, other }: ToldProps) {
  const app = useApp();
  const reading = useReading();
  if (value === null) return <span class="ui-quiet">{t("mobile.conflict.empty")}</span>;
  if (!field) return <span dir="auto">{String(value)}</span>;
  if (field.type === "multi_line" && typeof value === "string" && typeof other === "string") {
    return <ComparedText text={value} other={other} />;
  }
  return <DisplayedValue field={field} value={value as Filled} tools={{ reading, pictures: app.pictures }} />;
}
