/**
 * The tree as it is drawn and worked with: keys, menu and drag do the same operations.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import type { Editor } from "../editor";
import { enterPane } from "../pane-keys";
import { AddMenu, AddSheets } from "./add-menu";
import { EntityScope } from "./entity-scope";
import { meaningOf } from "./keys";
import { keyOf, rowsOf, type TreeNode, type TreeRow } from "./nodes";
import { canMove, holdsRecords, referencesTo, regrouped, removal, step } from "./operations";
import { Row } from "./row";
import { RowMenu } from "./row-menu";
import "./tree.css";

export function TreeView({ editor }: { readonly editor: Editor }) {
  const tree = useRef<HTMLDivElement>(null);
  const [asking, ask] = useState<TreeNode | null>(null);
  const [addingField, addField] = useState(false);
  const rows = useComputed(() => rowsOf(editor.tree.value, editor.expanded.value)).value;
  const { selected } = editor;
  const chosen = keyOf(selected.value.document, selected.value.path);
  const focused = useSignal(chosen);
  const arrived = editor.arrived.value;
  const has = (key: string) => rows.some(({ node }) => node.key === key);
  const reachable = has(focused.value) ? focused.value : has(chosen) ? chosen : (rows[0]?.node.key ?? "");

  const menuRow = rows.find(({ node }) => node.key === reachable && canMove(node));

  useEffect(() => {
    focused.value = chosen;
    tree.current?.querySelector(`[data-key="${CSS.escape(chosen)}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);

  useEffect(() => {
    if (!arrived) return;
    const { document, path } = arrived;
    // After the dialog from which it came has given the focus back
    const frame = requestAnimationFrame(() => focus(keyOf(document, path)));
    return () => cancelAnimationFrame(frame);
  }, [arrived]);

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
    const next = beside(rows, node);
    const from = holderOf(rows, node);
    const intention = removal(editor.documents, node);
    if (!intention) {
      editor.toasts.show(t("designer.tree.stays", { name: node.label }));
      return;
    }
    if (!editor.run(intention)) return;
    const words = from
      ? t("designer.tree.removed_from", { name: node.label, from })
      : t("designer.tree.removed", { name: node.label });
    editor.toasts.show(words, {
      label: t("ui.undo"),
      run: () => editor.undo(),
    });
    if (next?.kind === "section") requestAnimationFrame(() => focus(next.key));
    else if (next) editor.goTo({ document: next.document, path: next.path });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = has(focused.peek()) ? focused.peek() : reachable;
    const meaning = meaningOf(event, rows, here, editor.expanded.peek());
    const row = rows.find(({ node }) => node.key === here);
    if (!meaning || !row || !(event.target as HTMLElement).matches('[role="treeitem"]')) return;
    const { node, parent } = row;
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
        editor.run(regrouped(editor.documents, editor.tree.peek(), parent, node, meaning.kind), {
          select: true,
        });
        return;
      case "select":
        return node.key === chosen ? enterPane("properties") : choose(node);
      case "remove":
        return remove(node);
      case "menu":
        return tree.current?.parentElement?.querySelector<HTMLElement>(".d-row-menu > button")?.click();
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
      <div class="d-tree-rows">
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
            />
          ))}
        </div>
        {menuRow && (
          <RowMenu
            editor={editor}
            row={menuRow}
            tree={tree}
            onAddField={() => {
              choose(menuRow.node);
              addField(true);
            }}
            onRemove={() => remove(menuRow.node)}
          />
        )}
      </div>
      <EntityScope editor={editor} />
      {addingField && <AddSheets adding="fields" editor={editor} onClose={() => addField(false)} />}
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

/** What takes a row's place when it goes: the next of its list, else the one before, else what holds it. */
function beside(rows: readonly TreeRow[], { key }: TreeNode): TreeNode | null {
  const parent = rows.find(({ node }) => node.key === key)?.parent ?? null;
  const siblings = parent?.children ?? [];
  const at = siblings.findIndex((one) => one.key === key);
  return siblings[at + 1] ?? siblings[at - 1] ?? parent;
}

/** The page or the form that a placed field goes from; the field itself stays. */
function holderOf(rows: readonly TreeRow[], { kind, document, path }: TreeNode): string | null {
  if (kind !== "shown") return null;
  const holder = keyOf(document, path.slice(0, 2));
  return rows.find(({ node }) => node.key === holder)?.node.label ?? null;
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
