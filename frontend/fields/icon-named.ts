/**
 * The icon that metadata names, as far as the sprite has it.
 */
import { ICONS, type IconName } from "../ui/icon-names";

const known: ReadonlySet<string> = new Set(ICONS);

export function iconNamed(name: string | null | undefined, otherwise: IconName): IconName {
  return name && known.has(name) ? (name as IconName) : otherwise;
}
