/**
 * How a field type, a block and an action look in the designer: icon and word.
 */
import type { Action, Block, Field, Page } from "../protocol";
import { t } from "../shared/messages";
import type { IconName } from "../ui/icon-names";

export type FieldType = Field["type"];

export const FIELD_ICONS: Readonly<Record<FieldType, IconName>> = {
  text: "type",
  multi_line: "file-text",
  integer: "hash",
  big_integer: "hash",
  decimal: "percent",
  money: "banknote",
  yes_no: "toggle-left",
  date: "calendar",
  date_time: "calendar-clock",
  choice: "list-checks",
  lookup: "search",
  phone: "phone",
  email: "mail",
  link: "link",
  barcode: "scan-barcode",
  auto_number: "binary",
  image: "image",
  file: "paperclip",
  signature: "signature",
  position: "map-pin",
};

/** Types whose values name no record, and of which two may be the same. */
export const NAMELESS: ReadonlySet<FieldType> = new Set(["image", "file", "signature", "position", "yes_no"]);

/** Types of which a field may hold several values. */
export const OF_SEVERAL: ReadonlySet<FieldType> = new Set(["choice", "lookup", "image", "file"]);

export const FIELD_TYPES = Object.keys(FIELD_ICONS) as readonly FieldType[];

export const BLOCK_ICONS: Readonly<Record<Block["type"], IconName>> = {
  list: "list",
  fields: "text-cursor-input",
  link: "external-link",
  group: "group",
  part: "file-text",
  chart: "chart-column",
  calendar: "calendar",
  report: "table-2",
  timer: "clock",
};

export const PAGE_ICONS: Readonly<Record<Page["kind"], IconName>> = {
  list: "list",
  detail: "file-text",
  single: "user",
};

export const ACTION_ICONS: Readonly<Record<Action["kind"], IconName>> = {
  create: "plus",
  edit: "pencil",
  delete: "trash-2",
  step: "workflow",
};

export function typeWords(type: FieldType): string {
  return t(`designer.type.${type}`);
}
