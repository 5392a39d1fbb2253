/**
 * The icon that metadata names, as far as the sprite has it.
 */
import { ICONS, type IconName } from "../ui/icon-names";

const known: ReadonlySet<string> = new Set(ICONS);
/** Names that designs use and the sprite has under another one. */
const OTHERWISE: Readonly<Record<string, IconName>> = { building: "building-2", trash: "trash-2" };

export function iconNamed(name: string | null | undefined, otherwise: IconName): IconName {
  if (!name) return otherwise;
  return known.has(name) ? (name as IconName) : (OTHERWISE[name] ?? otherwise);
}
