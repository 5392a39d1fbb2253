/**
 * The tree as it is drawn and worked with: keys, menu and drag do the same operations.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import type { Editor } from "../editor";
import { AddMenu } from "./add-menu";
import { EntityScope } from "./entity-scope";
import { meaningOf } from "./keys";
import { keyOf, rowsOf, type TreeNode } from "./nodes";
import { holdsRecords, referencesTo, regrouped, removal, step } from "./operations";
import { Row } from "./row";
import "./tree.css";

export function TreeView({ editor }: { readonly editor: Editor }) {
  const tree = useRef<HTMLDivElement>(null);
  const [asking, ask] = useState<TreeNode | null>(null);
  const rows = useComputed(() => rowsOf(editor.tree.value, editor.expanded.value)).value;
  const { selected } = editor;
  const chosen = keyOf(selected.value.document, selected.value.path);
  const focused = useSignal(chosen);
  const has = (key: string) => rows.some(({ node }) => node.key === key);
  const reachable = has(focused.value) ? focused.value : has(chosen) ? chosen : (rows[0]?.node.key ?? "");

  useEffect(() => {
    focused.value = chosen;
    tree.current?.querySelector(`[data-key="${CSS.escape(chosen)}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);

  const focus = (key: string) => {
    focused.value = key;
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  const toggle = (key: string, open: boolean) => {
    const now = new Set(editor.expanded.peek());
    if (open) now.add(key);
    else now.delete(key);
    editor.expanded.value = now;
  };
  const choose = (node: TreeNode) => {
    if (node.kind === "section") toggle(node.key, !editor.expanded.peek().has(node.key));
    else editor.select({ document: node.document, path: node.path });
  };
  const remove = (node: TreeNode) => {
    const documents = editor.documents;
    if (referencesTo(documents, node).length > 0 || holdsRecords(editor.reserved.peek(), node)) ask(node);
    else removeNow(node);
  };
  const removeNow = (node: TreeNode) => {
    const at = rows.findIndex((row) => row.node.key === node.key);
    const next = rows[at + 1]?.parent === rows[at]?.parent ? rows[at + 1] : rows[at - 1];
    const intention = removal(editor.documents, node);
    if (!intention) {
      editor.toasts.show(t("designer.tree.stays", { name: node.label }));
      return;
    }
    if (!editor.run(intention)) return;
    editor.toasts.show(t("designer.tree.removed", { name: node.label }), {
      label: t("ui.undo"),
      run: () => editor.undo(),
    });
    if (next) requestAnimationFrame(() => focus(next.node.key));
  };
  const regroup = (node: TreeNode, way: "into" | "out") => {
    const moved = regrouped(editor.documents, rows, node, way);
    if (!editor.run(moved, { select: true })) return;
    requestAnimationFrame(() => focus(keyOf(editor.selected.peek().document, editor.selected.peek().path)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = has(focused.peek()) ? focused.peek() : reachable;
    const meaning = meaningOf(event, rows, here, editor.expanded.peek());
    const node = rows.find((row) => row.node.key === here)?.node;
    if (!meaning || !node || !(event.target as HTMLElement).matches('[role="treeitem"]')) return;
    event.preventDefault();
    switch (meaning.kind) {
      case "focus":
        return focus(meaning.key);
      case "open":
      case "close":
        return toggle(meaning.key, meaning.kind === "open");
      case "move":
        if (editor.run(step(editor.documents, node, meaning.by)))
          requestAnimationFrame(() => focus(node.key));
        return;
      case "into":
      case "out":
        return regroup(node, meaning.kind);
      case "select":
        return choose(node);
      case "remove":
        return remove(node);
      case "menu":
        tree.current
          ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(node.key)}"] .ui-icon-button`)
          ?.click();
        return;
      default:
        return unreachable(meaning);
    }
  };

  return (
    <div class="d-tree-pane">
      <div class="d-pane-head">
        <h2>{t("designer.contents")}</h2>
        <AddMenu editor={editor} />
      </div>
      <div
        ref={tree}
        class="d-tree"
        role="tree"
        aria-label={t("designer.contents")}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const { key } = (event.target as HTMLElement).dataset;
          if (key) focused.value = key;
        }}
        onPointerLeave={() => {
          editor.hovered.value = null;
        }}
      >
        {rows.map((row) => (
          <Row
            key={row.node.key}
            editor={editor}
            row={row}
            selected={row.node.key === chosen}
            reachable={row.node.key === reachable}
            onChoose={() => {
              focused.value = row.node.key;
              choose(row.node);
            }}
            onToggle={(open) => toggle(row.node.key, open)}
            onRemove={() => remove(row.node)}
          />
        ))}
      </div>
      <EntityScope editor={editor} />
      <div class="ui-hidden" role="status" aria-live="polite">
        {editor.said.value}
      </div>
      <ConfirmDialog
        open={asking !== null}
        title={t("designer.tree.remove_title", { name: asking?.label ?? "" })}
        confirmWord={t("designer.tree.remove_word")}
        danger
        onCancel={() => ask(null)}
        onConfirm={() => {
          const node = asking;
          ask(null);
          if (node) removeNow(node);
        }}
      >
        {asking && removalWords(editor, asking)}
      </ConfirmDialog>
    </div>
  );
}

function removalWords(editor: Editor, node: TreeNode): string {
  const references = referencesTo(editor.documents, node);
  const gone = references.filter(({ effect }) => effect === "removed").length;
  const changed = references.length - gone;
  return [
    references.length > 0 ? t("designer.tree.goes_along", { gone, changed }) : "",
    holdsRecords(editor.reserved.peek(), node) ? t("designer.tree.holds_records") : "",
  ]
    .filter(Boolean)
    .join(" ");
}
