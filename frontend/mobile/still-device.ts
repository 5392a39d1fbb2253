/**
 * A device that does nothing, and a shelf in memory: for the preview and for tests.
 */
import { signal } from "@preact/signals";
import type { DevicePort, Installing, PictureShelf } from "./ports";

export function stillDevice(): DevicePort {
  const settings = new Map<string, string>();
  return {
    storageFacts: async () => ({ used: null, quota: null, persisted: null }),
    persist: async () => false,
    installing: signal<Installing>(null),
    newVersion: signal<(() => void) | null>(null),
    badge: () => {},
    copy: async () => {},
    saved: () => {},
    languages: () => [],
    setting: (name) => settings.get(name) ?? null,
    keepSetting: (name, value) => settings.set(name, value),
  };
}

export function memoryShelf(): PictureShelf {
  const kept = new Map<string, Blob>();
  return {
    get: async (blob) => kept.get(blob) ?? null,
    put: async (blob, picture) => {
      kept.set(blob, picture);
    },
    remove: async (blob) => {
      kept.delete(blob);
    },
    list: async () => [...kept.keys()],
  };
}
