/**
 * The line over the phone: that its records are for practice, and where the organisation's own ones are.
 */
import { t } from "../../shared/messages";
import type { Editor } from "../editor";
import { entityOf, likelyEntity } from "../model-view";
import { said } from "../words";

export function PracticeLine({ editor }: { readonly editor: Editor }) {
  const { model, workspace } = editor.whole.value;
  const entity = likelyEntity(workspace, model);
  const shown = editor.practice.value.put.find((one) => one.entity === entity)?.rows.length ?? 0;
  const name = said(entityOf(model, entity)?.plural) || entity;
  const own = editor.own.value.get(entity)?.count ?? 0;
  if (shown === 0) return null;
  return (
    <p class="d-practice-line">
      {own > 0
        ? t("designer.practice.own", { count: Math.min(shown, own), name, own })
        : t("designer.practice.made_up", { count: shown, name })}
    </p>
  );
}
