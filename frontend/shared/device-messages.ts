/**
 * What pages say of this phone: the first copy, working offline, a trip, what its browser can do. A part of the
 * catalogues.
 */
import type { Part } from "./messages";

export const DEVICE_TEXTS: Part = {
  en: () => import("../../texts/en.json?device"),
  sv: () => import("../../texts/sv.json?device"),
};
