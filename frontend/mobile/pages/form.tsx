/**
 * The page of a create or edit action: a form that is saved on this phone at once, whatever the network does.
 */
import { useEffect, useId, useMemo } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { fieldsOf, startOf } from "../../blocks/form/form-fields";
import { FormState } from "../../blocks/form/form-state";
import { accentNamed } from "../../fields/accent";
import { controls } from "../../fields/controls";
import { overtaken } from "../../local/editing";
import type { LocalRecord } from "../../local/record";
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { current } from "../../ui/live";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { refusalOf } from "../keeping/permits";
import type { Route } from "../routes";
import { FormFrame } from "./form-frame";
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
    const fields = fieldsOf(lens, action, app.core.replica.readOnly(action.entity));
    return new FormState({ fields, controls, reading, values });
  }, [action.id]);
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

interface EditFormProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: string;
  readonly from: Page;
}

function EditForm({ workspace, action, record: id, from }: EditFormProps) {
  const app = useApp();
  const { lens, records } = useBlocks();
  const record = records.get(action.entity, id);
  const home = backOf(workspace, from, id);
  const { replica } = app.core;
  // Asked once: rights that go while he types are the office's to refuse, and what he typed stays.
  const refusal = useMemo(() => record && refusalOf(replica, "edit", record), [record?.id]);
  useEffect(() => replica.inUse.hold(action.entity, id), [replica, action.entity, id]);
  if (record && !refusal)
    return <EditLoaded workspace={workspace} action={action} record={record} home={home} />;
  return (
    <FormFrame title={lens.text(action.label)} onCancel={() => app.back(home)}>
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

interface EditLoadedProps {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly record: LocalRecord;
  readonly home: Route;
}

function EditLoaded({ workspace, action, record, home }: EditLoadedProps) {
  const app = useApp();
  const { lens, reading } = useBlocks();
  const id = useId();
  // A form is begun once; what comes later does not disturb it
  const form = useMemo(() => {
    return new FormState({
      fields: fieldsOf(lens, action, app.core.replica.readOnly(action.entity)),
      controls,
      reading,
      values: record.values,
      record,
    });
  }, [action.id, record.id]);
  useUnsaved(form);

  async function save(): Promise<void> {
    const source = { workspace: workspace.id, action: action.id };
    const { edits } = form;
    const values = Object.values(edits).map(({ value }) => value);
    const changed = Object.keys(edits).length > 0;
    const saved =
      !changed ||
      (await app.savings.edit(record.entity, record.id, edits, source, app.pictures.taken(values)));
    if (!saved) return;
    app.unsaved.value = false;
    app.back(home);
  }

  return (
    <FormFrame title={lens.text(action.label)} form={id} onCancel={() => app.back(home)}>
      <Form
        id={id}
        form={form}
        record={record}
        overtaken={new Set(overtaken(form.edits, record))}
        onSubmit={() => void save()}
      />
    </FormFrame>
  );
}

function useUnsaved(form: FormState): void {
  const app = useApp();
  useEffect(
    () =>
      form.dirty.subscribe((dirty) => {
        app.unsaved.value = dirty;
      }),
    [form, app],
  );
  useEffect(
    () => () => {
      app.unsaved.value = false;
    },
    [app],
  );
}

/** The entity that a list page's parent is of. */
function parentOf(lens: ReturnType<typeof useBlocks>["lens"], page: Page): string | null {
  for (const block of page.blocks) {
    if (block.type === "list" && block.parent) return lens.field(block.entity, block.parent)?.target ?? null;
  }
  return null;
}

function backOf(workspace: Workspace, from: Page, record: string | undefined): Route {
  if (from.kind === "detail" && !record) return { kind: "workspace", workspace: workspace.id };
  return { kind: "page", workspace: workspace.id, page: from.id, ...(record && { record }) };
}
