/**
 * One action on several records: a change for each, told of once, and undone at once.
 */
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { type MessageKey, t } from "../../shared/messages";
import { doneAtOffice } from "../at-office";
import type { OpenApp } from "../open-app";
import { actOnOne } from "./act-on-one";

/** Do it to one after the other, until the store refuses one. */
export async function actOnAll(
  app: OpenApp,
  workspace: Workspace,
  action: Action,
  records: readonly LocalRecord[],
  comment: string | null,
): Promise<void> {
  const [only] = records;
  const lens = app.lens.peek();
  // A step leads on as it does on the record's own page; the list that a row is deleted from stays.
  if (only && lens && records.length === 1 && action.kind !== "delete")
    return actOnOne(app, { lens, workspace, action, record: only, comment });
  if (only && records.length === 1 && action.offline !== "online") {
    await app.savings.remove(action.entity, only.id, { workspace: workspace.id, action: action.id });
    return;
  }
  const { outbox } = app.core.replica;
  const before = new Set(outbox.entries.peek().map(({ id }) => id));
  let done = 0;
  let left = 0;
  await app.savings.attempt(async () => {
    for (const record of records) {
      if (await acted(app, workspace, action, record, comment)) done += 1;
      else left += 1;
    }
  });
  if (left > 0) app.toasts.show(t("mobile.block.some_left", { count: left }), undefined, 10);
  if (done === 0) return;
  const made = outbox.entries.peek().filter(({ id }) => !before.has(id));
  const words = t(toldOf(action), { count: done });
  // A record that was only on this phone takes the act in, and has no change of its own to take back.
  const whole = made.length === done && action.offline !== "online";
  app.toasts.show(words, whole ? { label: t("ui.undo"), run: () => void undone(app, made) } : undefined);
}

function toldOf({ kind, offline }: Action): MessageKey {
  if (kind === "delete") return "mobile.block.all_deleted";
  return offline === "intent" ? "mobile.block.all_asked" : "mobile.block.all_done";
}

/** Resolves to whether it was done; what only the office does may have been left by it. */
async function acted(
  app: OpenApp,
  workspace: Workspace,
  { id: action, kind, entity, offline }: Action,
  record: LocalRecord,
  comment: string | null,
): Promise<boolean> {
  const { commands } = app.core;
  const source = { workspace: workspace.id, action };
  const act = () =>
    kind === "delete"
      ? commands.deleteRecord(entity, record.id, source)
      : commands.runStep(entity, record.id, source, comment);
  if (offline !== "online") {
    await act();
    return true;
  }
  const answer = await doneAtOffice(app, act);
  // What the office refused is over: its user hears that it was left.
  if (answer?.kind === "refused") await commands.discardChange(answer.entry.id);
  return answer === null || answer.kind === "done";
}

function undone(app: OpenApp, made: readonly { readonly id: string }[]): Promise<boolean> {
  return app.savings.attempt(async () => {
    for (const { id } of made) await app.core.commands.undoChange(id);
    app.toasts.show(t("mobile.saved.undone"));
  });
}
