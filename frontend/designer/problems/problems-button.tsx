/**
 * How many problems a design has, in the bar: the way to their list. Nothing where there are none.
 */
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import type { Editor } from "../editor";

interface ProblemsButtonProps {
  readonly editor: Editor;
  readonly onOpen: () => void;
}

export function ProblemsButton({ editor, onOpen }: ProblemsButtonProps) {
  const findings = editor.findings.value;
  const errors = findings.filter(({ level }) => level === "error").length;
  if (findings.length === 0) return null;
  return (
    <button
      class={`d-problems-mark d-problem-${errors > 0 ? "error" : "warning"}`}
      type="button"
      aria-haspopup="dialog"
      aria-label={t("designer.problems_count", { count: findings.length })}
      title={t("designer.problems_count", { count: findings.length })}
      onClick={onOpen}
    >
      <Icon name={errors > 0 ? "circle-alert" : "triangle-alert"} />
      <span>{findings.length}</span>
    </button>
  );
}
