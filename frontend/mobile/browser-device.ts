/**
 * The browser around the app: storage, the home screen, new versions, the number on the icon, small settings.
 */
import { type Signal, signal } from "@preact/signals";
import type { Connection, DevicePort, Installing } from "./ports";
import { askToSend, type Worker } from "./worker";

/** What Chromium sends when the app may be installed. */
interface InstallEvent extends Event {
  readonly prompt: () => Promise<unknown>;
}

const SETTINGS = "satchel.";

export function browserDevice(worker: Worker): DevicePort {
  return {
    async storageFacts() {
      const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
      const persisted = (await navigator.storage?.persisted?.()) ?? null;
      return { used: usage ?? null, quota: quota ?? null, persisted };
    },
    persist: async () => (await navigator.storage?.persist?.()) ?? false,
    abilities: async () => (({ abilitiesOf, browserAround }) => abilitiesOf(browserAround))(await facts()),
    appKept: async () => (({ appKept, browserAround }) => appKept(browserAround))(await facts()),
    connection: () => (navigator as { connection?: Connection }).connection ?? null,
    installing: installing(),
    newVersion: worker.newVersion,
    badge(count) {
      // Not everywhere, and refused where the app is not installed: the number is a courtesy.
      const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
      done?.catch(() => undefined);
    },
    copy: async (text) => navigator.clipboard.writeText(text),
    saveFile,
    saved: () => void askToSend(),
    languages: () => navigator.languages,
    setting: (name) => quietly(() => localStorage.getItem(SETTINGS + name)),
    keepSetting: (name, value) => quietly(() => localStorage.setItem(SETTINGS + name, value)),
  };
}

const facts = () => import("./browser-facts");

function saveFile(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  // Safari reads the bytes only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A browser may refuse even to look at its settings. */
function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function installing(): Signal<Installing> {
  const way = signal<Installing>(null);
  const installed = matchMedia("(display-mode: standalone)").matches;
  if (!installed && isIos()) way.value = { kind: "ios" };
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    way.value = { kind: "prompt", run: () => void (event as InstallEvent).prompt().catch(() => undefined) };
  });
  addEventListener("appinstalled", () => {
    way.value = null;
  });
  return way;
}

/** iPhones, and iPads that say they are Macs. */
function isIos(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
