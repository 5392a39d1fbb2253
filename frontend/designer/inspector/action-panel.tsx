/**
 * The properties of an action: what it does, when and where it is offered, and where its user goes then.
 */
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { formsAfter, pagesAfter } from "../commands/lines";
import { entityOf } from "../model-view";
import { pageOption } from "../page-words";
import { RuleProperty } from "../rules/rule-property";
import { TryAction } from "../verify/try-action";
import { said } from "../words";
import { AddFieldButton } from "./add-field-button";
import { LinesProperty } from "./lines-panel";
import { IconProperty, More, SelectProperty, SwitchProperty, TextsProperty } from "./properties";
import { SettingsProperty } from "./settings-property";
import { useTarget } from "./target";
import { WhenProperty } from "./when-property";
import { IdLine } from "./workspace-panel";

const OFFLINE = ["yes", "online"] as const;
const STEP_OFFLINE = [...OFFLINE, "intent"] as const;

export function ActionPanel({ action }: { readonly action: Action }) {
  const { editor } = useTarget();
  const { model, workspace } = editor.whole.value;
  const form = action.kind === "create" || action.kind === "edit";
  const pages = pagesAfter(model, workspace, action);
  return (
    <>
      <TextsProperty of="label" label={t("designer.label")} value={action.label} />
      <p class="d-fact">
        {t(`designer.action_kind.${action.kind}`)}
        <span class="ui-quiet"> · {said(entityOf(model, action.entity)?.label) || action.entity}</span>
      </p>
      {action.kind === "create" && (
        <SwitchProperty
          of="copies"
          label={t("designer.copies")}
          help={t("designer.copies_help")}
          value={action.copies}
        />
      )}
      {action.kind !== "delete" && <SettingsProperty action={action} />}
      {action.kind === "step" && (
        <>
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
      {action.kind !== "create" && (
        <RuleProperty
          of="availableWhen"
          label={t("designer.available_when")}
          value={action.availableWhen}
          entity={action.entity}
          result="condition"
        />
      )}
      {form && <LinesProperty action={action} />}
      {action.kind === "create" && !action.copies && (
        <SwitchProperty
          of="quick"
          label={t("designer.quick")}
          help={t("designer.quick_help")}
          value={action.quick}
        />
      )}
      <SelectProperty
        of="next"
        label={t("designer.next")}
        value={action.next}
        options={pages.map((page) => pageOption(workspace, model, page))}
        none={t("designer.next_none")}
      />
      {action.kind === "create" && (
        <SelectProperty
          of="nextAction"
          label={t("designer.next_action")}
          value={action.nextAction}
          options={formsAfter(model, workspace, action).map(({ id, label }) => ({
            value: id,
            label: said(label) || id,
          }))}
          none={t("designer.none")}
        />
      )}
      {form && <AddFieldButton />}
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
        <SelectProperty
          of="placement"
          label={t("designer.placement")}
          value={action.placement}
          options={(["button", "menu", "hidden"] as const).map((value) => ({
            value,
            label: t(`designer.placement.${value}`),
          }))}
        />
        <SelectProperty
          of="offline"
          label={t("designer.offline_as")}
          value={action.offline}
          options={(action.kind === "step" ? STEP_OFFLINE : OFFLINE).map((value) => ({
            value,
            label: t(`designer.offline_as.${value}`),
          }))}
        />
        <SwitchProperty
          of="idempotent"
          label={t("designer.idempotent")}
          help={t("designer.idempotent_help")}
          value={action.idempotent}
        />
        <IconProperty of="icon" label={t("designer.icon")} value={action.icon} />
        <IdLine id={action.id} />
      </More>
    </>
  );
}
