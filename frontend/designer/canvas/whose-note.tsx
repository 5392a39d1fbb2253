/**
 * The line under the phone: what its records are, and what there is to say of the eyes it is seen through.
 */
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import type { Eyes } from "./eyes";

interface WhoseNoteProps {
  readonly eyes: Eyes;
  /** Whether the records are drawn from the designer's own. */
  readonly own: boolean;
}

export function WhoseNote({ eyes, own }: WhoseNoteProps) {
  const seen = eyes.seen.value;
  return (
    <p class="d-canvas-note" role="status">
      {t(own ? "designer.practice_note_own" : "designer.practice_note")}
      {seen.kind === "waiting" && ` ${t("designer.eyes.waiting")}`}
      {seen.kind === "failed" && <strong> {seen.words}</strong>}
      {seen.kind === "seen" && seen.design.metadata && !seen.design.sees && (
        <strong> {t("designer.eyes.not_shown")}</strong>
      )}
    </p>
  );
}

/** In place of the phone, where these eyes see nothing of the workspace. */
export function NothingLeft({ eyes }: { readonly eyes: Eyes }) {
  const seen = eyes.seen.value;
  if (seen.kind !== "seen" || seen.design.metadata) return null;
  return (
    <div class="d-no-pages" role="status">
      <EmptyState icon="eye-off">{t("designer.eyes.nothing")}</EmptyState>
    </div>
  );
}
