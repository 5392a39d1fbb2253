/**
 * A change that was refused, or still waits, opened to be put right: its values in a form, what the office said at
 * the field that it spoke of.
 */
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { fieldsOf } from "../../blocks/form/form-fields";
import { type FormField, FormState } from "../../blocks/form/form-state";
import type { Lens } from "../../blocks/lens";
import { controls } from "../../fields/controls";
import { problemText } from "../../fields/problem-text";
import type { FieldEdit } from "../../local/editing";
import { isOpen, type OutboxEntry } from "../../local/outbox-entry";
import type { Act, CreateAct, SetAct, Workspace } from "../../protocol";
import type { Values } from "../../shared/json";
import { t } from "../../shared/messages";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { CopyTyped } from "../keeping/copy-typed";
import { typedInChange } from "../keeping/typed-text";
import { Late } from "../late";
import { type Telling, toldChange, toldRefusal } from "../outbox-words";
import { useReading } from "../reading";
import { FormFrame } from "./form-frame";
import { InWorkspace } from "./records";
import { TabPage } from "./tab-page";

export function ChangePage({ id }: { readonly id: string }) {
  const app = useApp();
  const lens = current(app.lens);
  const found = app.core.replica.outbox.get(id);
  const held = useRef<OutboxEntry | null>(null);
  // Sent or taken back elsewhere while somebody types into it: what he typed stays before him.
  if ((found && isOpen(found)) || !app.unsaved.value) held.current = found ?? null;
  const entry = held.current;
  const act = entry?.acts.find(
    (one): one is CreateAct | SetAct => one.kind === "create" || one.kind === "set",
  );
  const workspace = (entry?.source && lens?.workspace(entry.source.workspace)) ?? lens?.workspaces[0];
  const page = workspace?.pages[0];
  if (entry && act && lens && !(workspace && page) && isOpen(entry)) {
    return <Unplaced entry={entry} act={act} lens={lens} />;
  }
  if (!entry || !act || !lens || !workspace || !page || !isOpen(entry)) {
    return (
      <TabPage title={t("ui.outbox")} back={{ kind: "outbox" }}>
        <EmptyState icon="cloud-check">{t("mobile.outbox.gone")}</EmptyState>
      </TabPage>
    );
  }
  return (
    <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
      <ChangeForm key={entry.id} entry={entry} act={act} workspace={workspace} />
    </InWorkspace>
  );
}

interface UnplacedProps {
  readonly entry: OutboxEntry;
  readonly act: CreateAct | SetAct;
  readonly lens: Lens;
}

/** A change of a person who has no workspace any more, and so no form: what he typed, to take elsewhere. */
function Unplaced({ entry, act, lens }: UnplacedProps) {
  const app = useApp();
  const reading = useReading();
  const { outbox, records } = app.core.replica;
  const telling: Telling = { lens, reading, record: (entity, record) => records.get(entity, record) };
  const said = toldRefusal(entry, outbox.entries.value, telling);
  const typed = typedInChange(act.entity, valuesOf(act), lens, reading);
  return (
    <TabPage title={toldChange(entry, telling)} back={{ kind: "outbox" }}>
      {said && <Refused>{said}</Refused>}
      <p class="app-block app-typed" dir="auto">
        {typed}
      </p>
      <div class="app-block">
        <CopyTyped text={() => typed} />
      </div>
    </TabPage>
  );
}

function Refused({ children }: { readonly children: string }) {
  return (
    <p class="app-banner ui-state-refused" role="status">
      <Icon name="octagon-x" />
      <span>{children}</span>
    </p>
  );
}

interface ChangeFormProps {
  readonly entry: OutboxEntry;
  readonly act: CreateAct | SetAct;
  readonly workspace: Workspace;
}

function ChangeForm({ entry, act, workspace }: ChangeFormProps) {
  const app = useApp();
  const { lens, reading, records } = useBlocks();
  const id = useId();
  const values = valuesOf(act);
  // A form is begun once
  const form = useMemo(() => {
    const readOnly = app.core.replica.readOnly(act.entity, act.kind === "set" ? "edit" : "create");
    const fields = formOf(lens, act, entry, workspace, readOnly);
    return new FormState({ fields, controls, reading, values });
  }, [entry.id]);
  useEffect(() => {
    const stop = form.dirty.subscribe((dirty) => {
      app.unsaved.value = dirty;
    });
    return () => {
      stop();
      app.unsaved.value = false;
    };
  }, [form, app]);
  const telling: Telling = { lens, reading, record: (entity, record) => records.get(entity, record) };
  const said = toldRefusal(entry, app.core.replica.outbox.entries.value, telling);
  const problem = entry.outcome?.problem;
  const refusals = new Map(
    problem?.field ? [[problem.field.split(".", 1)[0] ?? "", problemText(problem)]] : [],
  );
  // What was typed into fields that this person does not see any more is his all the same.
  const others = Object.entries(values).filter(([field]) => !lens.field(act.entity, field));
  const nameless = typedInChange(act.entity, Object.fromEntries(others), lens, reading);
  const taken = problem?.code === "value-not-unique" && lens.field(act.entity, problem.field ?? "");
  const shownAtField = form.fields.some(({ field }) => refusals.has(field.id));

  async function save(): Promise<void> {
    const acts = entry.acts.map((one) => (one === act ? withValues(act, form.values) : one));
    if (!(await app.savings.attempt(() => app.core.commands.amendChange(entry.id, acts)))) return;
    app.unsaved.value = false;
    app.toasts.show(t("mobile.saved.here"));
    app.back({ kind: "outbox" });
  }

  return (
    <FormFrame
      title={toldChange(entry, telling)}
      form={id}
      saveWord={t("mobile.outbox.send_again")}
      onCancel={() => app.back({ kind: "outbox" })}
    >
      {said && !shownAtField && <Refused>{said}</Refused>}
      <Form id={id} form={form} refusals={refusals} onSubmit={() => void save()} />
      {taken && (
        <div class="app-block">
          <Late
            load={() => import("../conflict/taken-by").then(({ TakenBy }) => TakenBy)}
            props={{ entity: act.entity, record: act.record, field: taken, value: values[taken.id] }}
          />
        </div>
      )}
      {nameless && (
        <p class="app-block app-typed" dir="auto">
          {nameless}
        </p>
      )}
      <div class="app-block">
        <CopyTyped text={() => typedInChange(act.entity, { ...values, ...form.values }, lens, reading)} />
      </div>
    </FormFrame>
  );
}

function valuesOf(act: CreateAct | SetAct): Values {
  if (act.kind === "create") return act.values;
  return Object.fromEntries(Object.entries(act.edits).map(([field, { value }]) => [field, value]));
}

/** The fields of the action that made the change; those that it does not show come after them. */
function formOf(
  lens: Lens,
  act: CreateAct | SetAct,
  { source }: OutboxEntry,
  workspace: Workspace,
  fixed: ReadonlySet<string>,
): readonly FormField[] {
  const action = source ? lens.action(workspace, source.action) : undefined;
  const shown = action?.entity === act.entity ? fieldsOf(lens, action, fixed) : [];
  const changed = Object.keys(valuesOf(act));
  const offered = act.kind === "create" ? shown : shown.filter(({ field }) => changed.includes(field.id));
  if (offered.length > 0) return offered;
  return changed.flatMap((name) => {
    const field = lens.field(act.entity, name);
    if (!field) return [];
    return {
      node: "",
      field,
      label: lens.text(field.label),
      help: lens.text(field.help),
      readOnly: field.readOnly || fixed.has(field.id),
    };
  });
}

function withValues(act: CreateAct | SetAct, values: Values): Act {
  if (act.kind === "create") {
    const filled = Object.entries(values).filter(([, value]) => (value ?? null) !== null);
    return { ...act, values: Object.fromEntries(filled) };
  }
  const edits = Object.entries(act.edits).map(([field, edit]): [string, FieldEdit] => {
    return [field, { ...edit, value: values[field] ?? null }];
  });
  return { ...act, edits: Object.fromEntries(edits) };
}
