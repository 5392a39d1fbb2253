/**
 * What a record's page or list offers to do with it: by the user's rights, its state, the action's own condition, and
 * what it is shared with him for.
 */
import type { Offer } from "../../blocks/acting";
import { type Grounds, isAvailable } from "../../blocks/conditions";
import type { LocalRecord } from "../../local/record";
import type { Replica } from "../../local/replica";
import type { Operation } from "../../local/standing";
import { offeredActions } from "../../metadata/offered";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { askedReason, awayReason } from "../at-office";
import { isOffered, type Reason, refusalOf } from "../keeping/permits";
import type { OpenApp } from "../open-app";
import { remindOf } from "../reminders/reminding";

const SHAREABLE = ["edit", "delete"] as const satisfies readonly Operation[];

/** Signals are read. */
export function offersOf(
  grounds: Grounds,
  app: OpenApp,
  workspace: Workspace,
  named: readonly string[],
  record: LocalRecord,
): readonly Offer[] {
  const { metadata } = grounds.lens;
  const { replica } = app.core;
  const own = metadata.rights[record.entity] ?? [];
  const shared = SHAREABLE.filter((one) => !own.includes(one) && isOffered(replica, one, record));
  const rights = { ...metadata.rights, [record.entity]: [...own, ...shared] };
  const meets = ({ kind, availableWhen }: Action) =>
    kind === "create" || isAvailable(grounds, availableWhen, record);
  return offeredActions({ ...metadata, rights }, workspace, named, record, meets).map((action) => {
    const barred = reasonOf(replica, action, record);
    const away = barred ?? awayReason(app, action);
    const reason = away ?? askedReason(app, action, record);
    if (barred !== null || away === null) return { action, reason };
    const { id, entity } = record;
    const deed = { kind: "action", workspace: workspace.id, action: action.id, entity, record: id } as const;
    return { action, reason, remind: remindOf(app, deed) };
  });
}

function reasonOf(replica: Replica, { kind, entity }: Action, record: LocalRecord): Reason {
  // A new record hangs on this one; whether that is allowed is a question of its own.
  if (kind === "create") return replica.may("create", entity) ? null : t("mobile.keep.not_allowed");
  return refusalOf(replica, kind === "step" ? "edit" : kind, record);
}
