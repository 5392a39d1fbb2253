/**
 * A device that does nothing, and a shelf in memory: for the preview and for tests.
 */
import { signal } from "@preact/signals";
import type { DevicePort, Installing, PictureShelf, Shelved } from "./ports";

export function stillDevice(): DevicePort {
  const settings = new Map<string, string>();
  return {
    storageFacts: async () => ({ used: null, quota: null, persisted: null }),
    persist: async () => false,
    abilities: async () => ({
      offline: "unavailable",
      sync: "unavailable",
      periodic: "unavailable",
      push: "unavailable",
      persistent: "unavailable",
      badge: "unavailable",
    }),
    appKept: async () => false,
    connection: () => null,
    installing: signal<Installing>(null),
    newVersion: signal<(() => void) | null>(null),
    badge: () => {},
    copy: async () => {},
    saveFile: () => {},
    saved: () => {},
    languages: () => [],
    setting: (name) => settings.get(name) ?? null,
    keepSetting: (name, value) => settings.set(name, value),
  };
}

export function memoryShelf(): PictureShelf {
  const kept = new Map<string, { readonly one: Shelved; readonly picture: Blob }>();
  const slot = ({ size, blob }: Shelved) => `${size}/${blob}`;
  return {
    get: async (one) => kept.get(slot(one))?.picture ?? null,
    put: async (one, picture) => {
      kept.set(slot(one), { one, picture });
    },
    remove: async (one) => {
      kept.delete(slot(one));
    },
    list: async () => [...kept.values()].map(({ one }) => one),
  };
}
