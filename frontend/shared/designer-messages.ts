/**
 * What only the designer says: a part of the catalogues of its own, so that phones do not carry it.
 */
import type { Part } from "./messages";

export const DESIGNER_TEXTS: Part = {
  en: () => import("../../texts/en.json?designer"),
  sv: () => import("../../texts/sv.json?designer"),
};
