/**
 * A row that a finger draws aside, to the one or two actions beneath it; without a finger they are in its menu.
 *
 * Drawing never does anything by itself: it lays the buttons bare. While they are bare, a tap anywhere else covers
 * them again.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { actionIcon } from "../../fields/action-icon";
import type { LocalRecord } from "../../local/record";
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";
import type { Offer } from "../acting";
import { useBlocks } from "../context";
import { remindItem } from "../remind-item";
import { type Drag, drawn, meaning, staysOpen } from "./swipe";
import "./swipe.css";

interface SwipeRowProps {
  /** The actions of the document, of which those that fit the record are offered. */
  readonly actions: readonly string[];
  readonly record: LocalRecord;
  readonly name: string;
  readonly children: ComponentChildren;
}

export function SwipeRow({ actions, record, name, children }: SwipeRowProps) {
  const { acting } = useBlocks();
  const offers = acting.offers(actions, record);
  if (offers.length === 0) return <>{children}</>;
  return (
    <Swiped offers={offers} name={name} onAct={(action) => acting.act(action, [record])}>
      {children}
    </Swiped>
  );
}

interface SwipedProps {
  readonly offers: readonly Offer[];
  readonly name: string;
  readonly onAct: (action: Action) => void;
  readonly children: ComponentChildren;
}

function Swiped({ offers, name, onAct, children }: SwipedProps) {
  const { lens } = useBlocks();
  const row = useRef<HTMLDivElement>(null);
  const beneath = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const moved = useRef(false);
  const [open, setOpen] = useState(0);
  const [dragging, setDragging] = useState(false);
  const ready = offers.filter(({ reason }) => reason === null);
  const width = () => beneath.current?.offsetWidth ?? 0;
  const rightToLeft = () => document.documentElement.dir === "rtl";

  useEffect(() => {
    if (open === 0 || dragging) return;
    const cover = (event: Event) => {
      if (!(event.target instanceof Node && row.current?.contains(event.target))) setOpen(0);
    };
    document.addEventListener("pointerdown", cover, true);
    return () => document.removeEventListener("pointerdown", cover, true);
  }, [open, dragging]);

  const down = (event: PointerEvent) => {
    moved.current = false;
    if (event.pointerType === "mouse" || ready.length === 0) return;
    drag.current = { x: event.clientX, y: event.clientY, from: open };
  };
  const move = (event: PointerEvent) => {
    const begun = drag.current;
    if (!begun) return;
    if (!dragging) {
      const wants = meaning(begun, event.clientX, event.clientY);
      if (wants === "scroll") drag.current = null;
      if (wants !== "draw") return;
      moved.current = true;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      setDragging(true);
    }
    setOpen(drawn(begun, event.clientX, width(), rightToLeft()));
  };
  const up = () => {
    const begun = drag.current;
    drag.current = null;
    if (!begun || !dragging) return;
    setDragging(false);
    setOpen(staysOpen(begun, open, width()) ? width() : 0);
  };
  // The finger that drew the row aside has not tapped what it holds; a tap on an open row covers it again.
  const tap = (event: MouseEvent) => {
    const byKeyboard = event.detail === 0;
    if (byKeyboard || (!moved.current && open === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!moved.current) setOpen(0);
    moved.current = false;
  };
  const run = (action: Action) => {
    setOpen(0);
    onAct(action);
  };

  return (
    <div ref={row} class={`block-swipe${dragging ? " block-swipe-dragging" : ""}`}>
      <div ref={beneath} class="block-swipe-beneath" inert={open === 0}>
        {ready.map(({ action }) => (
          <button
            key={action.id}
            class={`block-swipe-action block-swipe-${action.kind === "delete" ? "danger" : action.tone}`}
            type="button"
            onClick={() => run(action)}
          >
            <Icon name={actionIcon(action)} />
            <span>{lens.text(action.label)}</span>
          </button>
        ))}
      </div>
      <div
        class="block-swipe-front"
        style={open > 0 ? { "--drawn": `${open}px` } : undefined}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onClickCapture={tap}
      >
        {children}
        <span class="block-swipe-menu">
          <Menu
            label={t("mobile.block.row_actions", { name })}
            items={offers.flatMap(({ action, reason, remind }) => [
              {
                id: action.id,
                label: lens.text(action.label),
                icon: actionIcon(action),
                danger: action.tone === "danger" && reason === null,
                ...(reason !== null && { reason }),
                onSelect: () => run(action),
              },
              ...remindItem(action.id, lens.text(action.label), remind),
            ])}
          />
        </span>
      </div>
    </div>
  );
}
