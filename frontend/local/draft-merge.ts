/**
 * One draft that two devices have edited: put together field by field where they differ, else both. Pure.
 */
import type { NewId } from "../shared/ids";
import { same } from "../shared/json";
import type { FormDraft, TypedForm } from "./form-drafts";

/** Return what both have typed since `base`; null where they typed different things into the same place. */
export function mergedTyped(base: TypedForm, mine: TypedForm, theirs: TypedForm): TypedForm | null {
  const fields = [base, mine, theirs].flatMap(({ inputs, edits }) => [
    ...Object.keys(inputs),
    ...Object.keys(edits),
  ]);
  const inputs: Record<string, unknown> = {};
  const edits: Record<string, TypedForm["edits"][string]> = {};
  for (const field of new Set(fields)) {
    const chosen = chosenOf(fieldIn(base, field), fieldIn(mine, field), fieldIn(theirs, field));
    if (chosen === undefined) return null;
    if ("input" in chosen) inputs[field] = chosen.input;
    if (chosen.edit) edits[field] = chosen.edit;
  }
  const lines = chosenOf(base.lines ?? {}, mine.lines ?? {}, theirs.lines ?? {});
  if (lines === undefined) return null;
  return { inputs, edits, ...(Object.keys(lines).length > 0 && { lines }) };
}

/** A draft as another one: of a new record it makes a record of its own. */
export function anotherDraft(draft: FormDraft, newId: NewId): FormDraft {
  const id = newId();
  if (draft.action.kind === "edit") return { ...draft, id };
  const { lines, ...typed } = draft.typed;
  const own = Object.entries(lines ?? {}).map(([set, all]) => {
    return [set, all.map((line) => ({ ...line, record: newId() }))];
  });
  return {
    ...draft,
    id,
    record: newId(),
    typed: { ...typed, ...(lines && { lines: Object.fromEntries(own) }) },
  };
}

interface TypedField {
  readonly input?: unknown;
  readonly edit?: TypedForm["edits"][string] | undefined;
}

function fieldIn({ inputs, edits }: TypedForm, field: string): TypedField {
  return { ...(field in inputs && { input: inputs[field] }), ...(edits[field] && { edit: edits[field] }) };
}

/** The side that has changed; undefined where both have, and differently. */
function chosenOf<T>(base: T, mine: T, theirs: T): T | undefined {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  return same(base, mine) ? theirs : undefined;
}
