/**
 * The middle pane: the real phone app in a frame, scaled to fit, on a quiet ground.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import type { Editor } from "../editor";
import { CanvasBar, type Device } from "./canvas-bar";
import { Eyes } from "./eyes";
import { NoPages } from "./no-pages";
import { PracticeLine } from "./practice-line";
import { type Look, linkPreview, usualLook } from "./preview-link";
import { NothingLeft, WhoseNote } from "./whose-note";
import "./canvas.css";

const SIZES: Readonly<Record<Device, readonly [number, number]>> = {
  phone: [390, 844],
  tablet: [820, 1180],
  wide: [900, 1440],
};
/** The frame around the screen, and air. */
const AROUND = 48;

export function Canvas({ editor }: { readonly editor: Editor }) {
  const ground = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const look = useSignal<Look>(usualLook());
  const eyes = useMemo(() => new Eyes(editor), [editor]);
  const [device, setDevice] = useState<Device>("phone");
  const [turned, setTurned] = useState(false);
  const [room, setRoom] = useState<readonly [number, number]>([0, 0]);
  const [short, long] = SIZES[device];
  const [width, height] = turned !== (device === "wide") ? [long, short] : [short, long];
  const scale = Math.min(1, (room[0] - AROUND) / width, (room[1] - AROUND) / height);

  useEffect(() => {
    const element = ground.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setRoom([element.clientWidth, element.clientHeight]));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  useEffect(
    () => (frame.current ? linkPreview(editor, frame.current, look, eyes) : undefined),
    [editor, look, eyes],
  );
  useEffect(() => () => eyes.end(), [eyes]);

  return (
    <div class="d-canvas">
      <CanvasBar
        editor={editor}
        look={look}
        eyes={eyes}
        device={device}
        onDevice={setDevice}
        turned={turned}
        onTurn={setTurned}
      />
      <PracticeLine editor={editor} />
      <div ref={ground} class="d-ground">
        <div
          class={`d-device d-device-${device}`}
          style={{
            width: `${width}px`,
            height: `${height}px`,
            transform: `scale(${Math.max(scale, 0.2)})`,
          }}
        >
          <iframe ref={frame} data-pane="phone" src="/preview" title={t("designer.preview_of_phone")} />
        </div>
        {editor.whole.value.workspace.pages.length === 0 && <NoPages editor={editor} />}
        <NothingLeft eyes={eyes} />
      </div>
      <WhoseNote eyes={eyes} own={editor.own.value.size > 0} />
    </div>
  );
}
