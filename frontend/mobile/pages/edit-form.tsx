/**
 * The form over a record, which is the user's from his first touch on: whatever happens to the record meanwhile, what
 * he typed stays before him.
 *
 * The record may be deleted, taken from him, or leave this phone while he types. Then the office's values go from the
 * form, and it says why they went and what can be done with the rest.
 */
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { fieldsOf } from "../../blocks/form/form-fields";
import { FormState } from "../../blocks/form/form-state";
import { controls } from "../../fields/controls";
import { overtaken, resumed } from "../../local/editing";
import type { FormDraft } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import type { Drafts } from "../drafts/drafts";
import type { Beginning } from "../drafts/keeper";
import { KeptLine } from "../drafts/kept-line";
import { useDraft } from "../drafts/use-drafts";
import { refusalOf } from "../keeping/permits";
import { StrandedBand } from "../keeping/stranded-band";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";

interface EditFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string;
  readonly from: Page;
  readonly drafts: Drafts;
  readonly draft: FormDraft | undefined;
}

export function EditForm({ workspace, action, record: id, from, drafts, draft }: EditFormProps) {
  const app = useApp();
  const { lens, reading, records } = useBlocks();
  const { replica } = app.core;
  const known = records.get(action.entity, id);
  // Until the office's values are in memory there is only what waits in the outbox.
  const record = records.loaded(action.entity) ? known : undefined;
  const begun = useRef<OpenedForm | null>(null);
  // Whoever began this already goes on with it
  const resumes = useRef(draft ?? drafts.editing(action.id, id)).current;
  // Asked until the form is open: rights that go while he types are the office's to refuse.
  const refusal = begun.current || !record ? null : refusalOf(replica, "edit", record);
  const missing = !record && records.loaded(action.entity);
  if (!begun.current && resumes && (record || missing)) {
    const { fields, typed } = resumes;
    const edits = record ? resumed(typed.edits, record) : typed.edits;
    const values = record?.values ?? {};
    const form = new FormState({ fields, controls, reading, values, typed: { ...typed, edits } });
    begun.current = { form, beginning: resumes };
  } else if (!begun.current && record && !refusal) {
    const fields = fieldsOf(lens, action, replica.readOnly(action.entity));
    const form = new FormState({ fields, controls, reading, values: record.values });
    // It keeps the fields of its version, whatever is taken meanwhile; the office lifts what it brings.
    const under = replica.metadata.peek()?.metadataVersion;
    const place = { workspace: workspace.id, page: from.id, action };
    const beginning = { id: app.ports.newId(), ...place, fields, record: id, start: {} };
    begun.current = { form, beginning: { ...beginning, ...(under !== undefined && { under }) } };
  }
  useEffect(() => replica.inUse.hold(action.entity, id), [replica, action.entity, id]);
  if (begun.current) {
    return <OpenForm {...{ workspace, action, from, id, record, drafts }} {...begun.current} />;
  }
  return (
    <FormFrame title={lens.text(action.label)} onCancel={() => app.back(backOf(workspace, from, id))}>
      {refusal ? (
        <EmptyState icon="lock">{refusal}</EmptyState>
      ) : missing ? (
        <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>
      ) : (
        <SkeletonRows count={5} />
      )}
    </FormFrame>
  );
}

interface OpenedForm {
  readonly form: FormState;
  readonly beginning: Beginning;
}

interface OpenFormProps extends OpenedForm {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly from: Page;
  readonly id: string;
  /** The record as it is now; undefined once it is not here any more. */
  readonly record: LocalRecord | undefined;
  readonly drafts: Drafts;
}

function OpenForm({ workspace, action, from, id, record, drafts, form, beginning }: OpenFormProps) {
  const app = useApp();
  const { lens, records } = useBlocks();
  const { entity } = action;
  const element = useId();
  const home = backOf(workspace, from, id);
  // Of a record that was partial from the first the office's values were never here.
  const seen = useRef({ version: 0, lost: false, partial: record?.partial ?? false });
  const gone = !record || (record.partial && !seen.current.partial) || !lens.entity(entity);
  const lost = gone && records.loaded(entity);
  if (!gone && record) seen.current.version = record.version;
  const shown = gone ? blank(entity, id, seen.current.version) : record;
  const keeper = useDraft(form, drafts, () => beginning);
  useUnsaved(form);
  useLayoutEffect(() => {
    if (lost && !seen.current.lost) form.forget(() => true);
    if (record && !gone) {
      if (seen.current.lost) form.recall(record.values);
      const hidden = form.fields.map(({ field }) => field.id).filter((field) => !lens.field(entity, field));
      if (hidden.length > 0) form.forget((field) => hidden.includes(field));
    }
    if (lost || !gone) seen.current.lost = lost;
  }, [form, lost, gone, lens]);

  async function save(): Promise<void> {
    const { edits } = form;
    const values = Object.values(edits).map(({ value }) => value);
    const source = { workspace: workspace.id, action: action.id };
    const changed = Object.keys(edits).length > 0;
    const blobs = app.pictures.taken(values);
    const { under } = beginning;
    const saved = await keeper.submit(async (beside) => {
      return !changed || (await app.savings.edit(entity, id, edits, source, blobs, { under, beside }));
    });
    if (!saved) return;
    app.unsaved.value = false;
    if (lost) app.replace({ kind: "outbox" });
    else app.back(home);
  }

  const frame = { title: lens.text(action.label), onCancel: () => app.back(home) };
  if (lost && form.fields.length === 0) {
    return (
      <FormFrame {...frame}>
        <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>
      </FormFrame>
    );
  }
  return (
    <FormFrame {...frame} form={element} {...(lost && { saveWord: t("mobile.left.form_keep") })}>
      <StrandedBand form={form} record={gone ? null : shown} lost={lost} />
      <Form
        id={element}
        form={form}
        record={shown}
        overtaken={new Set(overtaken(form.edits, shown))}
        onSubmit={() => void save()}
      />
      <KeptLine keeper={keeper} />
    </FormFrame>
  );
}

/** A record of which nothing is known but that it was there. */
function blank(entity: string, id: string, version: number): LocalRecord {
  return { entity, id, version, values: {}, state: "clean", progress: "none", partial: true };
}
