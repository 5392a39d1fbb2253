/**
 * The types of fields whose values are texts: what is searched, joined by patterns, and compared as words.
 */
import type { FieldRule } from "./types";

export const TEXTUAL: ReadonlySet<FieldRule["type"]> = new Set([
  "text",
  "multi_line",
  "phone",
  "email",
  "link",
  "barcode",
  "auto_number",
]);
