/**
 * Saving a form: kept on this phone at once, or done at the office while its writer waits.
 */
import { useState } from "preact/hooks";
import type { Remind } from "../../blocks/acting";
import { useBlocks } from "../../blocks/context";
import { writtenBy } from "../../blocks/form/whole-form";
import type { FormAct } from "../../local/commands";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";
import { doneAtOffice } from "../at-office";
import { draftsOf } from "../drafts/drafts-of";
import { draftsOnly, isOnlineOnly, savingReason } from "../drafts/experience";
import type { Beginning, DraftKeeper } from "../drafts/keeper";
import { sendNamed } from "../drafts/sending";
import type { Reason } from "../keeping/permits";
import { remindOf } from "../reminders/reminding";
import type { Route } from "../routes";

interface SavedForm {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly keeper: DraftKeeper;
  /** How it was begun. */
  readonly beginning: Beginning;
}

interface FormSaving {
  /** The office is being waited for. */
  readonly busy: boolean;
  /** Why it cannot be saved now. */
  readonly reason: Reason;
  readonly remind: Remind | undefined;
  /** Save what the form says and go on; `then` says where. Says whether it was saved. */
  readonly save: (acts: readonly FormAct[], then: () => void) => Promise<boolean>;
}

export function useFormSaving({ workspace, action, keeper, beginning }: SavedForm): FormSaving {
  const app = useApp();
  const { under } = beginning;
  const blocks = useBlocks();
  const [busy, setBusy] = useState(false);
  const reason = savingReason(app, action);
  const online = isOnlineOnly(app, action);
  const asDraft = !online && draftsOnly(app);
  const source = { workspace: workspace.id, action: action.id };
  const deed = {
    kind: "action",
    workspace: workspace.id,
    action: action.id,
    entity: action.entity,
    record: action.kind === "edit" ? beginning.record : null,
  } as const;

  async function atOffice(acts: readonly FormAct[]): Promise<Route | "saved" | null> {
    const { commands, replica } = app.core;
    let outcome: Route | "saved" | null = null;
    setBusy(true);
    await keeper.submit(async (beside) => {
      const blobs = app.pictures.taken(writtenBy(acts));
      const work = async () => {
        const answer = await doneAtOffice(app, () => commands.saveForm(acts, source, blobs, { under }));
        if (answer?.kind === "unsent") {
          app.toasts.show(t("mobile.keep.online_unsent"), undefined, 10);
          return;
        }
        // What was typed is the change's now, whatever has become of it.
        if (beside.length > 0) await replica.storage.commit("draft.keep", beside, "strict");
        const refused = answer?.kind === "refused";
        outcome = refused ? { kind: "change", change: answer.entry.id } : "saved";
        if (answer && !refused) {
          app.toasts.show(
            t(answer.kind === "done" ? "mobile.keep.online_done" : "mobile.keep.online_unheard"),
          );
        }
      };
      await app.savings.attempt(work);
      return outcome !== null;
    });
    setBusy(false);
    return outcome;
  }

  async function here(acts: readonly FormAct[]): Promise<Route | "saved" | null> {
    const blobs = app.pictures.taken(writtenBy(acts));
    const saved = await keeper.submit((beside) => app.savings.form(acts, source, blobs, { under, beside }));
    return saved ? "saved" : null;
  }

  /** Returns how to go on from the form; null where it was not saved. */
  async function save(acts: readonly FormAct[], then: () => void): Promise<(() => void) | null> {
    if (asDraft) {
      if (!(await keeper.keep())) return null;
      app.toasts.show(t("mobile.draft.for_later"));
      return () => app.replace({ kind: "outbox" });
    }
    const own = new Set<unknown>(acts.map(({ record }) => record));
    const others = writtenBy(acts)
      .flat()
      .filter((value) => !own.has(value));
    const waits = await sendNamed(app, draftsOf(app), blocks, others);
    if (waits) {
      app.toasts.show(t("mobile.draft.names_draft", { title: waits }), undefined, 10);
      return null;
    }
    const outcome = online ? await atOffice(acts) : await here(acts);
    if (outcome === "saved") return then;
    return outcome && (() => app.replace(outcome));
  }

  return {
    busy,
    reason,
    remind: online && reason !== null ? remindOf(app, deed, beginning.id) : undefined,
    async save(acts, then) {
      if (reason !== null) return false;
      const onward = app.onward();
      const next = await save(acts, then);
      if (!next) return false;
      onward(() => {
        app.unsaved.value = false;
        next();
      });
      return true;
    },
  };
}
