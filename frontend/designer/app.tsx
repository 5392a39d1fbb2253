/**
 * The designer for one person: the list of workspaces, or one of them open, by the address.
 */
import { useEffect, useState } from "preact/hooks";
import type { SessionState } from "../protocol";
import type { Client } from "../rest/client";
import { direction, language, t } from "../shared/messages";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { BarePage } from "./bare-page";
import { keepFocus } from "./kept-focus";
import { Late } from "./late";
import { OpenDesign } from "./open-design";
import { PROFILES, workspaceIn } from "./places";
import { WorkspaceList } from "./workspaces/workspace-list";

interface DesignerAppProps {
  readonly client: Client;
  /** Null: nobody answered. */
  readonly session: SessionState | null;
}

export function DesignerApp({ client, session }: DesignerAppProps) {
  const [open, setOpen] = useState(workspaceIn(location.pathname));
  const spoken = language.value;
  useEffect(() => {
    document.documentElement.lang = spoken;
    document.documentElement.dir = direction.peek();
    document.title = t("designer.page_title");
  }, [spoken]);
  useEffect(() => {
    const follow = () => setOpen(workspaceIn(location.pathname));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  useEffect(() => keepFocus(document.body), []);
  const go = (workspace: string | null) => {
    history.pushState(null, "", workspace ? `/design/${workspace}` : "/design");
    setOpen(workspace);
  };
  if (!session) {
    return (
      <BarePage>
        <EmptyState
          icon="cloud-off"
          action={<Button onPress={() => location.reload()}>{t("designer.try_again")}</Button>}
        >
          {t("designer.unreachable")}
        </EmptyState>
      </BarePage>
    );
  }
  if (!session.privileges.includes("design")) {
    return (
      <BarePage>
        <EmptyState icon="lock" action={<Button href="/app/">{t("designer.to_app")}</Button>}>
          {t("designer.not_allowed")}
        </EmptyState>
      </BarePage>
    );
  }
  if (open === null) return <WorkspaceList client={client} onOpen={go} />;
  if (open === PROFILES) {
    return <Late load={loadProfiles} props={{ client, onLeave: () => go(null) }} Until={BarePage} />;
  }
  return (
    <OpenDesign
      key={open}
      client={client}
      workspace={open}
      person={session.person ?? ""}
      onLeave={() => go(null)}
    />
  );
}

const loadProfiles = () => import("./profiles/profiles-page").then(({ ProfilesPage }) => ProfilesPage);
