/**
 * Everything that can be done or gone to by its name, and what of it fits what was typed. Pure.
 */
import { t } from "../../shared/messages";
import type { IconName } from "../../ui/icon-names";
import { searchKey } from "../../values/fold";
import type { TreeNode } from "../tree/nodes";

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Where it is, or what it is about. */
  readonly note?: string;
  readonly icon: IconName;
  /** `Mod+Z`, where it has a key of its own. */
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** One command for each node of the tree: to go there. */
export function placesOf(nodes: readonly TreeNode[], go: (node: TreeNode) => void): readonly Command[] {
  return nodes.flatMap((node) => [
    ...(node.kind === "section" ? [] : [placeOf(node, undefined, go)]),
    ...insideOf(node, go),
  ]);
}

function insideOf(node: TreeNode, go: (node: TreeNode) => void): readonly Command[] {
  return node.children.flatMap((child) => [placeOf(child, node, go), ...insideOf(child, go)]);
}

function placeOf(node: TreeNode, parent: TreeNode | undefined, go: (node: TreeNode) => void): Command {
  const note = [t(`designer.palette.kind.${node.kind}`), parent?.label].filter(Boolean).join(" · ");
  return { id: node.key, label: node.label, note, icon: node.icon, run: () => go(node) };
}

/**
 * The commands that have every word that was typed, those whose label begins with it first, then in their order.
 * What cannot be done now is left out.
 */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const able = commands.filter(({ disabled }) => !disabled);
  const words = searchKey(typed).split(" ").filter(Boolean);
  if (words.length === 0) return able;
  const ranked = able.flatMap((command, order) => {
    const label = searchKey(command.label);
    const all = `${label} ${searchKey(command.note ?? "")}`;
    if (!words.every((word) => all.includes(word))) return [];
    const rank = label.startsWith(words[0] ?? "") ? 0 : words.every((word) => label.includes(word)) ? 1 : 2;
    return [{ command, rank, order }];
  });
  return ranked
    .sort((one, other) => one.rank - other.rank || one.order - other.order)
    .map(({ command }) => command);
}
