/**
 * The conditions of a filter as lines, groups around them: each opens to be changed, and has a menu of what else can
 * be done with it. Lists inside lists, so that a screen reader says how deep one is.
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { DEEPEST } from "../../expressions/checks";
import { added, enclosed, nodeAt, regrouped, removed, replaced } from "../../expressions/edits";
import type { Line } from "../../expressions/outline";
import { type Group, isGroup, type Leaf, type Tree } from "../../expressions/tree";
import { t } from "../../shared/messages";
import type { MenuItem } from "../../ui/menu";
import { besides, depthOf, fitsGroup, grouped, groupOf, movedOut, partsOf } from "./arrangement";
import { ConditionSheet } from "./condition-sheet";
import { Adds, Condition, GroupHead, type PlacedProblem, Wrong } from "./line";

interface LinesProps {
  readonly entity: string;
  readonly tree: Group | null;
  readonly lines: readonly Line[];
  /** What the office said of a place. */
  readonly refused: PlacedProblem | null;
  readonly onChange: (tree: Tree | null) => void;
}

/** What the sheet is open for: a condition that is there, or one to be added, maybe in a group of its own. */
type Open =
  | { readonly kind: "edit"; readonly place: string; readonly leaf: Leaf }
  | { readonly kind: "add"; readonly place: string; readonly inGroup: boolean };

export function Lines({ entity, tree, lines, refused, onChange }: LinesProps) {
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [focus, setFocus] = useState<string | null>(null);
  useLayoutEffect(() => {
    if (focus === null) return;
    const target = root.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(focus)}"] .app-place`);
    (target ?? root.current?.querySelector<HTMLElement>("button"))?.focus();
    setFocus(null);
  }, [focus, tree]);

  const byPlace = new Map(lines.map((line) => [line.place, line]));
  const group = (place: string): ComponentChildren => {
    const line = byPlace.get(place);
    if (!tree || line?.kind !== "group") return null;
    return (
      <div class="app-group" data-place={place}>
        <GroupHead line={line} deeds={deeds(place)} onGroup={(op) => onChange(regrouped(tree, place, op))} />
        <Wrong line={line} refused={refused} />
        <ul
          // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets
          role="list"
          aria-label={line.text}
        >
          {partsOf(tree, place).map((part) => {
            const at = byPlace.get(part);
            return (
              <li key={part}>
                {at?.kind === "condition" ? (
                  <Condition
                    line={at}
                    deeds={deeds(part)}
                    refused={refused}
                    onOpen={() => setOpen({ kind: "edit", place: part, leaf: at.leaf })}
                  />
                ) : (
                  group(part)
                )}
              </li>
            );
          })}
        </ul>
        <Adds
          deep={depthOf(place) + 1 >= DEEPEST}
          onAdd={(inGroup) => setOpen({ kind: "add", place, inGroup })}
        />
      </div>
    );
  };

  function deeds(place: string): readonly MenuItem[] {
    if (!tree || place === "") return [];
    const around = groupOf(place);
    const node = nodeAt(tree, place);
    const leaf = node && !isGroup(node);
    const canMoveOut = around !== null && groupOf(around) !== null;
    return [
      ...(leaf
        ? [
            {
              id: "enclose",
              label: t("filter.lines.enclose"),
              icon: "group",
              ...(!fitsGroup(tree, place) && { reason: t("filter.lines.too_deep") }),
              onSelect: () => onChange(enclosed(tree, place, "or")),
            } as const,
          ]
        : []),
      ...(canMoveOut
        ? [
            {
              id: "out",
              label: t("filter.lines.move_out"),
              icon: "corner-up-left",
              onSelect: () => {
                onChange(movedOut(tree, place));
                setFocus(groupOf(around) ?? "");
              },
            } as const,
          ]
        : []),
      {
        id: "remove",
        label: t(leaf ? "filter.lines.remove" : "filter.lines.remove_group"),
        icon: "trash-2",
        danger: true,
        onSelect: () => {
          onChange(removed(tree, place));
          setFocus(besides(place));
        },
      },
    ];
  }

  function take(leaf: Leaf): void {
    if (!open) return;
    setOpen(null);
    if (open.kind === "edit") {
      if (tree) onChange(replaced(tree, open.place, leaf));
      return;
    }
    const node: Tree = open.inGroup ? { op: "or", of: [leaf] } : leaf;
    onChange(grouped(added(tree, open.place, node)));
  }

  return (
    <div ref={root} class="app-lines">
      {tree ? group("") : <Adds deep onAdd={() => setOpen({ kind: "add", place: "", inGroup: false })} />}
      {open && (
        <ConditionSheet
          entity={entity}
          leaf={open.kind === "edit" ? open.leaf : null}
          onDone={take}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
