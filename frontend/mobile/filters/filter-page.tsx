/**
 * One filter being written: its sentence and what it would bring on top, its conditions as lines below.
 *
 * Each edit is kept on this phone at once. Saving it at the office needs the network; until then nothing is lost.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  discardFilterDraft,
  type FilterDraft,
  filterDrafts,
  keepFilterDraft,
} from "../../local/filter-drafts";
import type { ActiveFilter } from "../../protocol";
import { t } from "../../shared/messages";
import { Serial } from "../../shared/serial";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import type { OpenApp } from "../open-app";
import { InWorkspace } from "../pages/records";
import { TabPage } from "../pages/tab-page";
import { draftOf } from "./drafts";
import { FilterForm } from "./filter-form";
import { isNamed } from "./name";
import "./filters.css";

interface Begun {
  readonly draft: FilterDraft;
  /** It was found as a draft: there is something that the office does not have. */
  readonly kept: boolean;
}

export function FilterPage({ id }: { readonly id: string }) {
  const app = useApp();
  const lens = current(app.lens);
  const [begun, setBegun] = useState<Begun | null | undefined>();
  useEffect(() => {
    let here = true;
    begin(app, id)
      .then((found) => here && setBegun(found))
      .catch(() => here && setBegun(null));
    return () => {
      here = false;
    };
  }, [app, id]);
  const workspace = lens?.workspaces[0];
  const page = workspace?.pages[0];
  if (begun === undefined || !lens) {
    return (
      <TabPage title={t("filter.page.title")} back={{ kind: "filters" }}>
        <SkeletonRows count={4} />
      </TabPage>
    );
  }
  if (begun === null || !lens.entity(begun.draft.entity) || !workspace || !page) {
    return (
      <TabPage title={t("filter.page.title")} back={{ kind: "filters" }}>
        <EmptyState icon="funnel">{t("filter.page.gone")}</EmptyState>
      </TabPage>
    );
  }
  return (
    <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
      <Writing key={begun.draft.id} begun={begun} />
    </InWorkspace>
  );
}

function Writing({ begun }: { readonly begun: Begun }) {
  const app = useApp();
  const { storage } = app.core.replica;
  const [draft, setDraft] = useState(begun.draft);
  const [unsaved, setUnsaved] = useState(begun.kept && !isUntouched(begun.draft));
  const gone = useGone(draft);
  const serial = useMemo(() => new Serial(), []);
  const latest = useRef(draft);
  latest.current = draft;

  function change(next: FilterDraft): void {
    const kept = { ...next, at: new Date(app.ports.clock.now()).toISOString() };
    setDraft(kept);
    setUnsaved(true);
    void serial.run(() => app.savings.attempt(() => keepFilterDraft(storage, kept)));
  }

  /** What was saved is a draft no longer, unless it was edited meanwhile. */
  async function saved(sent: FilterDraft): Promise<void> {
    if (latest.current !== sent) return;
    await serial.run(() => discardFilterDraft(storage, sent.id).catch(() => undefined));
    setUnsaved(false);
  }

  return <FilterForm draft={draft} unsaved={unsaved} gone={gone} onChange={change} onSaved={saved} />;
}

/** Nothing was said of a new filter but of which records it is. */
function isUntouched({ filter, condition, label }: FilterDraft): boolean {
  return filter === null && condition === null && !isNamed(label);
}

/** Whether the office says that it does not have the filter any more that a draft changes. */
function useGone({ filter }: FilterDraft): boolean {
  const app = useApp();
  const [gone, setGone] = useState(false);
  useEffect(() => {
    let here = true;
    const ask = async () => (await app.office()).listFilters();
    if (filter !== null)
      ask()
        .then((all) => here && setGone(!all.some(({ id }) => id === filter)))
        .catch(() => undefined);
    return () => {
      here = false;
    };
  }, [app, filter]);
  return gone;
}

/** A draft of this name; else the filter at the office, or as it was told to this phone. */
async function begin(app: OpenApp, id: string): Promise<Begun | null> {
  const { storage, standing } = app.core.replica;
  const draft = (await filterDrafts(storage)).find((one) => one.id === id);
  if (draft) return { draft, kept: true };
  const told = standing.peek()?.filters ?? [];
  const listed = async (): Promise<readonly ActiveFilter[]> => (await app.office()).listFilters();
  const filters = await listed().catch(() => told);
  const found = filters.find((one) => one.id === id && !one.system);
  return found ? { draft: draftOf(app, found), kept: false } : null;
}
