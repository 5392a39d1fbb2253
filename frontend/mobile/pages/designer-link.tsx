/**
 * The way to the designer, for those who build workspaces: on the dashboard and among the tools.
 */
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { useApp } from "../app-context";
import { isAway } from "../at-office";

export function DesignerLink() {
  const app = useApp();
  if (!app.core.replica.metadata.value?.privileges.includes("design")) return null;
  return (
    <div class="app-block">
      <List label={t("mobile.more.tools")} boxed>
        <DesignerRow />
      </List>
    </div>
  );
}

export function DesignerRow() {
  const away = isAway(useApp());
  return (
    <ListRow
      leading={<Icon name="layout-dashboard" />}
      title={t("mobile.more.designer")}
      note={t(away ? "mobile.keep.only_online" : "mobile.home.designer")}
      {...(!away && { href: "/design", arrow: true })}
    />
  );
}
