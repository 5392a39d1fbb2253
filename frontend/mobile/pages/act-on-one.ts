/**
 * A step or a deletion of the record on show: kept on this phone, or done at the office while its user waits; and where
 * he goes then.
 */
import type { Lens } from "../../blocks/lens";
import { problemText } from "../../fields/problem-text";
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { doneAtOffice } from "../at-office";
import { intentWords } from "../keeping/intent-words";
import type { OpenApp } from "../open-app";
import { afterwards } from "./afterwards";

interface Deed {
  readonly lens: Lens;
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: LocalRecord;
  readonly comment: string | null;
}

export async function actOnOne(app: OpenApp, deed: Deed): Promise<void> {
  const { lens, workspace, action, record } = deed;
  const gone = action.kind === "delete";
  const onward = app.onward();
  if (!(action.offline === "online" ? await atOffice(app, deed) : await here(app, deed))) return;
  const next = afterwards(lens, workspace, action, { id: record.id, values: record.values, gone });
  onward(() => {
    if (next && gone) app.replace(next);
    else if (next) app.go(next);
    else if (gone) app.back({ kind: "workspace", workspace: workspace.id });
  });
}

function here(app: OpenApp, { lens, workspace, action, record, comment }: Deed): Promise<boolean> {
  if (action.kind !== "delete") {
    const name = lens.text(action.label);
    const words =
      action.offline === "intent"
        ? intentWords("mobile.keep.asked_for", "mobile.keep.intent_done", { name })
        : undefined;
    return app.savings.step(action, record.id, workspace.id, comment, words);
  }
  return app.savings.remove(record.entity, record.id, { workspace: workspace.id, action: action.id });
}

/** Resolves to whether the office has done it. What it refused is over: its user has heard why. */
async function atOffice(app: OpenApp, { workspace, action, record, comment }: Deed): Promise<boolean> {
  const { commands } = app.core;
  const { entity, id } = record;
  const source = { workspace: workspace.id, action: action.id };
  let done = false;
  await app.savings.attempt(async () => {
    app.toasts.show(t("mobile.keep.online_asking"));
    const answer = await doneAtOffice(app, () => {
      if (action.kind === "delete") return commands.deleteRecord(entity, id, source);
      return commands.runStep(entity, id, source, comment);
    });
    done = answer === null || answer.kind === "done";
    if (answer?.kind !== "refused") {
      app.toasts.show(t(`mobile.keep.online_${answer?.kind ?? "done"}`));
      return;
    }
    const problem = answer.entry.outcome?.problem;
    const sentence = problem ? problemText(problem) : "";
    await commands.discardChange(answer.entry.id);
    app.toasts.show(t("mobile.keep.online_refused", { sentence }), undefined, 10);
  });
  return done;
}
