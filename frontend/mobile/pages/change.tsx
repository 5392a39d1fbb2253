/**
 * A change that was refused, or still waits, opened to be put right: its values in forms, one for each record, and
 * what the office said at the field that it spoke of.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { FormFields } from "../../blocks/form/form-controls";
import { LineFields } from "../../blocks/form/form-lines";
import type { Wrong } from "../../blocks/form/whole-form";
import type { Lens } from "../../blocks/lens";
import { problemText } from "../../fields/problem-text";
import { isOpen, type OutboxEntry } from "../../local/outbox-entry";
import type { Act, Workspace } from "../../protocol";
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
import {
  type FormedAct,
  outOfSight,
  type Part,
  partsOf,
  typedInPart,
  valuesOf,
  withValues,
} from "./change-parts";
import { FormFrame } from "./form-frame";
import { InWorkspace } from "./records";
import { TabPage } from "./tab-page";

/** Under which the lines of a change stand on the page, whatever lines they are. */
const LINES = "lines";
const NO_REFUSALS: ReadonlyMap<string, string> = new Map();

export function ChangePage({ id }: { readonly id: string }) {
  const app = useApp();
  const lens = current(app.lens);
  const found = app.core.replica.outbox.get(id);
  const held = useRef<OutboxEntry | null>(null);
  // Sent or taken back elsewhere while somebody types into it: what he typed stays before him.
  if ((found && isOpen(found)) || !app.unsaved.value) held.current = found ?? null;
  const entry = held.current;
  const act = entry?.acts.find((one): one is FormedAct => one.kind === "create" || one.kind === "set");
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
      <ChangeForm key={entry.id} entry={entry} workspace={workspace} />
    </InWorkspace>
  );
}

interface UnplacedProps {
  readonly entry: OutboxEntry;
  readonly act: FormedAct;
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
  readonly workspace: Workspace;
}

function ChangeForm({ entry, workspace }: ChangeFormProps) {
  const app = useApp();
  const { lens, reading, records } = useBlocks();
  const id = useId();
  // A form is begun once
  const all = useMemo(() => partsOf(lens, reading, app.core.replica, entry, workspace), [entry.id]);
  const removed = useSignal<ReadonlySet<Act>>(new Set());
  const dirty = useComputed(() => {
    return removed.value.size > 0 || all.some(({ form }) => form.dirty.value);
  });
  useEffect(() => {
    const stop = dirty.subscribe((dirty) => {
      app.unsaved.value = dirty;
    });
    return () => {
      stop();
      app.unsaved.value = false;
    };
  }, [dirty, app]);
  const parts = all.filter(({ act }) => !removed.value.has(act));
  const [head, ...lines] = parts;
  if (!head) return null;
  const { act } = head;
  const telling: Telling = { lens, reading, record: (entity, record) => records.get(entity, record) };
  const said = toldRefusal(entry, app.core.replica.outbox.entries.value, telling);
  const problem = entry.outcome?.problem;
  const blamed = problem && (parts.find(({ act }) => act.record === problem.arguments.record) ?? head);
  const refusals = new Map(
    problem?.field ? [[problem.field.split(".", 1)[0] ?? "", problemText(problem)]] : [],
  );
  const refusalsOf = (part: Part) => (part === blamed ? refusals : NO_REFUSALS);
  const nameless = parts
    .map(({ act }) => outOfSight(act, lens, reading))
    .join("\n")
    .trim();
  const held = blamed?.act;
  const taken = problem?.code === "value-not-unique" && held && lens.field(held.entity, problem.field ?? "");
  const shownAtField = blamed?.form.fields.some(({ field }) => refusals.has(field.id)) ?? false;

  async function save(): Promise<boolean> {
    const acts = entry.acts.flatMap((one): Act[] => {
      const part = all.find(({ act }) => act === one);
      if (!part) return [one];
      return removed.value.has(part.act) ? [] : [withValues(part.act, part.form.values)];
    });
    const blobs = app.pictures.taken(parts.flatMap(({ form }) => Object.values(form.values)));
    const onward = app.onward();
    if (!(await app.savings.attempt(() => app.core.commands.amendChange(entry.id, acts, blobs))))
      return false;
    app.toasts.show(t("mobile.saved.here"));
    onward(() => {
      app.unsaved.value = false;
      app.back({ kind: "outbox" });
    });
    return true;
  }

  function check(): Wrong | null {
    const wrong = parts.map(({ act, form }) => ({ act, field: form.check() }));
    const first = wrong.find(({ field }) => field !== null);
    if (!first?.field) return null;
    if (first.act === act) return { field: first.field };
    return { lines: LINES, at: { record: first.act.record, field: first.field } };
  }

  return (
    <FormFrame
      title={toldChange(entry, telling)}
      form={id}
      {...(entry.outcome && { saveWord: t("mobile.outbox.send_again") })}
      onCancel={() => app.back({ kind: "outbox" })}
    >
      {said && !shownAtField && <Refused>{said}</Refused>}
      <Form id={id} check={check} making={() => parts.flatMap(({ form }) => form.making)} onSubmit={save}>
        <FormFields form={head.form} record={undefined} refusals={refusalsOf(head)} />
        {lines.length > 0 && (
          <div class="block-lines" data-lines={LINES}>
            {lines.map((part, at) => (
              <LineFields
                key={part.act.record}
                name={t("mobile.form.lines_one", {
                  name: lens.text(lens.entity(part.act.entity)?.label),
                  number: at + 1,
                })}
                line={part.act.record}
                form={part.form}
                refusals={refusalsOf(part)}
                onRemove={() => {
                  removed.value = new Set(removed.value).add(part.act);
                }}
              />
            ))}
          </div>
        )}
      </Form>
      {taken && held && (
        <div class="app-block">
          <Late
            load={() => import("../conflict/taken-by").then(({ TakenBy }) => TakenBy)}
            props={{
              entity: held.entity,
              record: held.record,
              field: taken,
              value: valuesOf(held)[taken.id],
            }}
          />
        </div>
      )}
      {nameless && (
        <p class="app-block app-typed" dir="auto">
          {nameless}
        </p>
      )}
      <div class="app-block">
        <CopyTyped text={() => parts.map((part) => typedInPart(part, lens, reading)).join("\n\n")} />
      </div>
    </FormFrame>
  );
}
