/**
 * All workspaces: what each is called, whether it is published, and whether something waits to be.
 */
import { useEffect, useState } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { iconNamed } from "../../fields/icon-named";
import type { WorkspaceSummary } from "../../protocol";
import type { Client } from "../../rest/client";
import { listDesigns } from "../../rest/designs";
import { formatAge } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { SearchField } from "../../ui/search-field";
import { SkeletonRows } from "../../ui/skeleton";
import { AccentIcon } from "../../ui/tile";
import { OpenAppSheet } from "../phone-address";
import { PROFILES } from "../places";
import { errorWords } from "../problem-words";
import { said } from "../words";
import { NewWorkspace } from "./new-workspace";
import "./workspaces.css";

interface WorkspaceListProps {
  readonly client: Client;
  readonly onOpen: (workspace: string) => void;
}

export function WorkspaceList({ client, onOpen }: WorkspaceListProps) {
  const [found, setFound] = useState<readonly WorkspaceSummary[] | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const load = () => {
    setWrong(null);
    listDesigns(client).then(setFound, (error) => setWrong(errorWords(error)));
  };
  useEffect(load, [client]);

  const wanted = search.trim().toLocaleLowerCase();
  const shown = (found ?? []).filter((one) =>
    `${said(one.title)} ${said(one.description)} ${one.id}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <main class="d-home">
      <header class="d-home-head">
        <h1>{t("designer.workspaces")}</h1>
        <div class="d-home-tools">
          <SearchField value={search} onSearch={setSearch} label={t("designer.search_workspaces")} />
          <Button icon="smartphone" onPress={() => setLeaving(true)}>
            {t("designer.open_app")}
          </Button>
          <Button icon="cloud-off" onPress={() => onOpen(PROFILES)}>
            {t("designer.profiles")}
          </Button>
          <Button kind="primary" icon="plus" onPress={() => setMaking(true)}>
            {t("designer.new_workspace")}
          </Button>
        </div>
      </header>
      {wrong && (
        <EmptyState icon="cloud-off" action={<Button onPress={load}>{t("designer.try_again")}</Button>}>
          {wrong}
        </EmptyState>
      )}
      {!found && !wrong && <SkeletonRows count={5} />}
      {found?.length === 0 && (
        <EmptyState
          icon="layout-grid"
          action={
            <Button kind="primary" icon="plus" onPress={() => setMaking(true)}>
              {t("designer.new_workspace")}
            </Button>
          }
        >
          {t("designer.no_workspaces")}
        </EmptyState>
      )}
      {found && found.length > 0 && shown.length === 0 && (
        <EmptyState icon="search">{t("designer.none_found", { text: search })}</EmptyState>
      )}
      {shown.length > 0 && (
        <ul class="d-workspaces">
          {shown.map((workspace) => (
            <li key={workspace.id}>
              <WorkspaceRow workspace={workspace} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      {leaving && <OpenAppSheet onClose={() => setLeaving(false)} />}
      {making && <NewWorkspace client={client} onClose={() => setMaking(false)} onMade={onOpen} />}
    </main>
  );
}

interface WorkspaceRowProps {
  readonly workspace: WorkspaceSummary;
  readonly onOpen: (workspace: string) => void;
}

function WorkspaceRow({ workspace, onOpen }: WorkspaceRowProps) {
  const { id, title, description, icon, accent, editedAt } = workspace;
  return (
    <a
      class="d-workspace"
      href={`/design/${id}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(id);
      }}
    >
      <AccentIcon icon={iconNamed(icon, "layout-grid")} accent={accentNamed(accent)} />
      <span class="d-workspace-words">
        <span class="d-workspace-title">{said(title) || id}</span>
        <span class="d-workspace-note">{said(description)}</span>
      </span>
      <State workspace={workspace} />
      <span class="d-workspace-when">
        {editedAt && t("designer.edited", { when: formatAge(new Date(editedAt), Date.now()) })}
      </span>
    </a>
  );
}

function State({ workspace: { publishedVersion, changed } }: { readonly workspace: WorkspaceSummary }) {
  if (publishedVersion === 0) {
    return <span class="d-state d-state-new">{t("designer.state.unpublished")}</span>;
  }
  return changed ? (
    <span class="d-state d-state-changed">{t("designer.state.changed", { version: publishedVersion })}</span>
  ) : (
    <span class="d-state d-state-published">
      {t("designer.state.published", { version: publishedVersion })}
    </span>
  );
}
