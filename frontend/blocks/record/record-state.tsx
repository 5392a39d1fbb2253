/**
 * What has not reached the office of a record yet, as an icon with its word.
 */
import type { LocalRecord } from "../../local/record";
import { type MessageKey, t } from "../../shared/messages";
import type { IconName } from "../../ui/icon-names";
import { type State, StateMark } from "../../ui/state";

interface Look {
  readonly state: State;
  readonly icon?: IconName;
  readonly word: MessageKey;
}

export function lookOf({ state, progress }: Pick<LocalRecord, "state" | "progress">): Look | null {
  if (progress === "needsYou") return { state: "needs", word: "mobile.record.needs_you" };
  if (progress === "sending")
    return { state: "waiting", icon: "cloud-upload", word: "mobile.record.sending" };
  if (state === "new") return { state: "waiting", icon: "plus", word: "mobile.record.new" };
  if (state === "deleted") return { state: "waiting", icon: "trash-2", word: "mobile.record.deleted" };
  if (state === "modified") return { state: "waiting", icon: "pencil", word: "mobile.record.modified" };
  return progress === "waiting" ? { state: "waiting", word: "mobile.record.waiting" } : null;
}

interface RecordStateProps {
  readonly record: Pick<LocalRecord, "state" | "progress">;
  /** Only the icon is seen; the word is still there for a screen reader. */
  readonly quiet?: boolean;
}

export function RecordState({ record, quiet }: RecordStateProps) {
  const look = lookOf(record);
  if (!look) return null;
  return <StateMark state={look.state} icon={look.icon} word={t(look.word)} quiet={quiet} />;
}
