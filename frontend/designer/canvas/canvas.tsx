/**
 * The middle pane: the real phone app in a frame, scaled to fit, on a quiet ground.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { LANGUAGES, t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { Editor } from "../editor";
import { NoPages } from "./no-pages";
import { type Look, linkPreview, usualLook } from "./preview-link";
import "./canvas.css";

type Device = "phone" | "tablet";

const SIZES: Readonly<Record<Device, readonly [number, number]>> = { phone: [390, 844], tablet: [820, 1180] };
/** The frame around the screen, and air. */
const AROUND = 48;

export function Canvas({ editor }: { readonly editor: Editor }) {
  const ground = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const look = useSignal<Look>(usualLook());
  const [device, setDevice] = useState<Device>("phone");
  const [turned, setTurned] = useState(false);
  const [room, setRoom] = useState<readonly [number, number]>([0, 0]);
  const [long, short] = [Math.max(...SIZES[device]), Math.min(...SIZES[device])];
  const [width, height] = turned ? [long, short] : [short, long];
  const scale = Math.min(1, (room[0] - AROUND) / width, (room[1] - AROUND) / height);

  useEffect(() => {
    const element = ground.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setRoom([element.clientWidth, element.clientHeight]));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  useEffect(() => (frame.current ? linkPreview(editor, frame.current, look) : undefined), [editor, look]);

  const { dark, choosing, language } = look.value;
  const change = (part: Partial<Look>) => {
    look.value = { ...look.peek(), ...part };
  };
  return (
    <div class="d-canvas">
      <div class="d-canvas-bar" role="toolbar" aria-label={t("designer.preview")}>
        <IconButton
          icon="smartphone"
          label={t("designer.device.phone")}
          pressed={device === "phone"}
          onPress={() => setDevice("phone")}
        />
        <IconButton
          icon="tablet"
          label={t("designer.device.tablet")}
          pressed={device === "tablet"}
          onPress={() => setDevice("tablet")}
        />
        <IconButton
          icon="rotate-cw"
          label={t("designer.device.turn")}
          pressed={turned}
          onPress={() => setTurned(!turned)}
        />
        <span class="d-bar-gap" />
        <IconButton
          icon="moon"
          label={t("designer.device.dark")}
          pressed={dark}
          onPress={() => change({ dark: !dark })}
        />
        <div class="d-canvas-language">
          <FormField label={<span class="ui-hidden">{t("designer.device.language")}</span>}>
            <Select
              value={language}
              onInput={(code) => change({ language: code })}
              options={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </FormField>
        </div>
        <span class="d-bar-gap" />
        <IconButton
          icon="target"
          label={t("designer.device.choose")}
          pressed={choosing}
          onPress={() => change({ choosing: !choosing })}
        />
      </div>
      <div ref={ground} class="d-ground">
        <div
          class={`d-device d-device-${device}`}
          style={{
            width: `${width}px`,
            height: `${height}px`,
            transform: `scale(${Math.max(scale, 0.2)})`,
          }}
        >
          <iframe ref={frame} src="/preview" title={t("designer.preview_of_phone")} />
        </div>
        {editor.whole.value.workspace.pages.length === 0 && <NoPages editor={editor} />}
      </div>
      <p class="d-canvas-note">{t("designer.practice_note")}</p>
    </div>
  );
}
