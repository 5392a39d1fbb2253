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
import { overtaken } from "../../local/editing";
import type { LocalRecord } from "../../local/record";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { refusalOf } from "../keeping/permits";
import { StrandedBand } from "../keeping/stranded-band";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";

interface EditFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string;
  readonly from: Page;
}

export function EditForm({ workspace, action, record: id, from }: EditFormProps) {
  const app = useApp();
  const { lens, reading, records } = useBlocks();
  const { replica } = app.core;
  const known = records.get(action.entity, id);
  // Until the office's values are in memory there is only what waits in the outbox.
  const record = records.loaded(action.entity) ? known : undefined;
  const begun = useRef<FormState | null>(null);
  // It keeps the fields of its version, whatever is taken meanwhile; the office lifts what it brings.
  const under = useRef<number | undefined>(undefined);
  // Asked until the form is open: rights that go while he types are the office's to refuse.
  const refusal = begun.current || !record ? null : refusalOf(replica, "edit", record);
  if (record && !refusal && !begun.current) {
    const fields = fieldsOf(lens, action, replica.readOnly(action.entity));
    begun.current = new FormState({ fields, controls, reading, values: record.values });
    under.current = replica.metadata.peek()?.metadataVersion;
  }
  useEffect(() => replica.inUse.hold(action.entity, id), [replica, action.entity, id]);
  if (begun.current) {
    const props = { workspace, action, from, id, record, under: under.current };
    return <OpenForm {...props} form={begun.current} />;
  }
  return (
    <FormFrame title={lens.text(action.label)} onCancel={() => app.back(backOf(workspace, from, id))}>
      {refusal ? (
        <EmptyState icon="lock">{refusal}</EmptyState>
      ) : records.loaded(action.entity) ? (
        <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>
      ) : (
        <SkeletonRows count={5} />
      )}
    </FormFrame>
  );
}

interface OpenFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly from: Page;
  readonly id: string;
  /** The record as it is now; undefined once it is not here any more. */
  readonly record: LocalRecord | undefined;
  readonly form: FormState;
  /** The metadata version that the form was begun under. */
  readonly under: number | undefined;
}

function OpenForm({ workspace, action, from, id, record, form, under }: OpenFormProps) {
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
    const saved = !changed || (await app.savings.edit(entity, id, edits, source, blobs, under));
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
    </FormFrame>
  );
}

/** A record of which nothing is known but that it was there. */
function blank(entity: string, id: string, version: number): LocalRecord {
  return { entity, id, version, values: {}, state: "clean", progress: "none", partial: true };
}
