/**
 * What the search of the whole phone says: a part of the catalogues of its own.
 */
import type { Part } from "./messages";

export const SEARCH_TEXTS: Part = {
  en: () => import("../../texts/en.json?search"),
  sv: () => import("../../texts/sv.json?search"),
};
