/**
 * The pad that a finger or a mouse signs on.
 */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/messages";
import { draw, drawnTo, HEIGHT, type Point, type Stroke } from "./ink";
import { prepare, WIDTH } from "./picture";

interface PadProps {
  readonly strokes: readonly Stroke[];
  readonly onDraw: (strokes: readonly Stroke[]) => void;
  /** The finger is lifted. */
  readonly onStroke: (strokes: readonly Stroke[]) => void;
}

export function Pad({ strokes, onDraw, onStroke }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(strokes);
  const pressed = useRef<number | null>(null);
  latest.current = strokes;
  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!canvas.current || !pen) return;
    pen.clearRect(0, 0, WIDTH, WIDTH * HEIGHT);
    prepare(pen, WIDTH, getComputedStyle(canvas.current).color);
    draw(strokes, WIDTH, pen);
  }, [strokes]);
  const change = (drawn: readonly Stroke[]) => {
    latest.current = drawn; // points come faster than the screen is drawn
    onDraw(drawn);
  };
  const lift = (event: PointerEvent) => {
    if (pressed.current !== event.pointerId) return;
    pressed.current = null;
    onStroke(latest.current);
  };
  return (
    <canvas
      ref={canvas}
      class="field-signature-pad"
      width={WIDTH}
      height={WIDTH * HEIGHT}
      role="img"
      aria-label={t("mobile.form.signature.pad")}
      onPointerDown={(event) => {
        if (pressed.current !== null || event.button !== 0) return;
        pressed.current = event.pointerId;
        event.currentTarget.setPointerCapture(event.pointerId);
        change([...latest.current, [pointOf(event, event.currentTarget)]]);
      }}
      onPointerMove={(event) => {
        if (pressed.current !== event.pointerId) return;
        change(drawnTo(latest.current, pointOf(event, event.currentTarget)));
      }}
      onPointerUp={lift}
      onPointerCancel={lift}
    />
  );
}

function pointOf({ clientX, clientY }: PointerEvent, canvas: HTMLCanvasElement): Point {
  const { left, top, width } = canvas.getBoundingClientRect();
  return { x: (clientX - left) / (width || 1), y: (clientY - top) / (width || 1) };
}
