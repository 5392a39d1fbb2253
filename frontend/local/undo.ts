/**
 * The opposite of a change that has been sent. Pure.
 */
import type { Act } from "../protocol";
import { unreachable } from "../shared/unreachable";
import type { OutboxEntry } from "./outbox-entry";

type VersionOf = (entity: string, record: string) => number;

/** Return the acts that undo a change, last first; null when one of them has no opposite. */
export function inverse({ acts, outcome }: OutboxEntry, versionOf: VersionOf): Act[] | null {
  const merged = outcome?.status === "merged";
  const opposites = acts.toReversed().map((act) => opposite(act, versionOf, merged));
  return opposites.includes(null) ? null : opposites.filter((act) => act !== null);
}

function opposite(act: Act, versionOf: VersionOf, merged: boolean): Act | null {
  const { entity, record } = act;
  const base = versionOf(entity, record);
  switch (act.kind) {
    case "create":
    case "restore":
      return { kind: "delete", entity, record, base };
    case "delete":
      return { kind: "restore", entity, record };
    case "set": {
      // Where what stood there may not be seen any more, nobody can put it back.
      if (Object.values(act.edits).some((edit) => !("old" in edit))) return null;
      // What was merged is merged back: only the user's own part of it goes.
      const edits = Object.entries(act.edits).map(([field, { value, old, base: seen }]) => {
        return [field, { value: old ?? null, old: value, base: merged ? seen : base }];
      });
      return { kind: "set", entity, record, edits: Object.fromEntries(edits) };
    }
    case "keep":
      return { ...act, on: !act.on };
    case "step":
    case "resolve":
    case "assign":
    case "share":
      return null;
    default:
      return unreachable(act);
  }
}
