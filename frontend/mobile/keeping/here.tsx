/**
 * What is on this phone, for Device status: by entity how many records, how much they take and what brings them; what
 * came and went.
 */
import { useState } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import type { News } from "../../local/news";
import { formatDateTime, formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { useWording } from "../filters/wording";
import type { OpenApp } from "../open-app";
import { pathOf } from "../routes";
import { SizeHere } from "../sync-view/size-here";
import { shortMoment } from "../sync-view/state-pill";
import { newsWords } from "./news-words";
import { ruleWords } from "./reason-words";
import { refreshPart } from "./refresh-part";

const SEEN = "news/seen";

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
            onSelect={() => void refreshPart(app, { entity: id })}
            note={
              <>
                <Bringers entity={id} lens={lens} />
                <SizeHere entity={id} />
                <span class="app-size">{shortMoment(checkpoint.at, app.ports.clock.now())}</span>
              </>
            }
          />
        ))}
      </List>
      <p class="app-note">
        {t("mobile.status.as_of", { moment: formatDateTime(new Date(checkpoint.at)) })}{" "}
        {t("mobile.keep.refresh_one")}
      </p>
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
