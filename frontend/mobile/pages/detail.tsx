/**
 * A record's page: its blocks in order, what has not reached the office, and what can be done with it.
 */
import { useBlocks } from "../../blocks/context";
import { FieldsBlock } from "../../blocks/fields/fields-block";
import { LinkBlock } from "../../blocks/link/link-block";
import { InlineList } from "../../blocks/list/inline-list";
import { RecordState } from "../../blocks/record/record-state";
import { titleOf } from "../../blocks/record-values";
import type { LocalRecord } from "../../local/record";
import type { Block, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { pathOf, type Route } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { RecordActions } from "./record-actions";

interface DetailPageProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly record: string;
}

export function DetailPage({ workspace, page, record: id }: DetailPageProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  const record = records.get(page.entity, id);
  const { conflicts } = app.core.replica;
  const home: Route = { kind: "workspace", workspace: workspace.id };
  const bar = (title: string) => <AppBar title={title} back={() => app.back(home)} right={<StatePill />} />;
  if (!record) {
    if (!records.loaded(page.entity))
      return (
        <>
          {bar(lens.text(page.title))}
          <SkeletonRows count={5} />
        </>
      );
    return (
      <>
        {bar(lens.text(page.title))}
        <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>
      </>
    );
  }
  const open = conflicts.of(page.entity, id);
  const marked = new Set(open.flatMap(({ mine, theirs }) => [...Object.keys(mine), ...Object.keys(theirs)]));
  return (
    <div class="app-detail" data-node={`pages/${page.id}`}>
      {bar(titleOf(lens, record, reading))}
      {open.length > 0 && (
        <div class="app-banner ui-state-needs" role="status">
          <p>{t("mobile.conflict.banner", { count: marked.size })}</p>
          <Button onPress={() => (app.conflict.value = { entity: page.entity, record: id })}>
            {t("mobile.conflict.open")}
          </Button>
        </div>
      )}
      <OnItsWay record={record} conflicted={open.length > 0} />
      {page.blocks.map((block) => (
        <PlacedBlock key={block.id} block={block} record={record} marked={marked} />
      ))}
      <RecordActions workspace={workspace} page={page} record={record} />
    </div>
  );
}

interface PlacedBlockProps {
  readonly block: Block;
  readonly record: LocalRecord;
  readonly marked: ReadonlySet<string>;
}

function PlacedBlock({ block, record, marked }: PlacedBlockProps) {
  switch (block.type) {
    case "fields":
      return <FieldsBlock block={block} record={record} marked={marked} />;
    case "link":
      return <LinkBlock block={block} record={record.id} />;
    case "list":
      return <InlineList block={block} parent={record.id} />;
    default:
      return unreachable(block);
  }
}

/** The state of the record in words, where it has one. */
function OnItsWay({ record, conflicted }: { readonly record: LocalRecord; readonly conflicted: boolean }) {
  if (conflicted || (record.state === "clean" && record.progress === "none")) return null;
  return (
    <a class="app-record-state" href={pathOf({ kind: "outbox" })}>
      <RecordState record={record} />
    </a>
  );
}
