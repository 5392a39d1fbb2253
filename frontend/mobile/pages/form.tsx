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
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { EditForm } from "./edit-form";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";
import { InWorkspace } from "./records";

interface FormPageProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string | undefined;
  readonly from: string | undefined;
}

export function FormPage({ workspace, action, record, from }: FormPageProps) {
  const app = useApp();
  const lens = current(app.lens);
  const page = lens?.page(workspace, from) ?? workspace.pages[0];
  if (!lens || !page) return null;
  return (
    <div data-accent={accentNamed(workspace.accent)}>
      <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
        {action.kind === "edit" ? (
          <EditForm workspace={workspace} action={action} record={record ?? ""} from={page} />
        ) : (
          <CreateForm workspace={workspace} action={action} shown={record} from={page} />
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
}

function CreateForm({ workspace, action, shown, from }: CreateFormProps) {
  const app = useApp();
  const { lens, reading } = useBlocks();
  const id = useId();
  // A form is begun once; what comes later does not disturb it
  const form = useMemo(() => {
    const onShow = from.kind === "detail" ? from.entity : parentOf(lens, from);
    const lookup = shown && onShow ? lens.parentField(workspace, action.entity, onShow, from) : undefined;
    const parent = shown && lookup ? { field: lookup, record: shown } : undefined;
    const opening = { me: app.person.person, now: instant(app.ports.clock), ...(parent && { parent }) };
    const values = startOf(lens, action, opening);
    const fields = fieldsOf(lens, action, app.core.replica.readOnly(action.entity, "create"));
    return new FormState({ fields, controls, reading, values });
  }, [action.id]);
  // It keeps the fields of its version, whatever is taken meanwhile; the office lifts what it brings.
  const under = useMemo(() => app.core.replica.metadata.peek()?.metadataVersion, [action.id]);
  useUnsaved(form);
  const home = backOf(workspace, from, shown);

  async function save(): Promise<void> {
    const { values } = form;
    const source = { workspace: workspace.id, action: action.id };
    const saved = await app.savings.create(
      action.entity,
      values,
      source,
      app.pictures.taken(Object.values(values)),
      under,
    );
    if (saved === null) return;
    app.unsaved.value = false;
    const next = lens.page(workspace, action.next);
    if (next) app.replace({ kind: "page", workspace: workspace.id, page: next.id, record: saved });
    else app.back(home);
  }

  return (
    <FormFrame title={lens.text(action.label)} form={id} onCancel={() => app.back(home)}>
      <Form id={id} form={form} onSubmit={() => void save()} />
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
