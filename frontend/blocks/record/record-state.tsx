/**
 * What has not reached the office of a record yet, as an icon with its word.
 */
import type { LocalRecord } from "../../local/record";
import { t } from "../../shared/messages";
import type { IconName } from "../../ui/icon-names";
import { type State, StateMark } from "../../ui/state";

type Stands = Pick<LocalRecord, "state" | "progress">;
type Word = "new" | "modified" | "deleted" | "waiting" | "sending" | "refused" | "conflict";

interface Look {
  readonly state: State;
  readonly icon?: IconName;
}

const LOOKS: Readonly<Record<Word, Look>> = {
  new: { state: "waiting", icon: "plus" },
  modified: { state: "waiting", icon: "pencil" },
  deleted: { state: "waiting", icon: "trash-2" },
  waiting: { state: "waiting" },
  sending: { state: "waiting", icon: "cloud-upload" },
  refused: { state: "refused" },
  conflict: { state: "needs" },
};

interface RecordStateProps {
  readonly record: Stands;
  /** In one word, as rows have little room. */
  readonly short?: boolean;
}

export function RecordState({ record, short }: RecordStateProps) {
  const word = wordOf(record);
  if (!word) return null;
  const said = short ? t(`mobile.block.state.${word}`) : t(`mobile.record.${word}`);
  return <StateMark {...LOOKS[word]} word={said} />;
}

/** What matters most: what needs somebody, then how far it is, then what was done. */
function wordOf({ state, progress }: Stands): Word | null {
  if (progress === "conflict" || progress === "refused" || progress === "sending") return progress;
  if (state !== "clean") return state;
  return progress === "waiting" ? progress : null;
}
