/**
 * The form of a record that is being made: as its action begins it, or as its draft goes on.
 */
import type { Blocks } from "../../blocks/context";
import { copiedFrom } from "../../blocks/form/copied";
import { fieldsOf, linesOf, setBy, startOf } from "../../blocks/form/form-fields";
import { FormRules, rulesOfForm } from "../../blocks/form/form-rules";
import type { FormField } from "../../blocks/form/form-state";
import { openedForm } from "../../blocks/form/opened-form";
import type { WholeForm } from "../../blocks/form/whole-form";
import { parentField } from "../../blocks/parent-field";
import type { FormDraft } from "../../local/form-drafts";
import { blocksOf } from "../../metadata/find";
import type { Action, Page, Workspace } from "../../protocol";
import { instant } from "../../shared/clock";
import type { Values } from "../../shared/json";
import type { Beginning } from "../drafts/keeper";
import type { OpenApp } from "../open-app";

export interface NewForm {
  readonly form: WholeForm;
  readonly beginning: Beginning;
}

interface Begun {
  readonly workspace: Workspace;
  readonly action: Action;
  readonly from: Page;
  /** The record on show where the action was started. */
  readonly shown: string | undefined;
}

export function continuedForm(app: OpenApp, blocks: Blocks, draft: FormDraft): NewForm {
  const { fields, lines, start, typed, record, action } = draft;
  const rules = rulesOfForm({ ...groundsOf(app, blocks, action), record }, fields, lines ?? []);
  const { reading } = blocks;
  const form = openedForm({ fields, lines, values: start, fresh: true, typed, reading, rules });
  return { form, beginning: draft };
}

export function begunForm(app: OpenApp, blocks: Blocks, { workspace, action, from, shown }: Begun): NewForm {
  const { lens, reading } = blocks;
  const { replica } = app.core;
  const onShow = from.kind === "detail" ? from.entity : parentOf(blocks, from);
  const lookup =
    shown && onShow && !action.copies ? parentField(lens, workspace, action.entity, onShow, from) : undefined;
  const parent = shown && lookup ? { field: lookup, record: shown } : undefined;
  const now = instant(app.ports.clock);
  const fixed = (entity: string) => replica.readOnly(entity, "create");
  const fields = fieldsOf(lens, action, fixed(action.entity));
  const lines = linesOf(lens, action, fixed);
  const record = app.ports.newId();
  const rules = rulesOfForm({ ...groundsOf(app, blocks, action), record }, fields, lines);
  const copied = action.copies && shown ? copyOf(app, blocks, action, fields, shown) : undefined;
  const by = { me: app.person.person, now, timeZone: blocks.asker.timeZone };
  const opening = { ...by, ...(parent && { parent }), ...(copied && { copied }) };
  const stated = startOf(lens, action, opening);
  const start = rules?.begun(stated, setBy(action, opening)) ?? stated;
  const under = replica.metadata.peek()?.metadataVersion;
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
}

function copyOf(
  app: OpenApp,
  blocks: Blocks,
  action: Action,
  fields: readonly FormField[],
  record: string,
): Values | undefined {
  const { entity } = action;
  const values = blocks.records.get(entity, record)?.values;
  if (!values) return undefined;
  const asked = fields.filter(({ readOnly }) => !readOnly).map(({ field }) => field.id);
  const rules = new FormRules({ ...groundsOf(app, blocks, action), record });
  return copiedFrom(action, blocks.lens.fields(entity), asked, rules, { id: record, values });
}

function groundsOf(app: OpenApp, { lens, records, asker }: Blocks, { entity }: Action) {
  return { lens, records, asker: { ...asker, now: instant(app.ports.clock) }, entity, fresh: true };
}

/** The entity that a list page's parent is of. */
function parentOf({ lens }: Blocks, page: Page): string | null {
  for (const block of blocksOf(page)) {
    if (block.type === "list" && block.parent) return lens.field(block.entity, block.parent)?.target ?? null;
  }
  return null;
}
