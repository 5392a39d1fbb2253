/**
 * A list page: its name, its blocks above the list that fills it, and its first action under the thumb.
 *
 * A page without such a list is one of blocks alone.
 */
import { useEffect } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import type { Lens } from "../../blocks/lens";
import { ListPageBlock } from "../../blocks/list/list-block";
import type { ListModel } from "../../blocks/list/list-model";
import { titleOf } from "../../blocks/record-values";
import { iconNamed } from "../../fields/icon-named";
import { keepFilterDraft } from "../../local/filter-drafts";
import { blocksOf } from "../../metadata/find";
import { offeredActions, placementOf } from "../../metadata/offered";
import type { Action, ListBlock, Page, Workspace } from "../../protocol";
import { BLOCK_TEXTS } from "../../shared/block-messages";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { Menu, type MenuItem } from "../../ui/menu";
import { useApp } from "../app-context";
import { listFilter } from "../filters/drafts";
import { Age } from "../keeping/age";
import { OfficeRows } from "../keeping/office-rows";
import { ReadOnly } from "../keeping/read-only";
import { Late } from "../late";
import { pathOf, type Route } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { worded } from "../words";
import { listOf, useListModel } from "./lists";
import { onlyPage } from "./only-page";
import { PlacedBlocks } from "./placed-block";

interface ListPageProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly parent: string | undefined;
}

export function ListPage({ workspace, page, parent }: ListPageProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  const model = useListModel(workspace, page, parent);
  const block = listOf(page);
  const parentEntity = parentEntityOf(lens, page);
  const holder = parentEntity && parent ? records.get(parentEntity, parent) : undefined;
  const title = lens.text(page.title);
  const actions = offeredActions(lens.metadata, workspace, page.actions);
  const to = (action: Action): Route => ({
    kind: "action",
    workspace: workspace.id,
    action: action.id,
    from: page.id,
    ...(parent && { record: parent }),
  });
  return (
    <div class="app-list" data-node={`pages/${page.id}`}>
      <AppBar
        title={
          holder ? (
            <>
              {title}
              <span class="app-bar-note"> {titleOf(lens, holder, reading)}</span>
            </>
          ) : (
            title
          )
        }
        back={() =>
          app.back(
            onlyPage(lens, workspace) ? { kind: "home" } : { kind: "workspace", workspace: workspace.id },
          )
        }
        right={
          <>
            <StatePill />
            <ListMenu page={page} actions={actions} to={to} model={model} whole={!parent} />
          </>
        }
      />
      {block && <ReadOnly entity={block.entity} />}
      <PlacedBlocks blocks={page.blocks.filter((one) => one !== block)} parent={holder} />
      {block && model ? (
        <FillingList page={page} block={block} model={model} parent={parent} actions={actions} to={to} />
      ) : (
        <>
          <p class="app-age-line">
            <Age />
          </p>
          <CreateFoot actions={actions} to={to} />
        </>
      )}
    </div>
  );
}

/** The entity of the record that the rows of a page hang on. */
function parentEntityOf(lens: Lens, page: Page): string | null | undefined {
  for (const block of blocksOf(page)) {
    if ("parent" in block && block.parent) return lens.field(block.entity, block.parent)?.target;
  }
  return null;
}

interface OffersProps {
  readonly actions: readonly Action[];
  readonly to: (action: Action) => Route;
}

interface FillingListProps extends OffersProps {
  readonly page: Page;
  readonly block: ListBlock;
  readonly model: ListModel;
  readonly parent: string | undefined;
}

function FillingList({ page, block, model, parent, actions, to }: FillingListProps) {
  const { lens } = useBlocks();
  const { selection } = model;
  const first = actions.find((action) => placementOf(action) === "button");
  useEffect(() => () => selection.end(), [selection]);
  return (
    <>
      <ListPageBlock
        block={block}
        model={model}
        foot={<Age />}
        emptyAction={
          first && (
            <Button icon={iconNamed(first.icon, "plus")} href={pathOf(to(first))}>
              {lens.text(first.label)}
            </Button>
          )
        }
      />
      {!parent && !model.tooNew.value && <OfficeRows block={block} name={page.id} model={model} />}
      {selection.chosen.value ? (
        <Late
          load={() => worded(import("./select-foot"), BLOCK_TEXTS).then(({ SelectFoot }) => SelectFoot)}
          props={{ page, block, model }}
        />
      ) : (
        <CreateFoot actions={actions} to={to} />
      )}
    </>
  );
}

function CreateFoot({ actions, to }: OffersProps) {
  const { lens } = useBlocks();
  const shown = actions.filter((action) => placementOf(action) === "button");
  if (shown.length === 0) return null;
  return (
    <div class="app-foot">
      {shown.map((action, at) => (
        <span key={action.id} data-node={`actions/${action.id}`}>
          <Button
            kind={at === 0 ? "primary" : "quiet"}
            icon={iconNamed(action.icon, "plus")}
            href={pathOf(to(action))}
          >
            {lens.text(action.label)}
          </Button>
        </span>
      ))}
    </div>
  );
}

interface ListMenuProps extends OffersProps {
  readonly page: Page;
  readonly model: ListModel | undefined;
  /** The list shows all records, not those of one. */
  readonly whole: boolean;
}

function ListMenu({ page, actions, to, model, whole }: ListMenuProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const block = listOf(page);
  const keep = async (list: ListBlock, view: string) => {
    const shown = { page, block: list, view: list.views.find(({ id }) => id === view) };
    const draft = listFilter(app, lens, shown);
    const kept = await app.savings.attempt(() => keepFilterDraft(app.core.replica.storage, draft));
    if (kept) app.go({ kind: "filter", filter: draft.id });
  };
  const items: MenuItem[] = actions
    .filter((action) => placementOf(action) === "menu")
    .map((action) => ({
      id: action.id,
      label: lens.text(action.label),
      icon: iconNamed(action.icon, "plus"),
      onSelect: () => app.go(to(action)),
    }));
  if (block?.select && model) {
    const label = t("mobile.block.select");
    items.push({ id: "select", label, icon: "list-checks", onSelect: () => model.selection.begin() });
  }
  if (block && model && whole) {
    const label = t("mobile.keep.list");
    items.push({ id: "keep", label, icon: "pin", onSelect: () => void keep(block, model.view.peek()) });
  }
  return items.length > 0 ? <Menu items={items} /> : null;
}
