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
import { FormFields } from "../../blocks/form/form-controls";
import { begunEdits, fieldsOf, linesOf } from "../../blocks/form/form-fields";
import { rulesOfForm } from "../../blocks/form/form-rules";
import { openedForm } from "../../blocks/form/opened-form";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { Lens } from "../../blocks/lens";
import { titleOf } from "../../blocks/record-values";
import { overtaken, resumed } from "../../local/editing";
import type { FormDraft } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import type { Replica } from "../../local/replica";
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
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
import type { Route } from "../routes";
import { afterwards } from "./afterwards";
import { FormFrame } from "./form-frame";
import { useUnsaved } from "./form-leaving";
import { useFormSaving } from "./form-saving";
import { LinesOf } from "./lines-of";

interface EditFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string;
  readonly from: Page;
  readonly drafts: Drafts;
  readonly draft: FormDraft | undefined;
  readonly home: Route;
}

export function EditForm({ workspace, action, record: id, from, drafts, draft, home }: EditFormProps) {
  const app = useApp();
  const { lens, reading, records, asker } = useBlocks();
  const { replica } = app.core;
  const known = records.get(action.entity, id);
  // Until the office's values are in memory there is only what waits in the outbox.
  const record = records.loaded(action.entity) ? known : undefined;
  const begun = useRef<OpenedForm | null>(null);
  const asking = { ...asker, now: instant(app.ports.clock) };
  const around = { lens, records, asker: asking, entity: action.entity, record: id, fresh: false };
  // Whoever began this already goes on with it
  const resumes = useRef(draft ?? drafts.editing(action.id, id)).current;
  // Asked until the form is open: rights that go while he types are the office's to refuse.
  const refusal = begun.current || !record ? null : refusalOf(replica, "edit", record);
  const missing = !record && records.loaded(action.entity);
  if (!begun.current && resumes && (record || missing)) {
    const { fields, lines, typed } = resumes;
    const edits = record ? resumed(typed.edits, record) : typed.edits;
    const values = record?.values ?? {};
    const rules = rulesOfForm(around, fields, lines ?? []);
    const before = { ...typed, edits };
    const form = openedForm({ fields, lines, values, fresh: false, typed: before, reading, rules });
    begun.current = { form, beginning: resumes };
  } else if (!begun.current && record && !refusal) {
    const fixed = replica.readOnly(action.entity);
    const fields = fieldsOf(lens, action, fixed);
    const lines = linesOf(lens, action, (entity) => fixedIn(lens, replica, entity));
    const rules = rulesOfForm(around, fields, lines);
    const by = { me: app.person.person, now: asking.now, timeZone: asker.timeZone };
    const begins = begunEdits(lens, action, record, { by, fixed });
    const { values } = record;
    const form = openedForm({ fields, lines, values, begins, fresh: false, reading, rules });
    // It keeps the fields of its version, whatever is taken meanwhile; the office lifts what it brings.
    const under = replica.metadata.peek()?.metadataVersion;
    const place = { workspace: workspace.id, page: from.id, action };
    const whole = { ...place, fields, ...(lines.length > 0 && { lines }) };
    const beginning = { id: app.ports.newId(), ...whole, record: id, start: {} };
    begun.current = { form, beginning: { ...beginning, ...(under !== undefined && { under }) } };
  }
  useEffect(() => replica.inUse.hold(action.entity, id), [replica, action.entity, id]);
  if (begun.current) {
    return <OpenForm {...{ workspace, action, id, record, drafts, home }} {...begun.current} />;
  }
  return (
    <FormFrame title={lens.text(action.label)} onCancel={() => app.back(home)}>
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
  readonly form: WholeForm;
  readonly beginning: Beginning;
}

interface OpenFormProps extends OpenedForm {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly id: string;
  /** The record as it is now; undefined once it is not here any more. */
  readonly record: LocalRecord | undefined;
  readonly drafts: Drafts;
  readonly home: Route;
}

function OpenForm({ workspace, action, id, record, drafts, home, form, beginning }: OpenFormProps) {
  const app = useApp();
  const { lens, records, reading } = useBlocks();
  const { entity } = action;
  const { head } = form;
  const element = useId();
  // Of a record that was partial from the first the office's values were never here.
  const seen = useRef({ version: 0, lost: false, partial: record?.partial ?? false });
  const gone = !record || (record.partial && !seen.current.partial) || !lens.entity(entity);
  const lost = gone && records.loaded(entity);
  if (!gone && record) seen.current.version = record.version;
  const shown = gone ? blank(entity, id, seen.current.version) : record;
  const keeper = useDraft(form, drafts, () => beginning);
  useUnsaved(form);
  useLayoutEffect(() => {
    if (lost && !seen.current.lost) head.forget(() => true);
    if (record && !gone) {
      if (seen.current.lost) head.recall(record.values);
      const hidden = head.fields.map(({ field }) => field.id).filter((field) => !lens.field(entity, field));
      if (hidden.length > 0) head.forget((field) => hidden.includes(field));
    }
    if (lost || !gone) seen.current.lost = lost;
  }, [head, lost, gone, lens]);

  const saving = useFormSaving({ workspace, action, keeper, beginning });

  function save(): Promise<boolean> {
    return saving.save(form.acts("edit", entity, id), () => {
      const values = { ...record?.values, ...head.values };
      const next = lost ? null : afterwards(lens, workspace, action, { id, values });
      if (lost) app.replace({ kind: "outbox" });
      else if (next) app.replace(next);
      else app.back(home);
    });
  }

  const { busy, reason, remind } = saving;
  const frame = {
    title: lens.text(action.label),
    ...(!gone && { record: titleOf(lens, shown, reading) }),
    onCancel: () => app.back(home),
    busy,
    reason,
    remind,
  };
  if (lost && head.fields.length === 0) {
    return (
      <FormFrame {...frame}>
        <EmptyState icon="search">{t("mobile.detail.missing")}</EmptyState>
      </FormFrame>
    );
  }
  return (
    <FormFrame {...frame} form={element} {...(lost && { saveWord: t("mobile.left.form_keep") })}>
      <StrandedBand form={head} record={gone ? null : shown} lost={lost} />
      <Form id={element} check={() => form.check()} making={() => form.making} onSubmit={save}>
        <FormFields form={head} record={shown} overtaken={new Set(overtaken(head.edits, shown))} />
        {!lost && <LinesOf form={form} parent={id} />}
      </Form>
      <KeptLine keeper={keeper} />
    </FormFrame>
  );
}

/** A record of which nothing is known but that it was there. */
function blank(entity: string, id: string, version: number): LocalRecord {
  return { entity, id, version, values: {}, state: "clean", progress: "none", partial: true };
}

/** Fields of lines that this user does not change: all, where he may change none of them. */
function fixedIn(lens: Lens, replica: Replica, entity: string): ReadonlySet<string> {
  return replica.may("edit", entity) ? replica.readOnly(entity) : new Set(lens.fields(entity).keys());
}
