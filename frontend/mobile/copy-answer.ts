/**
 * Whether a whole copy comes down now: small ones by themselves, large ones when the user has said so.
 *
 * His word counts for a week; what he put off is asked again after that.
 */
import type { Offer } from "../sync/status";
import type { DevicePort } from "./ports";

export const COPY_ANSWERS = ["now", "later", "wifi"] as const;

export type CopyAnswer = (typeof COPY_ANSWERS)[number];

const SETTING = "copy";
const WEEK = 7 * 86_400_000;
/** Fewer records than this take less time than the question. */
const WORTH_ASKING = 5_000;

type Device = Pick<DevicePort, "setting" | "keepSetting" | "connection">;

export function answerCopy(device: Device, answer: CopyAnswer, now: number): void {
  device.keepSetting(SETTING, `${answer} ${now}`);
}

/** What was answered and still counts. */
export function copyAnswer(device: Device, now: number): CopyAnswer | null {
  const [word, at] = (device.setting(SETTING) ?? "").split(" ");
  const answer = COPY_ANSWERS.find((one) => one === word);
  return answer && Math.abs(now - Number(at)) < WEEK ? answer : null;
}

export function copyWanted(device: Device, { records }: Pick<Offer, "records">, now: number): boolean {
  const answer = copyAnswer(device, now);
  if (answer === "wifi") return onWifi(device);
  return answer === null ? records < WORTH_ASKING : answer === "now";
}

/** Whether the browser says so; one that does not tell is never sure. */
export function onWifi({ connection }: Pick<DevicePort, "connection">): boolean {
  const type = connection()?.type;
  return type === "wifi" || type === "ethernet";
}
