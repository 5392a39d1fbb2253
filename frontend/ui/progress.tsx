/**
 * How far something has come, as a line and in numbers: "1,204 of 5,000".
 */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../shared/messages";
import { current, type Live } from "./live";
import "./progress.css";

interface ProgressProps {
  readonly label: ComponentChildren;
  readonly done: Live<number>;
  /** Undefined while nobody knows yet. */
  readonly total: Live<number | undefined>;
  /** Words in place of the counts, such as "4.2 of 12 MB". */
  readonly counts?: ComponentChildren;
}

export function Progress({ label, done, total, counts }: ProgressProps) {
  const id = useId();
  const reached = current(done);
  const all = current(total);
  return (
    <div class="ui-progress">
      <div class="ui-progress-words">
        <span id={id}>{label}</span>
        <span class="ui-quiet">
          {counts ?? (all === undefined ? null : t("ui.progress", { done: reached, total: all }))}
        </span>
      </div>
      <progress
        aria-labelledby={id}
        max={all === undefined ? undefined : Math.max(1, all)}
        value={all === undefined ? undefined : reached}
      />
    </div>
  );
}
