/**
 * That the user pins or follows a record, as icons with their words.
 */
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";
import "./kept-marks.css";

interface KeptMarksProps {
  readonly entity: string;
  readonly record: string;
  /** Only the icons are seen; the words are still there for a screen reader. */
  readonly quiet?: boolean;
}

export function KeptMarks({ entity, record, quiet }: KeptMarksProps) {
  const { kept } = useBlocks();
  const marks = [
    kept.has(entity, record, "pin") && (["pin", t("mobile.record.pinned")] as const),
    kept.has(entity, record, "follow") && (["bell", t("mobile.record.followed")] as const),
  ].filter((mark) => mark !== false);
  if (marks.length === 0) return null;
  return (
    <span class="block-kept">
      {marks.map(([icon, word]) => (
        <span key={icon} class="block-kept-mark">
          <Icon name={icon} />
          <span class={quiet ? "ui-hidden" : undefined}>{word}</span>
        </span>
      ))}
    </span>
  );
}
