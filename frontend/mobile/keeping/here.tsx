/**
 * What is on this phone, for Device status: by entity how many records and what brings them, what came and went, and
 * how often the phone asks for news.
 */
import { useState } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import type { News } from "../../local/news";
import { formatDateTime, formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { refreshEvery } from "../../sync/refresh";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { Select } from "../../ui/select";
import { useApp } from "../app-context";
import { useWording } from "../filters/wording";
import type { OpenApp } from "../open-app";
import { pathOf } from "../routes";
import { newsWords } from "./news-words";
import { ruleWords } from "./reason-words";

const SEEN = "news/seen";
const MINUTE = 60_000;
const INTERVALS = [5, 15, 30, 60, 240, 720, 1440] as const;

/** What came and went, until the user has said that he has seen it. */
export function WhatMoved() {
  const app = useApp();
  const lens = current(app.lens);
  const wording = useWording();
  const { replica } = app.core;
  const [, drawAgain] = useState(0);
  const unseen = current(replica.news);
  const news = unseen ?? app.memory.recall<News>(SEEN);
  if (!news || !lens) return null;
  const sentences = newsWords(news.entities, lens, wording);
  if (sentences.length === 0) return null;
  const seen = async () => {
    app.memory.note(SEEN, news);
    await app.savings.attempt(() => replica.newsSeen());
    drawAgain((count) => count + 1);
  };
  return (
    <section aria-labelledby="status-news">
      <SectionHeader id="status-news" title={t("mobile.news.title")} />
      <List labelledBy="status-news">
        {sentences.map((sentence) => (
          <ListRow key={sentence} title={sentence} />
        ))}
      </List>
      <p class="app-note">{t("mobile.news.until", { moment: formatDateTime(new Date(news.at)) })}</p>
      {unseen && (
        <div class="app-block">
          <Button icon="check" onPress={() => void seen()}>
            {t("mobile.news.seen")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** How many records of each entity are here, and what brings them. */
export function RecordsHere() {
  const app = useApp();
  const lens = current(app.lens);
  const { replica } = app.core;
  const checkpoint = replica.checkpoint.value;
  if (!lens || !checkpoint) return null;
  const counts = Object.entries(checkpoint.counts).filter(([entity]) => lens.entity(entity));
  return (
    <section aria-labelledby="status-records">
      <SectionHeader id="status-records" title={t("mobile.status.records")} />
      <List labelledBy="status-records">
        {counts.map(([id, count]) => (
          <ListRow
            key={id}
            leading={<Icon name={iconNamed(lens.entity(id)?.icon, "database")} />}
            title={lens.text(lens.entity(id)?.plural)}
            figure={formatNumber(count)}
            note={<Bringers entity={id} lens={lens} />}
          />
        ))}
      </List>
      <p class="app-note">{t("mobile.status.as_of", { moment: formatDateTime(new Date(checkpoint.at)) })}</p>
      {current(replica.prompt) && (
        <div class="app-block">
          <p class="ui-quiet ui-small">{t("mobile.keep.rules_moved")}</p>
          <Button
            icon="circle-arrow-up"
            onPress={() => {
              app.promptAsked.value = true;
            }}
          >
            {t("mobile.keep.rules_update")}
          </Button>
        </div>
      )}
      <List label={t("mobile.more.filters")}>
        <ListRow
          leading={<Icon name="funnel" />}
          title={t("mobile.more.filters")}
          href={pathOf({ kind: "filters" })}
          arrow
        />
      </List>
    </section>
  );
}

function Bringers({ entity, lens }: { readonly entity: string; readonly lens: Lens }) {
  const app = useApp();
  const wording = useWording();
  const moved = current(app.core.replica.prompt) !== null;
  return <>{bringersOf(app, entity, lens, wording).join(" · ") || (moved ? "" : t("mobile.keep.by_use"))}</>;
}

function bringersOf(
  { core: { replica } }: OpenApp,
  entity: string,
  lens: Lens,
  wording: ReturnType<typeof useWording>,
): readonly string[] {
  // The office goes by what it has published, which this phone has not taken: the rules here may not be those.
  const published = current(replica.prompt) ? null : replica.metadata.value;
  const taken = published?.profile.entities.find(({ id }) => id === entity);
  const rules = (taken?.rules ?? []).map((rule) => ruleWords(rule, entity, lens, wording));
  const filters = (replica.standing.value?.filters ?? []).filter(
    (filter) => filter.active && filter.entity === entity,
  );
  const kept = new Set(replica.kept.list().flatMap((one) => (one.entity === entity ? [one.record] : [])))
    .size;
  return [
    ...new Set(rules),
    ...filters.map(({ label }) => t("mobile.keep.by_filter", { label: shortened(lens.text(label)) })),
    ...(kept > 0 ? [t("mobile.keep.by_pins", { count: kept })] : []),
  ];
}

/** How often this phone asks the office for news: the user's choice, never more often than the administrator's. */
export function Refreshing() {
  const app = useApp();
  const { device } = app.ports;
  const profile = app.core.replica.metadata.value?.profile ?? null;
  const least = refreshEvery(profile, null) / MINUTE;
  const [chosen, setChosen] = useState(() => Number(device.setting("interval")) || 0);
  const offered = [0, ...INTERVALS].filter((minutes) => minutes > least || (minutes === 0 && least === 0));
  const all = least > 0 ? [least, ...offered] : offered;
  const shown = Math.max(chosen, least);
  // What was chosen earlier stays a choice, whatever is offered now.
  const options = [...new Set([...all, shown])].sort((a, b) => a - b);
  return (
    <section aria-labelledby="status-refresh">
      <SectionHeader id="status-refresh" title={t("mobile.keep.refresh")} />
      <div class="ui-form app-settings">
        <FormField
          label={t("mobile.keep.refresh_how_often")}
          help={
            least > 0
              ? t("mobile.keep.refresh_least", { every: everyWords(least) })
              : t("mobile.keep.refresh_help")
          }
        >
          <Select
            name="interval"
            value={String(shown)}
            options={options.map((minutes) => ({ value: String(minutes), label: everyWords(minutes) }))}
            onInput={(value) => {
              const minutes = Number(value);
              device.keepSetting("interval", minutes > least ? String(minutes) : "");
              setChosen(minutes);
            }}
          />
        </FormField>
      </div>
    </section>
  );
}

function everyWords(minutes: number): string {
  if (minutes === 0) return t("mobile.keep.at_once");
  if (minutes % 1440 === 0) return t("mobile.keep.every_days", { count: minutes / 1440 });
  if (minutes % 60 === 0) return t("mobile.keep.every_hours", { count: minutes / 60 });
  return t("mobile.keep.every_minutes", { count: minutes });
}
