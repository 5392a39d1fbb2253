/**
 * Saving a form: kept on this phone at once, or done at the office while its writer waits.
 */
import { useState } from "preact/hooks";
import { writtenBy } from "../../blocks/form/whole-form";
import type { FormAct } from "../../local/commands";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";
import { awayReason, doneAtOffice } from "../at-office";
import type { DraftKeeper } from "../drafts/keeper";
import type { Reason } from "../keeping/permits";
import type { Route } from "../routes";

interface SavedForm {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly keeper: DraftKeeper;
  /** The metadata version that it was begun under. */
  readonly under: number | undefined;
}

interface FormSaving {
  /** The office is being waited for. */
  readonly busy: boolean;
  /** Why it cannot be saved now. */
  readonly reason: Reason;
  /** Save what the form says and go on; `then` says where. */
  readonly save: (acts: readonly FormAct[], then: () => void) => Promise<void>;
}

export function useFormSaving({ workspace, action, keeper, under }: SavedForm): FormSaving {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const reason = awayReason(app, action);
  const source = { workspace: workspace.id, action: action.id };

  async function atOffice(acts: readonly FormAct[]): Promise<Route | "saved" | null> {
    const { commands, replica } = app.core;
    let outcome: Route | "saved" | null = null;
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
    return outcome;
  }

  async function here(acts: readonly FormAct[]): Promise<Route | "saved" | null> {
    const blobs = app.pictures.taken(writtenBy(acts));
    const saved = await keeper.submit((beside) => app.savings.form(acts, source, blobs, { under, beside }));
    return saved ? "saved" : null;
  }

  return {
    busy,
    reason,
    async save(acts, then) {
      if (busy || reason !== null) return;
      setBusy(true);
      const outcome = action.offline === "online" ? await atOffice(acts) : await here(acts);
      setBusy(false);
      if (!outcome) return;
      app.unsaved.value = false;
      if (outcome === "saved") then();
      else app.replace(outcome);
    },
  };
}
