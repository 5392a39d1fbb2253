/**
 * The landing page of a workspace: what can be done at once, and its pages in order with what they hold.
 */

import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { Page, Workspace } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { Late } from "../late";
import { pathOf } from "../routes";
import { worded } from "../words";
import { useListModel } from "./lists";
import { TabPage } from "./tab-page";

export function WorkspacePage({ workspace }: { readonly workspace: Workspace }) {
  const app = useApp();
  const lens = current(app.lens);
  if (!lens) return null;
  const title = lens.text(workspace.title);
  const about = lens.text(workspace.description);
  const quick = lens.quick(workspace);
  return (
    <div data-accent={accentNamed(workspace.accent)}>
      <TabPage
        title={title}
        back
        tool={
          <IconButton
            icon="search"
            label={t("ui.search")}
            href={pathOf({ kind: "search", workspace: workspace.id })}
          />
        }
      >
        {about && <p class="app-about ui-quiet">{about}</p>}
        <List label={title}>
          {lens.landing(workspace).map((page) => (
            <PageRow key={page.id} workspace={workspace} page={page} />
          ))}
        </List>
        {quick.length > 0 && (
          <section class="app-quick" aria-label={t("mobile.workspace.quick")}>
            {quick.map((action, at) => (
              <span key={action.id} data-node={`actions/${action.id}`}>
                <Button
                  kind={at === 0 ? "primary" : "quiet"}
                  icon={iconNamed(action.icon, "plus")}
                  href={pathOf({ kind: "action", workspace: workspace.id, action: action.id })}
                >
                  {lens.text(action.label)}
                </Button>
              </span>
            ))}
          </section>
        )}
        <p class="app-age-line">
          <Late
            load={() => worded(import("../keeping/age"), KEEPING_TEXTS).then(({ Age }) => Age)}
            props={{}}
          />
        </p>
      </TabPage>
    </div>
  );
}

function PageRow({ workspace, page }: { readonly workspace: Workspace; readonly page: Page }) {
  const app = useApp();
  const lens = current(app.lens);
  const model = useListModel(workspace, page, undefined);
  // Before they have come nobody knows how many there are.
  const come = page.entity ? app.core.replica.hasCome(page.entity) : true;
  const count = come ? (model?.count.value ?? null) : null;
  const icon = iconNamed(page.icon ?? lens?.entity(page.entity)?.icon, "list");
  return (
    <div data-node={`pages/${page.id}`}>
      <ListRow
        leading={<Icon name={icon} />}
        title={lens?.text(page.title)}
        figure={count === null ? undefined : <span class="ui-quiet">{formatNumber(count)}</span>}
        href={pathOf({ kind: "page", workspace: workspace.id, page: page.id })}
        arrow
      />
    </div>
  );
}
