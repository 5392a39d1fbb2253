/**
 * Three panes side by side; the edges between them are dragged, or moved by arrow keys.
 */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../shared/messages";

interface PanesProps {
  readonly left: ComponentChildren;
  readonly middle: ComponentChildren;
  readonly right: ComponentChildren;
}

const LEFT = { usual: 264, least: 200, most: 420 };
const RIGHT = { usual: 332, least: 280, most: 520 };
const STEP = 16;

export function Panes({ left, middle, right }: PanesProps) {
  const [before, setBefore] = useState(kept("left", LEFT.usual));
  const [after, setAfter] = useState(kept("right", RIGHT.usual));
  return (
    <div class="d-panes" style={{ gridTemplateColumns: `${before}px auto minmax(0, 1fr) auto ${after}px` }}>
      <section class="d-pane" data-pane="contents" aria-label={t("designer.contents")}>
        {left}
      </section>
      <Edge
        label={t("designer.resize.contents")}
        size={before}
        limits={LEFT}
        way={1}
        onSize={(size) => setBefore(keep("left", size))}
      />
      <section class="d-pane-middle" data-pane="preview" aria-label={t("designer.preview")}>
        {middle}
      </section>
      <Edge
        label={t("designer.resize.properties")}
        size={after}
        limits={RIGHT}
        way={-1}
        onSize={(size) => setAfter(keep("right", size))}
      />
      <section class="d-pane" data-pane="properties" aria-label={t("designer.properties")}>
        {right}
      </section>
    </div>
  );
}

interface EdgeProps {
  readonly label: string;
  readonly size: number;
  readonly limits: { readonly usual: number; readonly least: number; readonly most: number };
  /** 1: the pane before the edge grows with it; −1: the one after. */
  readonly way: 1 | -1;
  readonly onSize: (size: number) => void;
}

function Edge({ label, size, limits, way, onSize }: EdgeProps) {
  const from = useRef<{ x: number; size: number } | null>(null);
  const put = (wanted: number) => onSize(Math.round(Math.min(limits.most, Math.max(limits.least, wanted))));
  const sign = () => (document.documentElement.dir === "rtl" ? -way : way);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which hr is not
    <div
      class="d-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={limits.least}
      aria-valuemax={limits.most}
      onDblClick={() => put(limits.usual)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, size };
      }}
      onPointerMove={(event) => {
        if (from.current) put(from.current.size + (event.clientX - from.current.x) * sign());
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onLostPointerCapture={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") put(size - STEP * sign());
        else if (event.key === "ArrowRight") put(size + STEP * sign());
        else if (event.key === "Home") put(limits.least);
        else if (event.key === "End") put(limits.most);
        else return;
        event.preventDefault();
      }}
    />
  );
}

function kept(pane: string, usual: number): number {
  const size = Number(localStorage.getItem(`satchel.design.pane.${pane}`));
  return size > 0 ? size : usual;
}

function keep(pane: string, size: number): number {
  localStorage.setItem(`satchel.design.pane.${pane}`, String(size));
  return size;
}
