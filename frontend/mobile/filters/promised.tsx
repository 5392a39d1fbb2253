/**
 * What the office says that a filter would bring: how many, how much, the first of them by name, and whether all of
 * them are on this phone already.
 */
import { useBlocks } from "../../blocks/context";
import type { Lens } from "../../blocks/lens";
import { isGroup, type Tree, unsupported } from "../../expressions/tree";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";
import type { Trial } from "./trial";
import { useHere } from "./wording";

const NAMED = 3;

interface PromisedProps {
  readonly trial: Trial;
  readonly entity: string;
  readonly condition: Tree;
}

export function Promised({ trial, entity, condition }: PromisedProps) {
  const { records } = useApp().core.replica;
  const { lens } = useBlocks();
  const here = useHere(lens, true);
  if (trial.kind === "asking") return <>{t("filter.brings.asking")}</>;
  if (trial.kind !== "told") return null;
  const { count, bytes, first } = trial.preview;
  const told = t("filter.brings.office", { count, size: formatBytes(bytes) });
  const asked = count > 0 && isPlain(condition, entity, lens);
  const held = asked ? here(entity, condition) : 0;
  const brings =
    asked && held >= count && records.loaded(entity) ? t("filter.brings.none_new", { brings: told }) : told;
  const names = Object.values(first).filter(Boolean).slice(0, NAMED);
  if (names.length === 0) return <>{brings}</>;
  return <>{t("filter.brings.such_as", { brings, names: names.join(", ") })}</>;
}

/**
 * Whether this phone can tell of the records that it holds what the office would.
 *
 * What meets such a condition here meets it there: the phone has every value that it asks for, and none through a
 * lookup, whose record may be elsewhere.
 */
function isPlain(condition: Tree, entity: string, lens: Lens): boolean {
  const carried = lens.metadata.profile.entities.find(({ id }) => id === entity)?.fields;
  const fields = carried && new Set([...carried.map(({ id }) => id), lens.entity(entity)?.title, "owner"]);
  const plain = (tree: Tree): boolean => {
    if (isGroup(tree)) return tree.of.every(plain);
    return !tree.path.includes(".") && (!fields || fields.has(tree.path));
  };
  return unsupported(condition).length === 0 && plain(condition);
}
