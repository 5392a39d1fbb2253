/**
 * How far a draft is: what is filled in, what is missing, and what keeps it from being sent. Pure; signals are read.
 */
import { rulesOfForm } from "../../blocks/form/form-rules";
import { openedForm } from "../../blocks/form/opened-form";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { Lens } from "../../blocks/lens";
import type { RecordSource } from "../../blocks/record-values";
import type { Asker } from "../../expressions/evaluate";
import { resumed } from "../../local/editing";
import type { FormDraft } from "../../local/form-drafts";
import type { Reading } from "../../values/types";

export interface Grounds {
  readonly lens: Lens;
  readonly records: RecordSource;
  readonly asker: Asker;
  readonly reading: Reading;
  /** Photos and files of a draft that are not on this phone. */
  readonly away: (draft: FormDraft) => number;
}

/** What keeps a draft from being sent. */
export type Hindrance =
  /** Something is missing or wrong. */
  | { readonly kind: "unfinished" }
  /** The record or its workspace is not here. */
  | { readonly kind: "gone" }
  /** It is done at the office while its writer waits. */
  | { readonly kind: "online" }
  | { readonly kind: "away"; readonly count: number }
  /** It names the record of another draft that cannot be sent either. */
  | { readonly kind: "parent"; readonly draft: string };

export interface Outlook {
  readonly draft: FormDraft;
  readonly form: WholeForm;
  readonly filled: number;
  readonly of: number;
  /** The labels of what is still empty, and of what is wrong. */
  readonly missing: readonly string[];
  readonly wrong: readonly string[];
  /** The drafts that make the records which it names. */
  readonly parents: readonly string[];
  readonly hindrance: Hindrance | null;
}

/** Return the drafts in the order in which they are sent: as they were begun, those that others name first. */
export function outlooks(drafts: readonly FormDraft[], grounds: Grounds): readonly Outlook[] {
  const makers = new Map(drafts.filter(makesRecord).map(({ id, record }) => [record, id]));
  const alone = new Map(drafts.map((draft) => [draft.id, outlook(draft, makers, grounds)]));
  const done = new Map<string, Outlook>();
  const place = (id: string, above: ReadonlySet<string>): void => {
    const one = alone.get(id);
    if (!one || done.has(id) || above.has(id)) return;
    for (const parent of one.parents) place(parent, new Set([...above, id]));
    // Two that name each other never come down to one that stands: neither can go first
    const held = one.parents.find((parent) => done.get(parent)?.hindrance !== null);
    const hindrance: Hindrance | null = one.hindrance ?? (held ? { kind: "parent", draft: held } : null);
    done.set(id, { ...one, hindrance });
  };
  for (const id of [...alone.keys()].sort()) place(id, new Set());
  return [...done.values()];
}

export function makesRecord({ action }: FormDraft): boolean {
  return action.kind === "create";
}

/** The form of a draft as it opens now: over its record, with the rules. */
export function standingForm(draft: FormDraft, { lens, records, asker, reading }: Grounds): WholeForm {
  const { action, fields, lines, start, typed } = draft;
  const fresh = makesRecord(draft);
  const rules = rulesOfForm(
    { lens, records, asker, entity: action.entity, record: draft.record, fresh },
    fields,
    lines ?? [],
  );
  if (fresh) return openedForm({ fields, lines, values: start, fresh, typed, reading, rules });
  const record = records.get(action.entity, draft.record);
  const edits = record ? resumed(typed.edits, record) : typed.edits;
  const before = { ...typed, edits };
  return openedForm({ fields, lines, values: record?.values ?? {}, fresh, typed: before, reading, rules });
}

function outlook(draft: FormDraft, makers: ReadonlyMap<string, string>, grounds: Grounds): Outlook {
  const form = standingForm(draft, grounds);
  // Once, and before anything is read of it: whoever reads what a check writes is run again without end
  const first = form.check();
  const asked = form.head.fields.filter(({ hidden, readOnly }) => !hidden && !readOnly);
  const isFilled = (id: string) => (form.head.values[id] ?? null) !== null;
  const troubled = asked.filter(({ field }) => form.head.problems.value.has(field.id));
  const lines = form.lines.filter(({ set, lines }) => {
    const uncounted = first !== null && "at" in first && first.at === "count" && first.lines === set.id;
    return uncounted || lines.some((line) => line.form.problems.value.size > 0);
  });
  const parents = new Set(form.values.flat().flatMap((value) => makers.get(String(value)) ?? []));
  parents.delete(draft.id);
  return {
    draft,
    form,
    filled: asked.filter(({ field }) => isFilled(field.id)).length,
    of: asked.length,
    missing: troubled.filter(({ field }) => isEmpty(form, field.id)).map(({ label }) => label),
    wrong: [
      ...troubled.filter(({ field }) => !isEmpty(form, field.id)).map(({ label }) => label),
      ...lines.map(({ set }) => set.label),
    ],
    parents: [...parents],
    hindrance: hindranceOf(draft, first !== null, grounds),
  };
}

/** Words that have still to be matched are no value, and the field is not empty either. */
function isEmpty({ head }: WholeForm, field: string): boolean {
  return head.problems.value.get(field)?.code === "value-required";
}

function hindranceOf(
  draft: FormDraft,
  unfinished: boolean,
  { lens, records, away }: Grounds,
): Hindrance | null {
  const { action, record, workspace } = draft;
  const isHere = makesRecord(draft) || records.get(action.entity, record) !== undefined;
  if (!isHere || !lens.workspace(workspace) || !lens.entity(action.entity)) return { kind: "gone" };
  if (unfinished) return { kind: "unfinished" };
  if (action.offline === "online") return { kind: "online" };
  const missing = away(draft);
  return missing > 0 ? { kind: "away", count: missing } : null;
}
