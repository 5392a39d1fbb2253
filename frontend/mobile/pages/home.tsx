/**
 * The dashboard: a greeting, the workspaces as tiles with what they hold, and what is still on this phone only.
 */
import { useMemo } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import { isWhole } from "../../local/database";
import { isRefused } from "../../local/outbox-entry";
import type { Workspace } from "../../protocol";
import { DEVICE_TEXTS } from "../../shared/device-messages";
import { FORM_TEXTS } from "../../shared/form-messages";
import { KEEPING_TEXTS } from "../../shared/keeping-messages";
import { type MessageKey, t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { StateMark } from "../../ui/state";
import { Tile, TileGrid } from "../../ui/tile";
import { useApp } from "../app-context";
import { Late } from "../late";
import { pathOf } from "../routes";
import { worded } from "../words";
import { onlyPage } from "./only-page";
import { TabPage } from "./tab-page";

export function HomePage() {
  const app = useApp();
  const lens = current(app.lens);
  const workspaces = lens?.workspaces ?? [];
  const { progress, offer } = current(app.core.sync.syncState);
  return (
    <TabPage title={greeting(app.ports.clock.now(), app.person.name)} large>
      {(!isWhole(app.core.replica.checkpoint.value) || progress || offer) && (
        <Late
          load={() => worded(import("./first-run"), DEVICE_TEXTS).then(({ FirstCopy }) => FirstCopy)}
          props={{}}
        />
      )}
      {app.core.replica.held.value && (
        <Late
          load={() =>
            worded(import("../sync-view/hold-switch"), KEEPING_TEXTS, DEVICE_TEXTS).then(
              ({ HoldReminder }) => HoldReminder,
            )
          }
          props={{}}
        />
      )}
      {workspaces.length > 0 && (
        <a class="app-search" href={pathOf({ kind: "search" })}>
          <Icon name="search" />
          {t("ui.search")}
        </a>
      )}
      {workspaces.length > 0 ? (
        <TileGrid label={t("mobile.home.workspaces")}>
          {workspaces.map((workspace) => (
            <WorkspaceTile key={workspace.id} workspace={workspace} />
          ))}
        </TileGrid>
      ) : (
        <EmptyState icon="briefcase">{t("mobile.home.none")}</EmptyState>
      )}
      <Late
        load={() => worded(import("./on-this-phone"), FORM_TEXTS).then(({ OnThisPhone }) => OnThisPhone)}
        props={{}}
      />
      <Late
        load={() => worded(import("./designer-link"), KEEPING_TEXTS).then(({ DesignerLink }) => DesignerLink)}
        props={{}}
      />
      <p class="app-age-line">
        <Late
          load={() => worded(import("../keeping/age"), KEEPING_TEXTS).then(({ Age }) => Age)}
          props={{}}
        />
      </p>
      {current(app.ports.device.installing) && (
        <Late
          load={() =>
            worded(import("../prompts/install-card"), DEVICE_TEXTS).then(({ InstallCard }) => InstallCard)
          }
          props={{}}
        />
      )}
    </TabPage>
  );
}

function WorkspaceTile({ workspace }: { readonly workspace: Workspace }) {
  const app = useApp();
  const lens = current(app.lens);
  const only = lens && onlyPage(lens, workspace);
  return (
    <Tile
      title={lens?.text(workspace.title) ?? workspace.id}
      icon={iconNamed(workspace.icon, "briefcase")}
      accent={accentNamed(workspace.accent)}
      href={pathOf(
        only
          ? { kind: "page", workspace: workspace.id, page: only.id }
          : { kind: "workspace", workspace: workspace.id },
      )}
      note={
        <Late load={() => import("./tile-note").then(({ TileNote }) => TileNote)} props={{ workspace }} />
      }
      mark={<TileMark workspace={workspace} />}
    />
  );
}

function TileMark({ workspace }: { readonly workspace: Workspace }) {
  const { replica } = useApp().core;
  const entries = replica.outbox.entries.value.filter(({ source }) => source?.workspace === workspace.id);
  const entities = useMemo(() => new Set(workspace.pages.map(({ entity }) => entity)), [workspace]);
  const conflict = replica.conflicts.open.value.some(({ entity }) => entities.has(entity));
  if (conflict || entries.some(isRefused)) return <StateMark state="needs" quiet />;
  return entries.some(({ outcome }) => !outcome) ? <StateMark state="waiting" quiet /> : null;
}

function greeting(now: number, name: string): string {
  const hour = new Date(now).getHours();
  const key: MessageKey =
    hour < 5 || hour >= 18 ? "mobile.home.evening" : hour < 11 ? "mobile.home.morning" : "mobile.home.day";
  return t(key, { name: name.split(" ")[0] ?? name });
}
