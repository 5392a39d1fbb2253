/**
 * One row of the tree: what it is, what is wrong inside it, and a handle to drag it by.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import type { Editor } from "../editor";
import { OthersAt, othersAt } from "../together/others";
import type { TreeRow } from "./nodes";
import type { Edge } from "./operations";
import { canMove, drop } from "./operations";

interface RowProps {
  readonly editor: Editor;
  readonly row: TreeRow;
  readonly selected: boolean;
  readonly reachable: boolean;
  readonly onChoose: () => void;
  readonly onToggle: (open: boolean) => void;
}

export function Row({ editor, row, selected, reachable, onChoose, onToggle }: RowProps) {
  const { node, level, position, size } = row;
  const element = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const open = editor.expanded.value.has(node.key);
  const movable = canMove(node);
  const wrong = node.path.length < 2 ? [] : editor.findingsAt(node);
  const severity = wrong.some((one) => one.level === "error") ? "error" : "warning";

  const name = [node.label, node.note, node.kind === "section" && node.children.length]
    .filter((part) => part !== undefined && part !== false)
    .join(" ");
  const hidden = node.quiet && node.kind === "page";
  const told = [
    name,
    hidden && t("designer.hidden_page"),
    wrong.length > 0 && t("designer.findings", { count: wrong.length }),
    ...othersAt(editor, node).map(({ name: other }) => t("designer.together.here", { name: other })),
  ];

  useEffect(() => {
    if (!movable || !element.current) return;
    const here = element.current;
    let stop: (() => void) | undefined;
    let gone = false;
    void import("./dragging").then(({ makeDraggable }) => {
      if (gone) return;
      stop = makeDraggable(here, node, {
        onEdge: setEdge,
        onDrop: (dragged, where) => editor.run(drop(editor.documents, dragged, node, where)),
      });
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [node, movable, editor]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree answers to keys
    <div
      ref={element}
      class={`d-row d-row-${node.kind}${node.quiet ? " d-row-quiet" : ""}`}
      role="treeitem"
      tabIndex={reachable ? 0 : -1}
      aria-level={level}
      aria-setsize={size}
      aria-posinset={position}
      aria-selected={selected}
      aria-expanded={node.children.length > 0 || node.kind === "section" ? open : undefined}
      aria-label={told.filter(Boolean).join(", ")}
      data-key={node.key}
      data-level={level}
      data-drop={edge ?? undefined}
      data-menu={(reachable && movable) || undefined}
      onClick={onChoose}
      onPointerEnter={() => {
        editor.hovered.value =
          node.document === "workspace" && node.path.length > 1 ? node.path.join("/") : null;
      }}
    >
      {movable && (
        <span class="d-row-handle" data-handle aria-hidden="true">
          <Icon name="grip-vertical" />
        </span>
      )}
      <Twist shown={node.children.length > 0} open={open} onToggle={onToggle} />
      <span class="d-row-icon">
        <Icon name={node.icon} />
      </span>
      <span class="d-row-label">
        {node.label}
        {node.note && <span class="d-row-note"> {node.note}</span>}
      </span>
      {node.kind === "section" && <span class="d-row-count"> {node.children.length}</span>}
      {hidden && (
        <span class="d-row-mark" title={t("designer.hidden_page")}>
          <Icon name="eye-off" />
        </span>
      )}
      <OthersAt editor={editor} node={node} />
      {wrong.length > 0 && (
        <span class={`d-row-mark d-row-${severity}`} title={t("designer.findings", { count: wrong.length })}>
          <Icon name={severity === "error" ? "circle-alert" : "triangle-alert"} />
        </span>
      )}
    </div>
  );
}

function Twist({
  shown,
  open,
  onToggle,
}: {
  readonly shown: boolean;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}) {
  if (!shown) return <span class="d-row-twist" />;
  return (
    <span
      class={`d-row-twist${open ? " d-row-open" : ""}`}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle(!open);
      }}
    >
      <Icon name="chevron-right" />
    </span>
  );
}
