/**
 * The page of a create or edit action: a form that is saved on this phone at once, whatever the network does.
 */
import { useId, useMemo } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Form } from "../../blocks/form/form";
import { FormFields } from "../../blocks/form/form-controls";
import { titleOf } from "../../blocks/record-values";
import { accentNamed } from "../../fields/accent";
import type { FormDraft } from "../../local/form-drafts";
import type { Action, Page, Workspace } from "../../protocol";
import { current } from "../../ui/live";
import { SkeletonRows } from "../../ui/skeleton";
import { useApp } from "../app-context";
import { AroundForms } from "../drafts/around-forms";
import type { Drafts } from "../drafts/drafts";
import { KeptLine } from "../drafts/kept-line";
import { useDraft, useDrafts } from "../drafts/use-drafts";
import { useReading } from "../reading";
import type { Route } from "../routes";
import { afterwards } from "./afterwards";
import { EditForm } from "./edit-form";
import { FormFrame } from "./form-frame";
import { backOf, useUnsaved } from "./form-leaving";
import { useFormSaving } from "./form-saving";
import { LinesOf } from "./lines-of";
import { begunForm, continuedForm } from "./new-form";
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
  const reading = useReading();
  const page = lens?.page(workspace, from) ?? workspace.pages[0];
  if (!lens || !page) return null;
  // What was begun on the landing page ends there
  const about = action.kind === "edit" ? (record ?? "") : record;
  const home: Route =
    from === undefined ? { kind: "workspace", workspace: workspace.id } : backOf(workspace, page, about);
  if (!drafts) {
    // Until it is known what was begun here, the frame stands as it will stand.
    const known = action.kind === "edit" && app.core.replica.records.get(action.entity, about ?? "");
    return (
      <div data-accent={accentNamed(workspace.accent)}>
        <FormFrame
          title={lens.text(action.label)}
          {...(known && { record: titleOf(lens, known, reading) })}
          onCancel={() => app.back(home)}
        />
      </div>
    );
  }
  const props = { workspace, action, from: page, drafts, draft, home };
  return (
    <div data-accent={accentNamed(workspace.accent)}>
      <InWorkspace workspace={workspace} page={page} openRecord={undefined}>
        <AroundForms workspace={workspace} drafts={drafts} page={page}>
          {action.kind === "edit" ? (
            <EditForm {...props} record={record ?? ""} />
          ) : action.copies && !draft ? (
            <CopyForm {...props} shown={record} />
          ) : (
            <CreateForm {...props} shown={record} />
          )}
        </AroundForms>
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

/** Until the record that is copied is in memory there is nothing to begin with. */
function CopyForm(props: CreateFormProps) {
  const app = useApp();
  const { lens, records } = useBlocks();
  const { action, shown } = props;
  // Asking for it is what brings it into memory
  const here = records.get(action.entity, shown ?? "") !== undefined || records.loaded(action.entity);
  if (here) return <CreateForm {...props} />;
  return (
    <FormFrame title={lens.text(action.label)} onCancel={() => app.back(props.home)}>
      <SkeletonRows count={5} />
    </FormFrame>
  );
}

function CreateForm({ workspace, action, shown, from, drafts, draft, home }: CreateFormProps) {
  const app = useApp();
  const blocks = useBlocks();
  const { lens } = blocks;
  const id = useId();
  // A form is begun once; what comes later does not disturb it. It keeps the fields of its version, whatever is taken
  // meanwhile; the office lifts what it brings.
  const { form, beginning } = useMemo(
    () =>
      draft ? continuedForm(app, blocks, draft) : begunForm(app, blocks, { workspace, action, from, shown }),
    [action.id],
  );
  const keeper = useDraft(form, drafts, () => beginning);
  useUnsaved(form);
  const { record } = beginning;
  const saving = useFormSaving({ workspace, action, keeper, beginning });

  function save(): Promise<boolean> {
    return saving.save(form.acts("create", action.entity, record), () => {
      const next = afterwards(lens, workspace, action, { id: record, values: form.head.values });
      if (next) app.replace(next);
      else app.back(home);
    });
  }

  const { busy, reason, remind } = saving;
  return (
    <FormFrame
      title={lens.text(action.label)}
      form={id}
      onCancel={() => app.back(home)}
      {...{ busy, reason, remind }}
    >
      <Form id={id} check={() => form.check()} making={() => form.making} onSubmit={save}>
        <FormFields form={form.head} record={undefined} />
        <LinesOf form={form} />
      </Form>
      <KeptLine keeper={keeper} />
    </FormFrame>
  );
}
