/**
 * What this phone keeps: the filters that bring records here, the organisation's and the user's own, as sentences.
 */
import { useEffect, useState } from "preact/hooks";
import { iconNamed } from "../../fields/icon-named";
import { problemText } from "../../fields/problem-text";
import { filterDefaults, keepFilterDefaults } from "../../local/filter-defaults";
import {
  discardFilterDraft,
  type FilterDraft,
  filterDrafts,
  keepFilterDraft,
} from "../../local/filter-drafts";
import type { PersonalFilter } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { language, t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Button } from "../../ui/button";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { Sheet } from "../../ui/sheet";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { TabPage } from "../pages/tab-page";
import type { OfficePort } from "../ports";

import { useFilters } from "./data";
import { newFilter } from "./drafts";
import { DraftRow, FilterRow } from "./filter-row";
import { KeptRecordList } from "./kept-records";
import { copyName } from "./name";
import "./filters.css";

type Asking =
  | { readonly kind: "remove"; readonly filter: PersonalFilter }
  | { readonly kind: "reset" }
  | null;

/** Nobody knows which they are, but what was deleted may be one of them. */
const UNKNOWN = "unknown";

function wordsOf(filters: readonly PersonalFilter[]): string {
  return JSON.stringify(filters.map(({ id, label, condition, active }) => [id, label, condition, active]));
}

export function FiltersPage() {
  const app = useApp();
  const lens = current(app.lens);
  const { data, reload, show } = useFilters();
  const [drafts, setDrafts] = useState<readonly FilterDraft[]>([]);
  const [asking, setAsking] = useState<Asking>(null);
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const { storage } = app.core.replica;
  const [defaults, setDefaults] = useState<string | null>(null);
  useEffect(() => {
    app.memory.forget("trial/");
    filterDefaults(storage)
      .then(setDefaults)
      .catch(() => undefined);
    filterDrafts(storage)
      .then(setDrafts)
      .catch(() => undefined);
  }, [app, storage]);

  async function goesBackTo(words: string): Promise<void> {
    setDefaults(words);
    await app.savings.attempt(() => keepFilterDefaults(storage, words));
  }

  /** Ask the office for something, then for the records that follow from it. */
  async function deed(
    id: string,
    work: (office: OfficePort) => Promise<unknown>,
    words: string,
  ): Promise<void> {
    setBusy(id);
    try {
      const office = await app.office();
      await work(office);
      await reload();
      app.toasts.show(words);
      void app.core.sync.syncNow();
    } catch (error) {
      app.toasts.show(
        error instanceof ProblemError ? problemText(error.problem) : t("filter.page.unreachable"),
        undefined,
        10,
      );
      if (!(error instanceof ProblemError)) await reload();
    } finally {
      setBusy(null);
    }
  }

  async function begin(entity: string): Promise<void> {
    const draft = newFilter(app, entity);
    if (await app.savings.attempt(() => keepFilterDraft(storage, draft)))
      app.go({ kind: "filter", filter: draft.id });
  }

  async function discard(draft: FilterDraft): Promise<void> {
    await app.savings.attempt(() => discardFilterDraft(storage, draft.id));
    setDrafts(drafts.filter(({ id }) => id !== draft.id));
    app.toasts.show(t("filter.page.draft_discarded"), {
      label: t("ui.undo"),
      run: () =>
        void app.savings.attempt(async () => {
          await keepFilterDraft(storage, draft);
          setDrafts(await filterDrafts(storage));
        }),
    });
  }

  /** Another one with the same condition, under a name of its own. */
  function copy({ id, entity, label, condition }: PersonalFilter): Promise<void> {
    const name = copyName(lens?.text(label) ?? "", (original) =>
      t("filter.page.copy_of", { label: original }),
    );
    const write = { entity, label: { [language.peek()]: name }, condition, active: false };
    return deed(id, (office) => office.saveFilter(null, write), t("filter.page.copied"));
  }

  /** The filter that a draft changes; null: the office does not have it any more. */
  function originalOf({ filter }: FilterDraft): PersonalFilter | null | undefined {
    if (filter === null || data.kind !== "here") return undefined;
    return data.filters.find(({ id }) => id === filter) ?? (data.away ? undefined : null);
  }

  const filters = data.kind === "here" ? data.filters : [];
  const away = data.kind === "here" && data.away;
  const system = filters.filter((one) => one.system);
  const own = filters.filter((one) => !one.system);
  const resettable = (own.length > 0 || defaults !== null) && defaults !== wordsOf(own);
  const heading = (
    id: string,
    key: "filter.page.organisation" | "filter.page.own" | "filter.page.drafts",
  ) => <SectionHeader id={id} title={t(key)} />;
  return (
    <TabPage title={t("filter.page.title")} back={{ kind: "more" }}>
      <p class="app-about ui-quiet">{t("filter.page.about")}</p>
      {away && (
        <p class="app-banner app-frozen ui-state-offline" role="status">
          <Icon name="cloud-off" />
          <span>{t("filter.page.away")}</span>
          <Button icon="rotate-cw" onPress={() => void reload()}>
            {t("mobile.late.again")}
          </Button>
        </p>
      )}
      {drafts.length > 0 && (
        <section aria-labelledby="filters-drafts">
          {heading("filters-drafts", "filter.page.drafts")}
          <List labelledBy="filters-drafts">
            {drafts.map((draft) => (
              <DraftRow
                key={draft.id}
                draft={draft}
                original={originalOf(draft)}
                onDiscard={() => void discard(draft)}
              />
            ))}
          </List>
        </section>
      )}
      {data.kind === "loading" && <SkeletonRows count={4} />}
      {system.length > 0 && (
        <section aria-labelledby="filters-system">
          {heading("filters-system", "filter.page.organisation")}
          <p class="app-note app-note-top">{t("filter.page.organisation_why")}</p>
          <List labelledBy="filters-system">
            {system.map((filter) => (
              <FilterRow key={filter.id} filter={filter} away={away} busy={false} />
            ))}
          </List>
        </section>
      )}
      {data.kind === "here" && (
        <section aria-labelledby="filters-own">
          {heading("filters-own", "filter.page.own")}
          {own.length > 0 ? (
            <List labelledBy="filters-own">
              {own.map((filter) => (
                <FilterRow
                  key={filter.id}
                  filter={filter}
                  away={away}
                  busy={busy === filter.id}
                  deeds={{
                    turn: (active) =>
                      void deed(
                        filter.id,
                        (office) => office.activateFilter(filter.id, active),
                        t(active ? "filter.page.turned_on" : "filter.page.turned_off"),
                      ),
                    copy: () => void copy(filter),
                    remove: () => setAsking({ kind: "remove", filter }),
                  }}
                />
              ))}
            </List>
          ) : (
            <EmptyState icon="funnel">{t("filter.page.none")}</EmptyState>
          )}
        </section>
      )}
      <KeptRecordList />
      <div class="app-block app-filters-deeds">
        <Button kind="primary" icon="plus" onPress={() => setChoosing(true)}>
          {t("filter.page.new")}
        </Button>
        {resettable && (
          <Button icon="undo-2" disabled={away || busy !== null} onPress={() => setAsking({ kind: "reset" })}>
            {t("filter.page.reset")}
          </Button>
        )}
      </div>
      {choosing && (
        <EntityChoice onChoose={(entity) => void begin(entity)} onClose={() => setChoosing(false)} />
      )}
      <ConfirmDialog
        open={asking?.kind === "remove"}
        title={t("filter.page.remove_title")}
        confirmWord={t("filter.page.remove")}
        danger
        onCancel={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null);
          if (asking?.kind !== "remove") return;
          const { id } = asking.filter;
          if (defaults === null) void goesBackTo(UNKNOWN);
          void deed(id, (office) => office.removeFilter(id), t("filter.page.removed"));
        }}
      >
        {asking?.kind === "remove"
          ? t("filter.page.remove_text", { label: shortened(lens?.text(asking.filter.label) ?? "") })
          : ""}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking?.kind === "reset"}
        title={t("filter.page.reset_title")}
        confirmWord={t("filter.page.reset_deed")}
        danger
        onCancel={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null);
          void deed(
            "reset",
            async (office) => {
              const all = await office.resetFilters();
              await goesBackTo(wordsOf(all.filter((one) => !one.system)));
              show(all);
            },
            t("filter.page.was_reset"),
          );
        }}
      >
        {t("filter.page.reset_text", { count: own.length })}
      </ConfirmDialog>
    </TabPage>
  );
}

interface EntityChoiceProps {
  readonly onChoose: (entity: string) => void;
  readonly onClose: () => void;
}

/** Of which records the new filter is. */
function EntityChoice({ onChoose, onClose }: EntityChoiceProps) {
  const app = useApp();
  const lens = current(app.lens);
  const readable = (lens?.metadata.model.entities ?? [])
    .filter(({ id }) => lens?.may("read", id))
    .map((entity) => ({ id: entity.id, icon: entity.icon, name: lens?.text(entity.plural) ?? "" }))
    .sort((a, b) => a.name.localeCompare(b.name, lens?.language));
  return (
    <Sheet open title={t("filter.page.which")} onClose={onClose}>
      <List label={t("filter.page.which")}>
        {readable.map(({ id, icon, name }) => (
          <ListRow
            key={id}
            leading={<Icon name={iconNamed(icon, "database")} />}
            title={name}
            onSelect={() => onChoose(id)}
            arrow
          />
        ))}
      </List>
    </Sheet>
  );
}
