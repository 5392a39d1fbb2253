/**
 * A draft opened again: the form it was, with its own fields; where that has no place any more, what was typed.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FormDraft } from "../../local/form-drafts";
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { CopyTyped } from "../keeping/copy-typed";
import { FormPage } from "../pages/form";
import { TabPage } from "../pages/tab-page";
import { useReading } from "../reading";
import { formOf, namesOf, typedIn } from "./draft-words";
import type { Drafts } from "./drafts";
import { useDrafts } from "./use-drafts";

export function DraftPage({ id }: { readonly id: string }) {
  const drafts = useDrafts();
  if (drafts) return <Found key={id} id={id} drafts={drafts} />;
  return (
    <TabPage title={t("mobile.draft.title")} back={{ kind: "outbox" }}>
      <SkeletonRows count={4} />
    </TabPage>
  );
}

function Found({ id, drafts }: { readonly id: string; readonly drafts: Drafts }) {
  const app = useApp();
  const lens = current(app.lens);
  // Looked up once: it changes with every key, and goes when it is saved
  const draft = useRef(drafts.get(id)).current;
  const [ready, setReady] = useState(draft?.blobs.length === 0);
  useEffect(() => {
    if (!draft || ready) return;
    // A picture that cannot be read leaves its place in the form, which can be mended
    void drafts
      .pictures(draft)
      .catch(() => [])
      .then((pictures) => {
        for (const picture of pictures) app.pictures.adopt(picture);
        setReady(true);
      });
  }, [draft]);
  const workspace = useRef(draft && lens?.workspace(draft.workspace)).current;
  if (draft && workspace && workspace.pages.length > 0) {
    const { action, record, shown, page } = draft;
    const about = action.kind === "edit" ? record : shown;
    return ready ? (
      <FormPage workspace={workspace} action={action} record={about} from={page} draft={draft} />
    ) : null;
  }
  return (
    <TabPage title={t("mobile.draft.title")} back={{ kind: "outbox" }}>
      {draft ? <Typed draft={draft} /> : <EmptyState icon="cloud-check">{t("mobile.draft.gone")}</EmptyState>}
    </TabPage>
  );
}

/** What was typed into a form of a workspace that this person has no more. */
function Typed({ draft }: { readonly draft: FormDraft }) {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const form = formOf(draft, reading);
  const { entity } = namesOf(draft, lens);
  return (
    <div class="app-block">
      <p>{t("mobile.draft.no_workspace", { entity })}</p>
      <p class="app-draft-typed">{typedIn(form, reading)}</p>
      <CopyTyped text={() => typedIn(form, reading)} />
    </div>
  );
}
