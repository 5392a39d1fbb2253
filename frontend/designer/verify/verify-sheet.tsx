/**
 * An action tried on a made-up record: what it is done to, what is typed, and every step with its outcome.
 */
import { useState } from "preact/hooks";
import { localDay } from "../../expressions/periods";
import type { Action } from "../../protocol";
import { zoneHere } from "../../shared/clock";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { Sheet } from "../../ui/sheet";
import { TextInput } from "../../ui/text-input";
import { offerAction } from "../commands/actions";
import { homeOf, isReached } from "../commands/offering";
import type { Editor } from "../editor";
import { entityOf, fieldAt } from "../model-view";
import { pageWords } from "../page-words";
import { nameOf } from "../rules/result-text";
import { recordsOf } from "../rules/trial";
import { TrialInput } from "../rules/trial-input";
import { said } from "../words";
import { run } from "./run";
import { StepList } from "./step-list";
import "./verify.css";

interface VerifySheetProps {
  readonly editor: Editor;
  readonly action: Action;
  readonly onClose: () => void;
}

export function VerifySheet({ editor, action, onClose }: VerifySheetProps) {
  const practice = editor.practice.value;
  const { model } = editor.whole.value;
  const records = recordsOf(practice, action.entity);
  const fresh = action.kind === "create" && !action.copies;
  const [record, setRecord] = useState<string | null>(fresh ? null : (records[0]?.id ?? null));
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({});
  const [comment, setComment] = useState("");
  const known = records.find(({ id }) => id === record)?.values ?? {};
  const now = new Date().toISOString();
  const timeZone = zoneHere();
  const asker = {
    person: practice.person,
    timeZone,
    now,
    today: localDay(now, timeZone),
    language: language.peek(),
  };
  const steps = run({ model, practice, asker, action, record, typed, comment });
  const name = said(action.label) || action.id;
  const form = action.kind === "create" || action.kind === "edit";
  const reached = isReached(editor.whole.value, action);
  const home = reached ? undefined : homeOf(editor.whole.value, action);
  return (
    <Sheet open place="side" title={t("designer.verify.title", { name })} onClose={onClose}>
      <div class="d-form d-verify">
        <p class="ui-quiet ui-small">{t("designer.verify.what")}</p>
        {!fresh && (
          <FormField label={t("designer.verify.record")}>
            <Select
              value={record ?? ""}
              onInput={(id) => {
                setRecord(id);
                setTyped({});
              }}
              options={records.map(({ id }, at) => ({
                value: id,
                label: nameOf(editor, action.entity, id) ?? t("designer.rule.try_nth", { number: at + 1 }),
              }))}
            />
          </FormField>
        )}
        {form &&
          action.fields.map((shown) => {
            const field = fieldAt(model, action.entity, shown.field);
            if (!field || shown.readOnly || field.computed) return null;
            return (
              <TrialInput
                key={`${record} ${shown.id}`}
                label={said(shown.label) || said(field.label) || field.id}
                field={field}
                value={shown.field in typed ? typed[shown.field] : known[shown.field]}
                editor={editor}
                onValue={(value) => setTyped({ ...typed, [shown.field]: value })}
              />
            );
          })}
        {action.comment !== "none" && (
          <FormField label={t("designer.comment")} required={action.comment === "required"}>
            <TextInput value={comment} onInput={setComment} />
          </FormField>
        )}
        {!fresh && records.length === 0 ? (
          <p class="ui-quiet">
            {t("designer.verify.no_records", {
              name: said(entityOf(model, action.entity)?.plural) || action.entity,
            })}
          </p>
        ) : (
          <StepList editor={editor} action={action} steps={steps} reached={reached} />
        )}
        {home && (
          <Button onPress={() => editor.run(offerAction(editor.documents, home.id, action.id, true))}>
            {t("designer.offer_on", {
              name: pageWords(editor.whole.value.workspace, editor.whole.value.model, home),
            })}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
