/**
 * What pages say of forms that are left, and of drafts: a part of the catalogues.
 */
import type { Part } from "./messages";

export const FORM_TEXTS: Part = {
  en: () => import("../../texts/en.json?forms"),
  sv: () => import("../../texts/sv.json?forms"),
};
