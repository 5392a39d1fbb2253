/**
 * The data saver: what is not urgent waits while it is on. What the user saves is sent all the same.
 *
 * Not every browser says which network it has; there the choice by network is not offered.
 */
import type { Replica } from "../local/replica";
import type { DevicePort } from "./ports";

export const SAVER_CHOICES = ["off", "cellular", "on"] as const;

export type SaverChoice = (typeof SAVER_CHOICES)[number];

const SETTING = "saver";
/** Minutes between two pulls while data are saved. */
const SELDOM = 60;
/** As an interval that was chosen: only when the user asks. */
export const BY_HAND = "by-hand";

type Device = Pick<DevicePort, "setting" | "connection">;
type Copy = Pick<Replica, "metadata">;

/** Whether the administrator leaves it to people; what was chosen before he said no does not count. Signals are read. */
export function maySave({ metadata }: Copy): boolean {
  return metadata.value?.experience?.saver !== false;
}

export function saverChoice({ setting }: Pick<DevicePort, "setting">): SaverChoice {
  const chosen = setting(SETTING);
  return SAVER_CHOICES.find((one) => one === chosen) ?? "off";
}

export function keepSaver({ keepSetting }: Pick<DevicePort, "keepSetting">, choice: SaverChoice): void {
  keepSetting(SETTING, choice);
}

/** Whether data are saved just now. */
export function savesData(device: Device, copy: Copy): boolean {
  if (!maySave(copy)) return false;
  const choice = saverChoice(device);
  const { type, saveData } = device.connection() ?? {};
  return choice === "on" || (choice === "cellular" && (type === "cellular" || saveData === true));
}

/** Minutes between two pulls, if the user chose some or saves data; infinite: when he asks. */
export function pullInterval(device: Device, copy: Copy): number | null {
  if (!maySave(copy)) return null;
  const chosen = device.setting("interval");
  if (chosen === BY_HAND) return Number.POSITIVE_INFINITY;
  const minutes = Number(chosen) || null;
  return savesData(device, copy) ? Math.max(SELDOM, minutes ?? 0) : minutes;
}
