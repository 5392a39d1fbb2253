/**
 * Dragging rows by their handle. Loaded when the tree is drawn; everything it does the keys and the menu do too.
 */
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { TreeNode } from "./nodes";
import { canDrop, canDropInto, type Edge } from "./operations";

interface Dragging {
  /** Where it would go, for the line that shows it. */
  readonly onEdge: (edge: Edge | null) => void;
  readonly onDrop: (dragged: TreeNode, edge: Edge) => void;
}

export function makeDraggable(row: HTMLElement, node: TreeNode, { onEdge, onDrop }: Dragging): () => void {
  const edges = (dragged: TreeNode): readonly Edge[] => [
    ...(canDrop(dragged, node) ? (["before", "after"] as const) : []),
    ...(canDropInto(dragged, node) ? (["inside"] as const) : []),
  ];
  const handle = row.querySelector<HTMLElement>("[data-handle]");
  const stopDrag = draggable({
    element: row,
    ...(handle && { dragHandle: handle }),
    getInitialData: () => ({ node }),
    onDragStart: () => row.classList.add("d-row-dragged"),
    onDrop: () => row.classList.remove("d-row-dragged"),
  });
  const stopTarget = dropTargetForElements({
    element: row,
    canDrop: ({ source }) => edges(source.data.node as TreeNode).length > 0,
    onDrag: ({ source, location }) =>
      onEdge(edgeAt(row, location.current.input.clientY, edges(source.data.node as TreeNode))),
    onDragLeave: () => onEdge(null),
    onDrop: ({ source, location }) => {
      onEdge(null);
      const dragged = source.data.node as TreeNode;
      const edge = edgeAt(row, location.current.input.clientY, edges(dragged));
      if (edge) onDrop(dragged, edge);
    },
  });
  return () => {
    stopDrag();
    stopTarget();
  };
}

/** The middle of a row that takes what is dragged is inside of it. */
function edgeAt(row: HTMLElement, y: number, edges: readonly Edge[]): Edge | null {
  const { top, height } = row.getBoundingClientRect();
  const part = (y - top) / height;
  if (!edges.includes("before")) return edges[0] ?? null;
  if (edges.includes("inside") && part > 0.25 && part < 0.75) return "inside";
  return part < 0.5 ? "before" : "after";
}
