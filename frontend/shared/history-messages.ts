/**
 * What the history of a record says: a part of the catalogues.
 */
import type { Part } from "./messages";

export const HISTORY_TEXTS: Part = {
  en: () => import("../../texts/en.json?history"),
  sv: () => import("../../texts/sv.json?history"),
};
