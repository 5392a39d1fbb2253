/**
 * What pages say of records that are kept, shared, left behind, elsewhere or in conflict: a part of the catalogues.
 */
import type { Part } from "./messages";

export const KEEPING_TEXTS: Part = {
  en: () => import("../../texts/en.json?keeping"),
  sv: () => import("../../texts/sv.json?keeping"),
};
