/**
 * What is most telling about an entity's records: the list that works at once, and the groups of a record's page.
 *
 * Guessed from the types of fields and from what their ids and labels speak of. The server makes the same of an
 * entity by the same rules; `tests/vectors/telling.json` holds for both.
 */
import type { Entity, Field, Model } from "../../protocol";
import { entityOf } from "../model-view";

const LONG: ReadonlySet<string> = new Set(["multi_line", "image", "file", "signature", "position"]);

/** By the type of a field. */
type Ranks = Readonly<Partial<Record<Field["type"], number>>>;

/** The rank among what is searched, after the title. */
const SEARCHED: Ranks = {
  lookup: 1,
  text: 2,
  barcode: 2,
  auto_number: 2,
  email: 2,
  phone: 2,
  choice: 3,
  multi_line: 4,
};
/** The rank among what may stand beneath the title. */
const QUIET: Ranks = {
  lookup: 1,
  choice: 2,
  text: 3,
  date: 4,
  date_time: 4,
  auto_number: 5,
  barcode: 5,
  email: 5,
  phone: 5,
  integer: 5,
  big_integer: 5,
  decimal: 5,
  money: 5,
};
const FEW_CHOICES = 6;
const SUBTITLES = 2;
const SEARCHES = 5;

const STATES = "status state stage result outcome verdict condition läge resultat utfall".split(" ");
const DUE =
  "due next deadline expires expiry until nästa senast förfaller förfallodag förfallodatum utgår".split(" ");
const PLACES = (
  "site customer client company account supplier vendor location address city building place " +
  "plats anläggning kund företag leverantör adress ort fastighet byggnad"
).split(" ");

/**
 * A list that names records, tells them apart, and puts the most pressing first.
 *
 * @param under the lookup to the record that it stands under, which all its rows share
 */
export function wholeList(
  model: Model,
  entity: Entity,
  detail: string | null,
  under: string | null = null,
): Record<string, unknown> {
  const fields = entity.fields.filter(({ id }) => id !== entity.title && id !== under);
  const due = fields.find((field) => isDate(field) && speaks(field, DUE))?.id;
  const dated = fields.find(isDate)?.id;
  const figure =
    due ?? first(fields, "money") ?? first(fields, "decimal") ?? dated ?? first(fields, "integer") ?? null;
  const badge = badgeOf(fields);
  const free = fields.filter(({ id }) => id !== figure && id !== badge);
  const title = entity.fields.find(({ id }) => id === entity.title);
  const searched = [
    ...(title && title.type in SEARCHED ? [title.id] : []),
    ...ranked(model, fields, SEARCHED),
  ];
  return {
    id: "rows",
    type: "list",
    entity: entity.id,
    title: entity.title,
    subtitle: ranked(model, free, QUIET).slice(0, SUBTITLES),
    figure,
    badge,
    image: first(fields, "image") ?? null,
    search: searched.slice(0, SEARCHES),
    sort: { field: due ?? dated ?? entity.title, descending: due === undefined && dated !== undefined },
    detail,
  };
}

/** The fields of a record's page: the short ones but its title, and the long ones. */
export function wholeGroups(entity: Entity): readonly (readonly Field[])[] {
  const fields = entity.fields.filter(({ id }) => id !== entity.title);
  const groups = [false, true].map((long) => fields.filter(({ type }) => LONG.has(type) === long));
  const filled = groups.filter((group) => group.length > 0);
  return filled.length > 0 ? filled : [entity.fields];
}

function badgeOf(fields: readonly Field[]): string | null {
  const choices = fields.filter(({ type, several }) => type === "choice" && !several);
  const named = choices.find((field) => speaks(field, STATES));
  return (named ?? choices.find((field) => (field.choices ?? []).length <= FEW_CHOICES))?.id ?? null;
}

/** What shows those fields that have a rank, places and customers before all. */
function ranked(model: Model, fields: readonly Field[], ranks: Ranks): readonly string[] {
  const rank = (field: Field) => {
    const ofPlace = ["lookup", "text", "choice"].includes(field.type) && speaks(field, PLACES);
    return ofPlace ? 0 : (ranks[field.type] ?? 0);
  };
  return fields
    .filter(({ type, several }) => type in ranks && !several)
    .toSorted((one, other) => rank(one) - rank(other))
    .flatMap((field) => pathOf(model, field));
}

/** What shows a field in words; none for a lookup that no plain field names. */
function pathOf(model: Model, field: Field): readonly string[] {
  if (field.type !== "lookup") return [field.id];
  const target = field.target && !field.several ? entityOf(model, field.target) : undefined;
  const named = target?.fields.find(({ id }) => id === target.title);
  return target && named && named.type !== "lookup" ? [`${field.id}.${target.title}`] : [];
}

function first(fields: readonly Field[], wanted: Field["type"]): string | undefined {
  return fields.find(({ type, several }) => type === wanted && !several)?.id;
}

function isDate({ type }: Field): boolean {
  return type === "date" || type === "date_time";
}

function speaks({ id, label }: Field, words: readonly string[]): boolean {
  const spoken = [id, ...Object.values(label ?? {})].join(" ").toLowerCase();
  return spoken.split(/[^\p{L}]+/u).some((word) => words.includes(word));
}
