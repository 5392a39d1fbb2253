/**
 * A page that finds its one record by itself; where there is none, it says so and offers to make it.
 */
import { useBlocks } from "../../blocks/context";
import { singleRecord } from "../../blocks/single-record";
import { iconNamed } from "../../fields/icon-named";
import { offeredActions } from "../../metadata/offered";
import type { Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { pathOf, type Route } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { DetailPage } from "./detail";

interface SinglePageProps {
  readonly workspace: Workspace;
  readonly page: Page;
}

export function SinglePage({ workspace, page }: SinglePageProps) {
  const app = useApp();
  const blocks = useBlocks();
  const { lens, unknown } = blocks;
  const found = singleRecord(blocks, page);
  const title = lens.text(page.title);
  if (found.kind === "found") {
    const { record } = found;
    return <DetailPage key={record} workspace={workspace} page={page} record={record} title={title} />;
  }
  const home: Route = { kind: "workspace", workspace: workspace.id };
  const entity = lens.entity(page.entity);
  const [first] = offeredActions(lens.metadata, workspace, page.actions);
  const make = first && (
    <Button
      icon={iconNamed(first.icon, "plus")}
      href={pathOf({ kind: "action", workspace: workspace.id, action: first.id, from: page.id })}
    >
      {lens.text(first.label)}
    </Button>
  );
  const coming = unknown?.(page.entity);
  return (
    <div class="app-detail" data-node={`pages/${page.id}`}>
      <AppBar title={title} back={() => app.back(home)} right={<StatePill />} />
      {found.kind === "reading" ? (
        <SkeletonRows count={5} />
      ) : coming ? (
        <EmptyState icon="download" action={coming.next}>
          {coming.why}
        </EmptyState>
      ) : (
        <EmptyState icon={iconNamed(page.icon ?? entity?.icon, "user")} action={make}>
          {t("mobile.block.single_none", { entity: lens.text(entity?.label).toLocaleLowerCase() })}
        </EmptyState>
      )}
    </div>
  );
}
