/**
 * An import that runs or has ended: how far it is, what was brought in, and the way back.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CellProblem, ImportState } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Progress } from "../../ui/progress";
import { CellProblems } from "./checked";

interface RunViewProps {
  readonly state: ImportState;
  readonly problems: readonly CellProblem[];
  readonly more: boolean;
  readonly onCancel: () => void;
  readonly onUndo: () => void;
}

export function RunView({ state, problems, more, onCancel, onUndo }: RunViewProps) {
  const section = useRef<HTMLElement>(null);
  const { state: now, rows, done, created, updated, unfit, emptied, left } = state;
  // The button that led here is gone, and the focus with it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) section.current?.focus();
  }, [now]);
  const total = now === "undoing" ? created + updated : rows;
  if (now === "checked" || now === "checking" || now === "running" || now === "undoing") {
    // What was checked for a proposal is about to be checked for what was made of it.
    const deed = now === "checked" ? "checking" : now;
    return (
      <section ref={section} class="d-run" tabIndex={-1}>
        <Progress label={t(`designer.import.${deed}`)} done={now === "checked" ? 0 : done} total={total} />
        {now !== "undoing" && <Button onPress={onCancel}>{t("ui.cancel")}</Button>}
      </section>
    );
  }
  const undone = now === "undone";
  return (
    <section ref={section} class="d-run" tabIndex={-1} aria-live="polite">
      <p>
        <Icon name={now === "done" || undone ? "circle-check" : "circle-alert"} />
        <span>
          {undone
            ? t("designer.import.undone", { count: done - left })
            : t(now === "done" ? "designer.import.done" : "designer.import.stopped", { created, updated })}
          {emptied > 0 && !undone && ` ${t("designer.import.came_emptied", { count: emptied })}`}
          {unfit > 0 && !undone && ` ${t("designer.import.left_out", { count: unfit })}`}
          {left > 0 && ` ${t("designer.import.left", { count: left })}`}
        </span>
      </p>
      {problems.length > 0 && <CellProblems id={state.id} problems={problems} more={more} />}
      {!undone && created + updated > 0 && (
        <Button icon="undo-2" onPress={onUndo}>
          {t("designer.import.undo")}
        </Button>
      )}
    </section>
  );
}
