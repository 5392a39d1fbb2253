/**
 * Dragging rows by their handle. Loaded when the tree is drawn; everything it does the keys and the menu do too.
 */
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { TreeNode } from "./nodes";
import { canDrop, type Edge } from "./operations";

interface Dragging {
  /** Where it would go, for the line that shows it. */
  readonly onEdge: (edge: Edge | null) => void;
  readonly onDrop: (dragged: TreeNode, edge: Edge) => void;
}

export function makeDraggable(row: HTMLElement, node: TreeNode, { onEdge, onDrop }: Dragging): () => void {
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
    canDrop: ({ source }) => canDrop(source.data.node as TreeNode, node),
    onDrag: ({ location }) => onEdge(edgeAt(row, location.current.input.clientY)),
    onDragLeave: () => onEdge(null),
    onDrop: ({ source, location }) => {
      onEdge(null);
      onDrop(source.data.node as TreeNode, edgeAt(row, location.current.input.clientY));
    },
  });
  return () => {
    stopDrag();
    stopTarget();
  };
}

function edgeAt(row: HTMLElement, y: number): Edge {
  const { top, height } = row.getBoundingClientRect();
  return y < top + height / 2 ? "before" : "after";
}
