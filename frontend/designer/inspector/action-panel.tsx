/**
 * The properties of an action; of a business step also what it sets, and when it is offered.
 */
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { entityOf } from "../model-view";
import { TryAction } from "../verify/try-action";
import { said } from "../words";
import { IconProperty, More, SelectProperty, SwitchProperty, TextsProperty } from "./properties";
import { StepSettings } from "./step-settings";
import { useTarget } from "./target";
import { WhenProperty } from "./when-property";
import { IdLine } from "./workspace-panel";

export function ActionPanel({ action }: { readonly action: Action }) {
  const { editor } = useTarget();
  const { model, workspace } = editor.whole.value;
  const details = workspace.pages
    .filter(({ kind, entity }) => kind === "detail" && entity === action.entity)
    .map(({ id, title }) => ({ value: id, label: said(title) || id }));
  return (
    <>
      <TextsProperty of="label" label={t("designer.label")} value={action.label} />
      <p class="d-fact">
        {t(`designer.action_kind.${action.kind}`)}
        <span class="ui-quiet"> · {said(entityOf(model, action.entity)?.label) || action.entity}</span>
      </p>
      {action.kind === "step" && (
        <>
          <StepSettings action={action} />
          <WhenProperty action={action} />
          <SelectProperty
            of="comment"
            label={t("designer.comment")}
            value={action.comment}
            options={(["none", "optional", "required"] as const).map((value) => ({
              value,
              label: t(`designer.comment.${value}`),
            }))}
          />
        </>
      )}
      {(action.kind === "delete" || action.kind === "step") && (
        <TextsProperty
          long
          of="confirm"
          label={t("designer.confirm")}
          help={t("designer.confirm_help")}
          value={action.confirm}
        />
      )}
      {action.kind === "create" && (
        <>
          <SwitchProperty
            of="quick"
            label={t("designer.quick")}
            help={t("designer.quick_help")}
            value={action.quick}
          />
          <SelectProperty
            of="next"
            label={t("designer.next")}
            value={action.next}
            options={details}
            none={t("designer.next_none")}
          />
        </>
      )}
      <TryAction editor={editor} action={action} />
      <More>
        <SelectProperty
          of="tone"
          label={t("designer.tone")}
          value={action.tone}
          options={(["normal", "positive", "danger"] as const).map((value) => ({
            value,
            label: t(`designer.tone.${value}`),
          }))}
        />
        <IconProperty of="icon" label={t("designer.icon")} value={action.icon} />
        <IdLine id={action.id} />
      </More>
    </>
  );
}
