/**
 * The colour of a choice or a workspace; one that this version does not know is neutral.
 */
import { ACCENTS, type Accent } from "../ui/accents";

const known: ReadonlySet<string> = new Set(ACCENTS);

export function accentNamed(colour: string | null | undefined): Accent {
  return colour && known.has(colour) ? (colour as Accent) : "slate";
}
