/**
 * A record's page: its blocks in order, what has not reached the office, and what can be done with it.
 */
import { useEffect } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { KeptMarks } from "../../blocks/record/kept-marks";
import { RecordState } from "../../blocks/record/record-state";
import { titleOf } from "../../blocks/record-values";
import type { LocalRecord } from "../../local/record";
import type { ConflictRow, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { Age } from "../keeping/age";
import { FrozenBand } from "../keeping/frozen-band";
import { ReadOnly } from "../keeping/read-only";
import { Late } from "../late";
import { pathOf, type Route } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { PlacedBlocks } from "./placed-block";
import { RecordActions } from "./record-actions";

interface DetailPageProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly record: string;
  /** In place of the record's own name. */
  readonly title?: string;
}

export function DetailPage({ workspace, page, record: id, title: given }: DetailPageProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  const record = records.get(page.entity, id);
  const { conflicts, inUse } = app.core.replica;
  useEffect(() => inUse.hold(page.entity, id), [inUse, page.entity, id]);
  const home: Route = { kind: "workspace", workspace: workspace.id };
  const bar = (title: string) => <AppBar title={title} back={() => app.back(home)} right={<StatePill />} />;
  const open = conflicts.of(page.entity, id);
  const banner = open.length > 0 && (
    <ConflictBanner rows={open} onOpen={() => (app.conflict.value = { entity: page.entity, record: id })} />
  );
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
        {banner}
        <Late
          key={id}
          load={() => import("../keeping/away-record").then(({ AwayRecord }) => AwayRecord)}
          props={{ page, record: id }}
        />
      </>
    );
  }
  const marked = fieldsOf(open);
  return (
    <div class="app-detail" data-node={`pages/${page.id}`}>
      {bar(given ?? titleOf(lens, record, reading))}
      {banner}
      <FrozenBand record={record} />
      <OnItsWay record={record} conflicted={open.length > 0} />
      {!record.frozen && <ReadOnly entity={page.entity} shared={record.values.shared} />}
      <p class="app-record-kept">
        <KeptMarks entity={page.entity} record={id} />
      </p>
      <PlacedBlocks blocks={page.blocks} record={record} marked={marked} />
      {!record.frozen && (
        <p class="app-age-line">
          <Age />
        </p>
      )}
      <RecordActions workspace={workspace} page={page} record={record} />
    </div>
  );
}

interface ConflictBannerProps {
  readonly rows: readonly ConflictRow[];
  readonly onOpen: () => void;
}

function ConflictBanner({ rows, onOpen }: ConflictBannerProps) {
  return (
    <div class="app-banner ui-state-needs" role="status">
      <p>{bannerWords(rows)}</p>
      <Button onPress={onOpen}>{t("mobile.conflict.open")}</Button>
    </div>
  );
}

function bannerWords(rows: readonly ConflictRow[]): string {
  if (rows.some(({ kind }) => kind === "edited_deleted")) return t("mobile.conflict.deleted_theirs");
  if (rows.some(({ kind }) => kind === "deleted_edited")) return t("mobile.conflict.deleted_mine");
  const count = fieldsOf(rows).size;
  if (rows.every(({ kind }) => kind === "unique")) return t("mobile.conflict.banner_taken", { count });
  return t("mobile.conflict.banner", { count });
}

function fieldsOf(rows: readonly ConflictRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ mine, theirs }) => [...Object.keys(mine), ...Object.keys(theirs)]));
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
