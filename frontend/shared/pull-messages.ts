/**
 * What is said while a page is pulled down: a part of the catalogues.
 */
import type { Part } from "./messages";

export const PULL_TEXTS: Part = {
  en: () => import("../../texts/en.json?pull"),
  sv: () => import("../../texts/sv.json?pull"),
};
