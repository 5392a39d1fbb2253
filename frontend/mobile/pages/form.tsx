/**
 * The page of a create or edit action: a form that is saved on this phone at once, whatever the network does.
 */
import { useId, useMemo } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { fieldsOf, startOf } from "../../blocks/form/form-fields";
import { FormState } from "../../blocks/form/form-state";
import { accentNamed } from "../../fields/accent";
import { controls } from "../../fields/controls";
import type { FormDraft } from "../../local/form-drafts";
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import type { Drafts } from "../drafts/drafts";
import type { Beginning } from "../drafts/keeper";
import { KeptLine } from "../drafts/kept-line";
import { useDraft, useDrafts } from "../drafts/use-drafts";
import { EditForm } from "./edit-form";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";
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
  const props = { workspace, action, from: page, drafts, draft };
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
}

function CreateForm({ workspace, action, shown, from, drafts, draft }: CreateFormProps) {
  const app = useApp();
  const { lens, reading } = useBlocks();
  const id = useId();
  // A form is begun once; what comes later does not disturb it. It keeps the fields of its version, whatever is taken
  // meanwhile; the office lifts what it brings.
  const { form, beginning } = useMemo(() => {
    if (draft) {
      const { fields, start, typed } = draft;
      return { form: new FormState({ fields, controls, reading, values: start, typed }), beginning: draft };
    }
    const onShow = from.kind === "detail" ? from.entity : parentOf(lens, from);
    const lookup = shown && onShow ? lens.parentField(workspace, action.entity, onShow, from) : undefined;
    const parent = shown && lookup ? { field: lookup, record: shown } : undefined;
    const opening = { me: app.person.person, now: instant(app.ports.clock), ...(parent && { parent }) };
    const start = startOf(lens, action, opening);
    const fields = fieldsOf(lens, action, app.core.replica.readOnly(action.entity, "create"));
    const under = app.core.replica.metadata.peek()?.metadataVersion;
    const beginning: Beginning = {
      id: app.ports.newId(),
      workspace: workspace.id,
      page: from.id,
      action,
      fields,
      record: app.ports.newId(),
      start,
      ...(shown !== undefined && { shown }),
      ...(under !== undefined && { under }),
    };
    return { form: new FormState({ fields, controls, reading, values: start }), beginning };
  }, [action.id]);
  const keeper = useDraft(form, drafts, () => beginning);
  useUnsaved(form);
  const home = backOf(workspace, from, shown);

  async function save(): Promise<void> {
    const { values } = form;
    const source = { workspace: workspace.id, action: action.id };
    const { record, under } = beginning;
    const blobs = app.pictures.taken(Object.values(values));
    const saved = await keeper.submit(async (beside) => {
      const made = await app.savings.create(action.entity, values, source, blobs, record, { under, beside });
      return made !== null;
    });
    if (!saved) return;
    app.unsaved.value = false;
    const next = lens.page(workspace, action.next);
    if (next) app.replace({ kind: "page", workspace: workspace.id, page: next.id, record });
    else app.back(home);
  }

  return (
    <FormFrame title={lens.text(action.label)} form={id} onCancel={() => app.back(home)}>
      <Form id={id} form={form} onSubmit={() => void save()} />
      <KeptLine keeper={keeper} />
    </FormFrame>
  );
}

/** The entity that a list page's parent is of. */
function parentOf(lens: ReturnType<typeof useBlocks>["lens"], page: Page): string | null {
  for (const block of page.blocks) {
    if (block.type === "list" && block.parent) return lens.field(block.entity, block.parent)?.target ?? null;
  }
  return null;
}
