/**
 * The columns of a spreadsheet as somebody wants them: which become fields of a new entity, of what type and name;
 * or which field of an entity that is there each one fills. Pure.
 */
import type { ColumnGuess, Entity, Field, ImportPlan, MappedColumn, Model } from "../../protocol";
import { searchKey } from "../../values/fold";
import { NAMELESS } from "../field-looks";
import { slugOf } from "../ids";
import { said, written } from "../words";

export type FieldType = Field["type"];

/** How the cells of a column are read. */
export interface Reading {
  readonly decimal: "." | ",";
  readonly days: "ymd" | "dmy" | "mdy";
  readonly currency: string | null;
}

/** A column that becomes a field. */
export interface NewColumn {
  readonly guess: ColumnGuess;
  readonly taken: boolean;
  readonly label: string;
  readonly type: FieldType;
  readonly reading: Reading;
  /** A value of a choice → the value that it means the same as. */
  readonly means: ReadonlyMap<string, string>;
}

/** A column that fills a field there is; null: none. */
export interface FilledColumn {
  readonly guess: ColumnGuess;
  readonly field: string | null;
  readonly reading: Reading;
}

const TYPES: readonly FieldType[] = [
  "text",
  "multi_line",
  "integer",
  "decimal",
  "money",
  "yes_no",
  "date",
  "date_time",
  "choice",
  "lookup",
  "phone",
  "email",
  "link",
  "barcode",
];
const FILLED_BY_NOBODY: ReadonlySet<FieldType> = new Set(["image", "position"]);
/** Types by whose values records can be found. */
const KEYS: ReadonlySet<FieldType> = new Set(["text", "phone", "email", "link", "barcode", "auto_number"]);
/** Types of which every text is a value. */
const TEXTS: ReadonlySet<FieldType> = new Set(["text", "multi_line", "choice", "lookup", "barcode"]);
/** What columns of numbers of their own are called: "Equipment no.", "Inventarnummer", "Asset ID". */
const NUMBERED =
  /number|nummer|num[eé]ro|serial|(?:code|kod)(?!\p{L})|№|n[°º]|#|(?<!\p{L})(?:no|nr|num|id|ref|sku|ean)(?!\p{L})/iu;

const SHORTEST_TEXT = 200;
const LONGEST_TEXT = 4_000;
const FIRST_CURRENCY = "EUR";
const USUAL_SCALE = 2;
/** A letter or a few, then digits: "LF-1002", "A 17", "2024/0031". */
const CODE = /^\p{L}{0,8}[-_./# ]?\d[\p{L}\d\-_./]*$/u;
/** One repeated cell among so many is a few. */
const FEW_OF = 20;

export function newColumns(guesses: readonly ColumnGuess[]): NewColumn[] {
  return guesses.map((guess) => ({
    guess,
    taken: true,
    label: guess.label,
    type: guess.type,
    reading: guess.reading,
    means: new Map(),
  }));
}

/** The types that a column can become: a choice where the values are few, a lookup where they name records. */
export function typesFor({ choices, target, type }: ColumnGuess): readonly FieldType[] {
  return TYPES.filter((one) => {
    if (one === "choice") return choices.length > 0;
    if (one === "lookup") return target !== null;
    return true;
  }).concat(TYPES.includes(type) ? [] : [type]);
}

/** Columns that can name a record, the likeliest first. */
export function titleColumns(columns: readonly NewColumn[]): NewColumn[] {
  const likely = ({ type, guess }: NewColumn) =>
    (type === "text" ? 4 : 0) + (guess.unique ? 2 : 0) + (guess.empty === 0 ? 1 : 0);
  return columns
    .filter(({ taken, type }) => taken && !NAMELESS.has(type))
    .toSorted((a, b) => likely(b) - likely(a));
}

/** Columns by whose values rows can be told apart. */
export function keyColumns(columns: readonly NewColumn[]): NewColumn[] {
  return columns.filter(({ taken, type }) => taken && (KEYS.has(type) || type === "integer"));
}

/** Whether a column says in every row which one it is: by a number of its own, as its name says. */
export function isOwnNumber({ label, unique, samples, type }: ColumnGuess): boolean {
  return unique && samples.length > 1 && type !== "phone" && NUMBERED.test(label);
}

/** The column by which rows are told apart unless somebody chooses otherwise. */
export function ownKey(columns: readonly NewColumn[]): NewColumn | undefined {
  return keyColumns(columns).find(({ guess }) => isOwnNumber(guess));
}

/** The column that looks like a number or code of its own in every row, all but a few of them different. */
export function likelyKey(columns: readonly NewColumn[], rows: number): NewColumn | undefined {
  return keyColumns(columns).find(
    ({ type, guess: { repeats, empty, samples } }) =>
      type !== "phone" &&
      repeats * FEW_OF <= rows &&
      empty === 0 &&
      samples.length > 1 &&
      samples.every((one) => CODE.test(one)),
  );
}

/** The fields that columns become, every one under the id of its column; `key`: the one whose values differ. */
export function fieldsOf(columns: readonly NewColumn[], title: string, key = ""): Field[] {
  return columns.filter(({ taken }) => taken).map((column) => fieldOf(column, title, key));
}

function fieldOf(column: NewColumn, title: string, key: string): Field {
  const { guess, label, type, reading } = column;
  const field = {
    id: guess.id,
    type,
    label: written(label.trim() || guess.label),
    ...(guess.id === title && guess.empty === 0 && { required: true }),
    ...(guess.id === key && { unique: true }),
  };
  switch (type) {
    case "text":
      return { ...field, maxLength: Math.min(LONGEST_TEXT, Math.max(SHORTEST_TEXT, guess.longest)) } as Field;
    case "decimal":
      return { ...field, scale: guess.type === "decimal" ? guess.scale : USUAL_SCALE } as Field;
    case "money":
      return { ...field, currency: reading.currency ?? FIRST_CURRENCY } as Field;
    case "choice":
      return { ...field, choices: choicesOf(column) } as Field;
    case "lookup":
      return { ...field, target: guess.target } as Field;
    default:
      return field as Field;
  }
}

function choicesOf({ guess, means }: NewColumn): Field["choices"] {
  const taken = new Set<string>();
  const labels = guess.choices.filter((label) => !means.has(label));
  return labels.map((label) => {
    const id = slugOf(label, (one) => taken.has(one), "choice");
    taken.add(id);
    return { id, label: written(label), colour: null, retired: false };
  });
}

/** What is said about rows whose columns become fields. */
export interface NewRows {
  /** The id of the column that names a record. */
  readonly title: string;
  /** The id of the column by which they are told apart; empty: none. */
  readonly key: string;
  /** Whether a cell that does not fit counts as empty. */
  readonly emptyUnfit: boolean;
}

/** What is to become of the rows where the columns become fields: checked only, or brought into the entity. */
export function planOfNew(
  columns: readonly NewColumn[],
  { title, key, emptyUnfit }: NewRows,
  entity: string | null,
): ImportPlan {
  const mapped = columns
    .filter(({ taken }) => taken)
    .map((column) => ({
      ...mappedOf(column.guess, column.guess.id, column.reading),
      means: column.type === "choice" ? meantIds(column) : {},
    }));
  return {
    entity,
    fields: entity === null ? fieldsOf(columns, title, key) : [],
    columns: mapped as ImportPlan["columns"],
    key: null,
    emptyUnfit,
  };
}

/** What a cell says → the id of the choice that it means. */
function meantIds(column: NewColumn): Record<string, string> {
  const labels = column.guess.choices.filter((label) => !column.means.has(label));
  const ids = new Map(choicesOf(column)?.map(({ id }, at) => [labels[at], id]));
  return Object.fromEntries([...column.means].map(([value, same]) => [value, ids.get(same) ?? ""]));
}

/** Match columns to the fields of an entity by what both are called. */
export function filledColumns(guesses: readonly ColumnGuess[], entity: Entity): FilledColumn[] {
  const free = new Map(fillable(entity).map((field) => [field.id, field]));
  return guesses.map((guess) => {
    const called = searchKey(guess.label);
    const found = [...free.values()].find(
      ({ id, label }) =>
        id === guess.id || Object.values(label).some((one) => searchKey(one ?? "") === called),
    );
    if (found) free.delete(found.id);
    return { guess, field: found?.id ?? null, reading: guess.reading };
  });
}

/** The fields of an entity that a spreadsheet can fill. */
export function fillable(entity: Entity): Field[] {
  return entity.fields.filter(
    (field) =>
      !FILLED_BY_NOBODY.has(field.type) &&
      !field.readOnly &&
      !field.computed &&
      (field.type !== "auto_number" || field.manual),
  );
}

/** The fields by which records can be found, of those that columns fill. */
export function keyFields(entity: Entity, columns: readonly FilledColumn[]): Field[] {
  const filled = new Set(columns.map(({ field }) => field));
  return entity.fields.filter(({ id, type, unique }) => filled.has(id) && (unique || KEYS.has(type)));
}

/** The field by which records are found unless somebody chooses otherwise. */
export function ownKeyField(entity: Entity, columns: readonly FilledColumn[]): Field | undefined {
  return keyFields(entity, columns).find(({ id, unique }) => {
    const guess = columns.find(({ field }) => field === id)?.guess;
    return guess?.unique && (unique || isOwnNumber(guess));
  });
}

export function planOfFilled(
  columns: readonly FilledColumn[],
  entity: string,
  key: string | null,
  emptyUnfit: boolean,
): ImportPlan | null {
  const mapped = columns.flatMap(({ guess, field, reading }) =>
    field === null ? [] : [mappedOf(guess, field, reading)],
  );
  if (mapped.length === 0) return null;
  return { entity, fields: [], columns: mapped as unknown as ImportPlan["columns"], key, emptyUnfit };
}

function mappedOf({ column }: ColumnGuess, field: string, reading: Reading): MappedColumn {
  return { column, field, decimal: reading.decimal, days: reading.days, currency: reading.currency };
}

/** Whether a column is read as it was guessed, so that what was counted then holds. */
export function isAsGuessed(guess: ColumnGuess, type: FieldType | undefined, reading: Reading): boolean {
  return (
    type === guess.type && reading.days === guess.reading.days && reading.decimal === guess.reading.decimal
  );
}

/** Whether a word for nothing, such as "n/a", is empty in a field of this type. */
export function takesNoWords(type: FieldType): boolean {
  return !TEXTS.has(type);
}

/** What a type asks about the cells of a column. */
export function asksFor(type: FieldType, { samples }: ColumnGuess): readonly (keyof Reading)[] {
  switch (type) {
    case "date":
    case "date_time":
      return ["days"];
    case "decimal":
      return ["decimal"];
    case "integer":
      return samples.some((one) => /[.,]/.test(one)) ? ["decimal"] : [];
    case "money":
      return ["decimal", "currency"];
    default:
      return [];
  }
}

/** The words by which a lookup's entity is known. */
export function targetWords(model: Model, target: string | null): string {
  return said(model.entities.find(({ id }) => id === target)?.label) || (target ?? "");
}
