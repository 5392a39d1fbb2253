/**
 * A list page: its name, its list, and its first action under the thumb.
 */
import { useBlocks } from "../../blocks/context";
import { ListPageBlock } from "../../blocks/list/list-block";
import { titleOf } from "../../blocks/record-values";
import { iconNamed } from "../../fields/icon-named";
import { keepFilterDraft } from "../../local/filter-drafts";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { useApp } from "../app-context";
import { listFilter } from "../filters/drafts";
import { OfficeRows } from "../keeping/office-rows";
import { pathOf } from "../routes";
import { StatePill } from "../sync-view/state-pill";
import { listOf, useListModel } from "./lists";

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
  if (!model || !block) return null;
  const parentEntity = block.parent ? lens.field(block.entity, block.parent)?.target : null;
  const holder = parentEntity && parent ? records.get(parentEntity, parent) : undefined;
  const title = lens.text(page.title);
  const actions = lens.actions(workspace, page).filter(({ kind }) => kind === "create");
  const first = actions[0];
  const keepList = async () => {
    const view = block.views.find(({ id }) => id === model.view.peek());
    const draft = listFilter(app, lens, { page, block, view });
    const kept = await app.savings.attempt(() => keepFilterDraft(app.core.replica.storage, draft));
    if (kept) app.go({ kind: "filter", filter: draft.id });
  };
  const to = (action: Action) =>
    pathOf({
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
        back={() => app.back({ kind: "workspace", workspace: workspace.id })}
        right={
          <>
            <StatePill />
            {!parent && (
              <Menu
                items={[
                  {
                    id: "keep",
                    label: t("mobile.keep.list"),
                    icon: "pin",
                    onSelect: () => void keepList(),
                  },
                ]}
              />
            )}
          </>
        }
      />
      <ListPageBlock
        block={block}
        model={model}
        emptyAction={
          first && (
            <Button icon={iconNamed(first.icon, "plus")} href={to(first)}>
              {lens.text(first.label)}
            </Button>
          )
        }
      />
      {!parent && !model.tooNew.value && (
        <OfficeRows block={block} name={page.id} typed={model.typed.value.trim()} />
      )}
      {actions.length > 0 && (
        <div class="app-foot">
          {actions.map((action, at) => (
            <span key={action.id} data-node={`actions/${action.id}`}>
              <Button
                kind={at === 0 ? "primary" : "quiet"}
                icon={iconNamed(action.icon, "plus")}
                href={to(action)}
              >
                {lens.text(action.label)}
              </Button>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
