/**
 * The colour of a choice or a workspace, as the kit names it.
 */
import { ACCENTS, type Accent } from "../ui/accents";

const KIT_NAMES: Readonly<Record<string, Accent>> = {
  lime: "olive",
  cyan: "sky",
  pink: "magenta",
  slate: "graphite",
};

const known: ReadonlySet<string> = new Set(ACCENTS);

export function accentNamed(colour: string | null | undefined): Accent {
  if (!colour) return "graphite";
  return known.has(colour) ? (colour as Accent) : (KIT_NAMES[colour] ?? "graphite");
}
