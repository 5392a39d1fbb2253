/**
 * The tabs: home, outbox, more.
 */
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import { TabBar } from "../../ui/tab-bar";
import { useApp } from "../app-context";
import { pathOf, tabOf } from "../routes";
import { needingYou, pendingRecords } from "../sync-view/pending";

export function Tabs() {
  const app = useApp();
  const count = pendingRecords(app) + needingYou(app);
  const tabs = [
    { id: "home", label: t("ui.home"), icon: "house", href: pathOf({ kind: "home" }) },
    {
      id: "outbox",
      label: t("ui.outbox"),
      icon: "arrow-up-from-line",
      href: pathOf({ kind: "outbox" }),
      badge: count,
      spokenLabel: count > 0 ? t("ui.outbox_waiting", { count }) : t("ui.outbox"),
    },
    { id: "more", label: t("ui.more"), icon: "menu", href: pathOf({ kind: "more" }) },
  ] as const;
  return <TabBar tabs={tabs} selected={tabOf(current(app.route))} />;
}
