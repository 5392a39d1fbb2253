/**
 * A list and the record beside it: two panes on a wide screen, one page after the other on a phone.
 *
 * Beside a record stands the list that the user came from, else the first one that opens such records. A page that
 * finds its record by itself, and one that no list fills, stand alone.
 */
import { useEffect, useMemo } from "preact/hooks";
import { type Blocks, BlocksContext, type Unknown } from "../../blocks/context";
import { PLAIN } from "../../blocks/group/look";
import type { Lens } from "../../blocks/lens";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { Page, Workspace } from "../../protocol";
import { DEVICE_TEXTS } from "../../shared/device-messages";
import { t } from "../../shared/messages";
import { AppFrame } from "../../ui/app-frame";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { SplitPane } from "../../ui/split-pane";
import { useApp } from "../app-context";
import { figuresOf } from "../figures";
import { wholesOf } from "../keeping/wholes";
import { Late } from "../late";
import { useAsker, useReading } from "../reading";
import { pathOf } from "../routes";
import { worded } from "../words";
import { useActing } from "./acting";
import { DetailPage } from "./detail";
import { ListPage } from "./list";
import { listOf } from "./lists";
import { SinglePage } from "./single";
import { Tabs } from "./tabs";

interface RecordsPageProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly record: string | undefined;
}

interface ListPlace {
  readonly page: Page;
  readonly parent: string | undefined;
}

export function RecordsPage({ workspace, page, record }: RecordsPageProps) {
  const app = useApp();
  const lens = current(app.lens);
  const remembered = `beside/${workspace.id}`;
  const isList = listOf(page) !== undefined;
  useEffect(() => {
    if (isList) app.memory.note(remembered, { page: page.id, parent: record });
  }, [isList, page.id, record]);
  if (!lens) return null;
  const beside = isList
    ? { page, parent: record }
    : page.kind === "detail"
      ? besideOf(lens, workspace, page, app.memory.recall(remembered))
      : undefined;
  const list = beside && (
    <InWorkspace workspace={workspace} page={beside.page} openRecord={isList ? undefined : record}>
      <ListPage workspace={workspace} page={beside.page} parent={beside.parent} />
    </InWorkspace>
  );
  const detail =
    page.kind === "single" || (page.kind === "list" && !isList) ? (
      <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
        {page.kind === "single" ? (
          <SinglePage key={page.id} workspace={workspace} page={page} />
        ) : (
          <ListPage key={page.id} workspace={workspace} page={page} parent={record} />
        )}
      </InWorkspace>
    ) : !isList && record !== undefined ? (
      <InWorkspace workspace={workspace} page={page} openRecord={record}>
        <DetailPage key={`${page.id}/${record}`} workspace={workspace} page={page} record={record} />
      </InWorkspace>
    ) : (
      <EmptyState icon={iconNamed(lens.entity(page.entity)?.icon, "list")}>
        {t("mobile.detail.choose", {
          entity: lens.text(lens.entity(page.entity)?.label).toLocaleLowerCase(),
        })}
      </EmptyState>
    );
  return (
    <div data-accent={accentNamed(workspace.accent)}>
      <AppFrame tabs={<Tabs />}>
        <SplitPane
          list={list}
          detail={detail}
          open={!isList}
          label={lens.text((beside?.page ?? page).title)}
        />
      </AppFrame>
    </div>
  );
}

/** What is said of records that have not come yet. */
function stillToCome(): Unknown {
  return {
    why: t("mobile.list.not_downloaded"),
    next: (
      <Late
        load={() => worded(import("./first-run"), DEVICE_TEXTS).then(({ CopyNext }) => CopyNext)}
        props={{}}
      />
    ),
  };
}

interface InWorkspaceProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly openRecord: string | undefined;
  readonly children: preact.ComponentChildren;
}

/** What blocks find around them. */
export function InWorkspace({ workspace, page, openRecord, children }: InWorkspaceProps) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const asker = useAsker();
  const { records } = app.core.replica;
  const grounds = useMemo(() => lens && { lens, records, asker }, [lens, records, asker]);
  const { acting, over } = useActing(grounds, workspace, page.id);
  const blocks = useMemo<Blocks | null>(
    () =>
      grounds && {
        ...grounds,
        reading,
        pictures: app.pictures,
        workspace,
        kept: app.core.replica.kept,
        onAway: (entity, away) => {
          app.away.value = { entity, record: away };
        },
        node: `pages/${page.id}`,
        look: PLAIN,
        around: [page.id],
        acting,
        figures: figuresOf(app),
        unknown: (entity) => (app.core.replica.hasCome(entity) ? null : stillToCome()),
        wholes: wholesOf(app),
        openRecord,
        pageHref: (to, record) =>
          pathOf({ kind: "page", workspace: workspace.id, page: to, ...(record && { record }) }),
      },
    [app, grounds, reading, workspace, page, openRecord, acting],
  );
  return (
    <BlocksContext.Provider value={blocks}>
      {children}
      {over}
    </BlocksContext.Provider>
  );
}

interface Remembered {
  readonly page: string;
  readonly parent: string | undefined;
}

/** The list beside a record. */
function besideOf(
  lens: Lens,
  workspace: Workspace,
  detail: Page,
  remembered: Remembered | undefined,
): ListPlace | undefined {
  const came = remembered && lens.page(workspace, remembered.page);
  if (came && remembered && listOf(came)?.detail === detail.id)
    return { page: came, parent: remembered.parent };
  const lists = lens.landing(workspace).filter((page) => listOf(page));
  const opening = lists.find((page) => listOf(page)?.detail === detail.id);
  const otherwise = came && !listOf(came)?.parent ? came : lists[0];
  const page = opening ?? otherwise;
  return page && { page, parent: undefined };
}
