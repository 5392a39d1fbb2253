/**
 * What blocks beyond lists, fields and links say, such as charts and calendars: a part of the catalogues.
 */
import type { Part } from "./messages";

export const BLOCK_TEXTS: Part = {
  en: () => import("../../texts/en.json?blocks"),
  sv: () => import("../../texts/sv.json?blocks"),
};
