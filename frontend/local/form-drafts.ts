/**
 * Forms that somebody has begun and not saved: kept as typed, until they are saved or discarded.
 *
 * A draft is its person's own and holds nothing of the office's: of a field that he edits it keeps the version that he
 * saw, and not the value. It brings its fields along as they were when it was begun, so it opens with them whatever is
 * published meanwhile.
 */
import type { RuleCondition } from "../expressions/rule-tree";
import type { Action, Field, LookupLook } from "../protocol";
import type { Values } from "../shared/json";
import { referencesIn } from "../values/references-in";
import type { NewBlob } from "./blobs";
import type { Edits } from "./editing";
import { check, type Operation, put, remove, type Storage } from "./storage";

/** What a form holds that was typed. */
export interface Typed {
  /** By field what its control holds. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** By field of a record that is edited: its value, and the version that was seen. */
  readonly edits: Edits;
}

/** A line of a form, as far as it is a person's own: added, changed, or taken out. */
export interface TypedLine {
  readonly record: string;
  /** Of a line that was added: what it held at first. */
  readonly start?: Values;
  /** Of a line that was taken out: the version that was seen. */
  readonly removed?: number;
  readonly typed: Typed;
}

export interface TypedForm extends Typed {
  /** By the lines of the form; missing where it has none. */
  readonly lines?: Readonly<Record<string, readonly TypedLine[]>>;
}

export interface ShownWhen {
  readonly visible?: RuleCondition;
  readonly required?: RuleCondition;
  readonly readOnly?: RuleCondition;
}

export interface DraftField {
  readonly node: string;
  readonly field: Field;
  readonly label: string;
  readonly help: string;
  readonly readOnly: boolean;
  /** Kept and sent with the form, and not shown. */
  readonly hidden?: boolean;
  /** How its record is chosen, where that is said. */
  readonly lookup?: LookupLook;
  /** When it is shown, has to be filled in or is fixed, where that hangs on what the form holds. */
  readonly when?: ShownWhen;
}

/** Lines that a form makes or changes with its record. */
export interface DraftLines {
  readonly id: string;
  readonly node: string;
  readonly entity: string;
  /** The lookup of the lines that points at the record. */
  readonly parent: string;
  readonly label: string;
  /** What one of them is called. */
  readonly one: string;
  readonly least: number;
  readonly most: number;
  readonly fields: readonly DraftField[];
  /** What a line holds that is added. */
  readonly start: Values;
}

export interface FormDraft {
  readonly id: string;
  readonly workspace: string;
  /** The page that it was begun from. */
  readonly page: string;
  readonly action: Action;
  readonly fields: readonly DraftField[];
  /** Missing where its form has no lines. */
  readonly lines?: readonly DraftLines[];
  /** The record that is edited; of a new one the id that it will have. */
  readonly record: string;
  /** The record on show where it was begun. */
  readonly shown?: string;
  /** What a new record held when the form was opened. */
  readonly start: Values;
  readonly typed: TypedForm;
  readonly blobs: readonly string[];
  /** The metadata version that it was begun under. */
  readonly under?: number;
  /** UTC instant of the last edit. */
  readonly at: string;
  /** It was edited last on another device of its person's. */
  readonly elsewhere?: boolean;
}

const PREFIX = "form/";
const BLOBS = "form-blob/";

/** Return the drafts on this phone, the latest first. @throws StorageFailed */
export async function formDrafts(storage: Storage): Promise<readonly FormDraft[]> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "draft", prefix: PREFIX }]);
  return found.map(({ value }) => value as FormDraft).sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Return the pictures that were taken in a draft. @throws StorageFailed */
export async function draftBlobs(storage: Storage, { id }: FormDraft): Promise<readonly NewBlob[]> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "draft", prefix: `${BLOBS}${id}/` }]);
  return found.map(({ value }) => value as NewBlob);
}

/** Return by draft the ids of the pictures that it has on this phone. @throws StorageFailed */
export async function draftBlobsHere(storage: Storage): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const here = new Map<string, Set<string>>();
  for (const key of await storage.keys("draft.read", "draft", BLOBS)) {
    const [draft = "", blob = ""] = key.slice(BLOBS.length).split("/");
    here.set(draft, (here.get(draft) ?? new Set()).add(blob));
  }
  return here;
}

/** The pictures that stand in a draft: one that was taken out again is kept, and does not count. */
export function blobsTyped({ blobs, typed: { inputs, lines = {} } }: FormDraft): readonly string[] {
  const below = Object.values(lines).flat();
  const all = [inputs, ...below.map(({ typed }) => typed.inputs)].flatMap((one) => Object.values(one));
  const typed = new Set(all.flatMap(referencesIn).map(({ blob }) => blob));
  return blobs.filter((blob) => typed.has(blob));
}

/** @param blobs the pictures of the draft that are not kept yet. @throws StorageFailed */
export async function keepFormDraft(
  storage: Storage,
  draft: FormDraft,
  blobs: readonly NewBlob[],
): Promise<void> {
  await storage.commit("draft.keep", keptDraft(draft, blobs), blobs.length > 0 ? "strict" : "relaxed");
}

/** The writes by which a draft is kept. */
export function keptDraft(draft: FormDraft, blobs: readonly NewBlob[] = []): readonly Operation[] {
  return [
    ...blobs.map((blob) => keptBlob(draft, blob)),
    put("draft", `${PREFIX}${draft.id}`, { ...draft, typed: bareForm(draft.typed) }),
  ];
}

export function keptBlob({ id }: FormDraft, blob: NewBlob): Operation {
  return put("draft", `${BLOBS}${id}/${blob.id}`, blob);
}

/** Holds as long as nobody has edited the draft further, sent it or thrown it away. */
export function stillAt({ id, at }: FormDraft): Operation {
  return check("draft", `${PREFIX}${id}`, (stored) => (stored as FormDraft | undefined)?.at === at);
}

/** Holds as long as it is here, edited or not. */
export function stillKept({ id }: FormDraft): Operation {
  return check("draft", `${PREFIX}${id}`, (stored) => stored !== undefined);
}

/** The writes by which a draft goes: at once with the change that it becomes, or alone. */
export function withoutDraft({ id, blobs }: Pick<FormDraft, "id" | "blobs">): readonly Operation[] {
  return [
    remove("draft", `${PREFIX}${id}`),
    ...blobs.map((blob) => remove("draft", `${BLOBS}${id}/${blob}`)),
  ];
}

/** @throws StorageFailed */
export async function discardFormDraft(storage: Storage, draft: FormDraft): Promise<void> {
  await storage.commit("draft.keep", withoutDraft(draft), "strict");
}

function bareForm({ lines, ...typed }: TypedForm): TypedForm {
  if (!lines) return bare(typed);
  const own = Object.entries(lines).map(([id, all]) => [
    id,
    all.map((line) => ({ ...line, typed: bare(line.typed) })),
  ]);
  return { ...bare(typed), lines: Object.fromEntries(own) };
}

/** Without the office's values. */
function bare({ inputs, edits }: Typed): Typed {
  const kept = Object.entries(edits).map(([field, { value, base }]) => [field, { value, base }]);
  return { inputs, edits: Object.fromEntries(kept) };
}
