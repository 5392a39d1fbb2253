/**
 * The menu of the row that Tab reaches. It stands over that row's end, beside the tree: in the row its words would be
 * the row's own.
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../shared/messages";
import { Menu } from "../../ui/menu";
import type { Editor } from "../editor";
import { moving } from "../moving";
import type { TreeRow } from "./nodes";
import { canDuplicate, canRemove, drop, duplicate, regroupings, step, takesFields } from "./operations";

interface RowMenuProps {
  readonly editor: Editor;
  readonly row: TreeRow;
  readonly tree: RefObject<HTMLElement | null>;
  readonly onAddField: () => void;
  readonly onRemove: () => void;
}

export function RowMenu({ editor, row, tree, onAddField, onRemove }: RowMenuProps) {
  const { node, position, size, parent } = row;
  const here = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const over = tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(node.key)}"]`);
    if (over) here.current?.style.setProperty("inset-block-start", `${over.offsetTop}px`);
  });
  const items = moving(position - 1, size, (by) => editor.run(step(editor.documents, node, by)));
  if (takesFields(editor.documents, node)) {
    items.unshift({ id: "field", label: t("designer.add_field"), icon: "plus", onSelect: onAddField });
  }
  for (const { way, onto, edge } of regroupings(editor.tree.value, parent, node)) {
    items.push({
      id: way,
      label: t(edge === "inside" ? "designer.tree.into" : "designer.tree.out_of", { name: onto.label }),
      icon: edge === "inside" ? "group" : "ungroup",
      onSelect: () => editor.run(drop(editor.documents, node, onto, edge), { select: true }),
    });
  }
  if (canDuplicate(node)) {
    items.push({
      id: "duplicate",
      label: t("designer.tree.duplicate"),
      icon: "copy",
      onSelect: () => editor.run(duplicate(editor.documents, editor.reserved.peek(), node), { select: true }),
    });
  }
  if (canRemove(node, editor.documents)) {
    items.push({
      id: "remove",
      label: t("designer.tree.remove_word"),
      icon: "trash-2",
      danger: true,
      onSelect: onRemove,
    });
  }
  return (
    <div ref={here} class="d-row-menu">
      <Menu label={t("designer.tree.menu", { name: node.label })} items={items} />
    </div>
  );
}
