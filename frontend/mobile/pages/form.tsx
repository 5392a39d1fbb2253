/**
 * The page of a create or edit action: a form that is saved on this phone at once, whatever the network does.
 */
import { useId, useMemo } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { FormFields } from "../../blocks/form/form-controls";
import { fieldsOf, linesOf, setBy, startOf } from "../../blocks/form/form-fields";
import { rulesOfForm } from "../../blocks/form/form-rules";
import { openedForm } from "../../blocks/form/opened-form";
import { parentField } from "../../blocks/parent-field";
import { accentNamed } from "../../fields/accent";
import type { FormDraft } from "../../local/form-drafts";
import { blocksOf } from "../../metadata/find";
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import type { Drafts } from "../drafts/drafts";
import type { Beginning } from "../drafts/keeper";
import { KeptLine } from "../drafts/kept-line";
import { useDraft, useDrafts } from "../drafts/use-drafts";
import type { Route } from "../routes";
import { afterwards } from "./afterwards";
import { EditForm } from "./edit-form";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";
import { useFormSaving } from "./form-saving";
import { LinesOf } from "./lines-of";
import { InWorkspace } from "./records";

interface FormPageProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string | undefined;
  readonly from: string | undefined;
  /** The draft that it goes on with. */
  readonly draft?: FormDraft;
}

export function FormPage({ workspace, action, record, from, draft }: FormPageProps) {
  const app = useApp();
  const lens = current(app.lens);
  const drafts = useDrafts();
  const page = lens?.page(workspace, from) ?? workspace.pages[0];
  if (!lens || !drafts || !page) return null;
  // What was begun on the landing page ends there
  const about = action.kind === "edit" ? (record ?? "") : record;
  const home: Route =
    from === undefined ? { kind: "workspace", workspace: workspace.id } : backOf(workspace, page, about);
  const props = { workspace, action, from: page, drafts, draft, home };
  return (
    <div data-accent={accentNamed(workspace.accent)}>
      <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
        {action.kind === "edit" ? (
          <EditForm {...props} record={record ?? ""} />
        ) : (
          <CreateForm {...props} shown={record} />
        )}
      </InWorkspace>
    </div>
  );
}

interface CreateFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  /** The record on show where the action was started. */
  readonly shown: string | undefined;
  readonly from: Page;
  readonly drafts: Drafts;
  readonly draft: FormDraft | undefined;
  readonly home: Route;
}

function CreateForm({ workspace, action, shown, from, drafts, draft, home }: CreateFormProps) {
  const app = useApp();
  const { lens, reading, records, asker } = useBlocks();
  const id = useId();
  const asking = { ...asker, now: instant(app.ports.clock) };
  const around = { lens, records, asker: asking, entity: action.entity, fresh: true };
  // A form is begun once; what comes later does not disturb it. It keeps the fields of its version, whatever is taken
  // meanwhile; the office lifts what it brings.
  const { form, beginning } = useMemo(() => {
    if (draft) {
      const { fields, lines, start, typed } = draft;
      const rules = rulesOfForm({ ...around, record: draft.record }, fields, lines ?? []);
      const form = openedForm({ fields, lines, values: start, fresh: true, typed, reading, rules });
      return { form, beginning: draft };
    }
    const onShow = from.kind === "detail" ? from.entity : parentOf(lens, from);
    const lookup = shown && onShow ? parentField(lens, workspace, action.entity, onShow, from) : undefined;
    const parent = shown && lookup ? { field: lookup, record: shown } : undefined;
    const opening = { me: app.person.person, now: instant(app.ports.clock), ...(parent && { parent }) };
    const fixed = (entity: string) => app.core.replica.readOnly(entity, "create");
    const fields = fieldsOf(lens, action, fixed(action.entity));
    const lines = linesOf(lens, action, fixed);
    const record = app.ports.newId();
    const rules = rulesOfForm({ ...around, record }, fields, lines);
    const stated = startOf(lens, action, opening);
    const start = rules?.begun(stated, setBy(action, parent)) ?? stated;
    const under = app.core.replica.metadata.peek()?.metadataVersion;
    const beginning: Beginning = {
      id: app.ports.newId(),
      workspace: workspace.id,
      page: from.id,
      action,
      fields,
      ...(lines.length > 0 && { lines }),
      record,
      start,
      ...(shown !== undefined && { shown }),
      ...(under !== undefined && { under }),
    };
    return { form: openedForm({ fields, lines, values: start, fresh: true, reading, rules }), beginning };
  }, [action.id]);
  const keeper = useDraft(form, drafts, () => beginning);
  useUnsaved(form);
  const { record, under } = beginning;
  const saving = useFormSaving({ workspace, action, keeper, under });

  function save(): Promise<void> {
    return saving.save(form.acts("create", action.entity, record), () => {
      const next = afterwards(lens, workspace, action, { id: record, values: form.head.values });
      if (next) app.replace(next);
      else app.back(home);
    });
  }

  const { busy, reason } = saving;
  return (
    <FormFrame
      title={lens.text(action.label)}
      form={id}
      onCancel={() => app.back(home)}
      {...{ busy, reason }}
    >
      <Form id={id} check={() => form.check()} onSubmit={() => void save()}>
        <FormFields form={form.head} record={undefined} />
        <LinesOf form={form} />
      </Form>
      <KeptLine keeper={keeper} />
    </FormFrame>
  );
}

/** The entity that a list page's parent is of. */
function parentOf(lens: ReturnType<typeof useBlocks>["lens"], page: Page): string | null {
  for (const block of blocksOf(page)) {
    if (block.type === "list" && block.parent) return lens.field(block.entity, block.parent)?.target ?? null;
  }
  return null;
}
