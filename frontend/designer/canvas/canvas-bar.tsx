/**
 * The bar over the phone: its size and look, its language, through whose eyes, and clicking in it.
 */
import type { Signal } from "@preact/signals";
import { LANGUAGES, t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { Editor } from "../editor";
import type { Eyes } from "./eyes";
import type { Look } from "./preview-link";
import { WhoseSelect } from "./whose-select";

export type Device = "phone" | "tablet" | "wide";

const DEVICES = [
  ["phone", "smartphone"],
  ["tablet", "tablet"],
  ["wide", "monitor"],
] as const;

interface CanvasBarProps {
  readonly editor: Editor;
  readonly look: Signal<Look>;
  readonly eyes: Eyes;
  readonly device: Device;
  readonly onDevice: (device: Device) => void;
  readonly turned: boolean;
  readonly onTurn: (turned: boolean) => void;
}

export function CanvasBar({ editor, look, eyes, device, onDevice, turned, onTurn }: CanvasBarProps) {
  const { dark, choosing, language, rightToLeft, largeText } = look.value;
  const change = (part: Partial<Look>) => {
    look.value = { ...look.peek(), ...part };
  };
  return (
    <div class="d-canvas-bar" role="toolbar" aria-label={t("designer.preview")}>
      {DEVICES.map(([one, icon]) => (
        <IconButton
          key={one}
          icon={icon}
          label={t(`designer.device.${one}`)}
          pressed={device === one}
          onPress={() => onDevice(one)}
        />
      ))}
      <IconButton
        icon="rotate-cw"
        label={t("designer.device.turn")}
        pressed={turned}
        onPress={() => onTurn(!turned)}
      />
      <span class="d-bar-gap" />
      <IconButton
        icon="moon"
        label={t("designer.device.dark")}
        pressed={dark}
        onPress={() => change({ dark: !dark })}
      />
      <IconButton
        icon="type"
        label={t("designer.device.large_text")}
        pressed={largeText}
        onPress={() => change({ largeText: !largeText })}
      />
      <IconButton
        icon="arrow-left"
        label={t("designer.device.right_to_left")}
        pressed={rightToLeft}
        onPress={() => change({ rightToLeft: !rightToLeft })}
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
      <WhoseSelect editor={editor} eyes={eyes} />
      <span class="d-bar-gap" />
      <IconButton
        icon="target"
        label={t("designer.device.choose")}
        pressed={choosing}
        onPress={() => change({ choosing: !choosing })}
      />
    </div>
  );
}
