/**
 * The form of a new record over the form that refers to it. Left unsaved, it stays as a draft of its own.
 */
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { FormFields } from "../../blocks/form/form-controls";
import type { NewRecordProps } from "../../blocks/form/lookup-around";
import { writtenBy } from "../../blocks/form/whole-form";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { useApp } from "../app-context";
import { LinesOf } from "../pages/lines-of";
import { begunForm } from "../pages/new-form";
import type { Drafts } from "./drafts";
import { draftsOnly } from "./experience";
import { DraftKeeper } from "./keeper";
import { KeptLine } from "./kept-line";
import "../../blocks/form/picker.css";

interface NewRecordFormProps extends NewRecordProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly from: Page;
  readonly drafts: Drafts;
}

export function NewRecordForm({
  workspace,
  action,
  from,
  drafts,
  words,
  onMade,
  onClose,
}: NewRecordFormProps) {
  const app = useApp();
  const blocks = useBlocks();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const { form, beginning, keeper } = useMemo(() => {
    const begun = begunForm(app, blocks, { workspace, action, from, shown: undefined });
    const title = blocks.lens.titleField(action.entity);
    if (words && title?.type === "text") begun.form.head.set(title.id, words);
    const taken = (values: readonly unknown[]) => app.pictures.taken(values);
    const { clock } = app.ports;
    return { ...begun, keeper: new DraftKeeper({ ...begun, drafts, clock, taken }) };
  }, []);
  useEffect(() => keeper.follow(), [keeper]);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  async function save(): Promise<boolean> {
    const { record, under } = beginning;
    if (draftsOnly(app)) {
      const kept = await keeper.keep();
      if (kept) onMade(record);
      return kept;
    }
    const acts = form.acts("create", action.entity, record);
    const source = { workspace: workspace.id, action: action.id };
    const blobs = app.pictures.taken(writtenBy(acts));
    const made = await keeper.submit((beside) => app.savings.form(acts, source, blobs, { under, beside }));
    if (made) onMade(record);
    return made;
  }

  const label = blocks.lens.text(action.label);
  return (
    <dialog
      ref={dialog}
      class="block-picker"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <AppBar
        title={label}
        back={onClose}
        backWord={t("ui.cancel")}
        right={
          <button class="ui-button ui-button-primary" type="submit" form={id}>
            <span>{t("mobile.form.save")}</span>
          </button>
        }
      />
      <Form id={id} check={() => form.check()} making={() => form.making} onSubmit={save}>
        <FormFields form={form.head} record={undefined} />
        <LinesOf form={form} />
      </Form>
      <KeptLine keeper={keeper} />
    </dialog>
  );
}
