/**
 * What the sheets of the rescue file say: a part of the catalogues.
 */
import type { Part } from "./messages";

export const RESCUE_TEXTS: Part = {
  en: () => import("../../texts/en.json?rescue"),
  sv: () => import("../../texts/sv.json?rescue"),
};
