/**
 * What only pages with filters say: a part of the catalogues of its own, so that no other page carries it.
 */
import type { Part } from "./messages";

export const FILTER_TEXTS: Part = {
  en: () => import("../../texts/en.json?filters"),
  sv: () => import("../../texts/sv.json?filters"),
};
