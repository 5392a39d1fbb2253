/**
 * What a key does in the tree, as a value; the pattern is that of the ARIA tree view.
 */
import type { TreeRow } from "./nodes";

export type KeyMeaning =
  | { readonly kind: "focus"; readonly key: string }
  | { readonly kind: "open" | "close"; readonly key: string }
  | { readonly kind: "move"; readonly by: -1 | 1 }
  | { readonly kind: "into" | "out" }
  | { readonly kind: "select" | "remove" | "menu" };

interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

export function meaningOf(
  pressed: Pressed,
  rows: readonly TreeRow[],
  focused: string,
  open: ReadonlySet<string>,
): KeyMeaning | null {
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node.key === focused),
  );
  const row = rows[at];
  if (!row || pressed.ctrlKey || pressed.metaKey) return null;
  const focus = (to: TreeRow | undefined): KeyMeaning | null =>
    to ? { kind: "focus", key: to.node.key } : null;
  if (pressed.altKey) {
    if (pressed.key === "ArrowUp") return { kind: "move", by: -1 };
    if (pressed.key === "ArrowDown") return { kind: "move", by: 1 };
    if (pressed.key === "ArrowRight") return { kind: "into" };
    return pressed.key === "ArrowLeft" ? { kind: "out" } : null;
  }
  switch (pressed.key) {
    case "ArrowDown":
      return focus(rows[at + 1]);
    case "ArrowUp":
      return focus(rows[at - 1]);
    case "Home":
      return focus(rows[0]);
    case "End":
      return focus(rows.at(-1));
    case "ArrowRight":
      if (row.node.children.length === 0) return null;
      return open.has(row.node.key) ? focus(rows[at + 1]) : { kind: "open", key: row.node.key };
    case "ArrowLeft":
      if (row.node.children.length > 0 && open.has(row.node.key)) return { kind: "close", key: row.node.key };
      return focus(rows.find(({ node }) => node.key === row.parent?.key));
    case "Enter":
    case " ":
      return { kind: "select" };
    case "Delete":
    case "Backspace":
      return { kind: "remove" };
    case "ContextMenu":
      return { kind: "menu" };
    case "F10":
      return pressed.shiftKey ? { kind: "menu" } : null;
    default:
      return pressed.key.length === 1 ? focus(byLetter(rows, at, pressed.key)) : null;
  }
}

/** The next row that begins with a letter, round at the end. */
function byLetter(rows: readonly TreeRow[], from: number, letter: string): TreeRow | undefined {
  const wanted = letter.toLocaleLowerCase();
  const begins = ({ node }: TreeRow) => node.label.toLocaleLowerCase().startsWith(wanted);
  return [...rows.slice(from + 1), ...rows.slice(0, from + 1)].find(begins);
}
