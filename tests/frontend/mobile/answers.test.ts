/** What the user answered about his data and his time: pure choices, by what the browser tells. */
import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { type Around, abilitiesOf, appKept } from "../../../frontend/mobile/browser-facts";
import { answerCopy, copyWanted } from "../../../frontend/mobile/copy-answer";
import { keepSaver, pullInterval, savesData } from "../../../frontend/mobile/data-saver";
import type { Connection, DevicePort } from "../../../frontend/mobile/ports";
import { stillDevice } from "../../../frontend/mobile/still-device";
import { holdEnd } from "../../../frontend/mobile/sync-view/hold-ends";
import { pillWords } from "../../../frontend/mobile/sync-view/pill-words";
import type { SyncState } from "../../../frontend/sync/status";

const NOBODY_SAID = { metadata: signal(null) };
const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

function on(connection: Connection | null): DevicePort {
  return { ...stillDevice(), connection: () => connection };
}

describe("[SYN-01] a whole copy", () => {
  it("that is small comes by itself, a large one waits for a word", () => {
    expect(copyWanted(on(null), { records: 4_999 }, NOW)).toBe(true);
    expect(copyWanted(on(null), { records: 31_000 }, NOW)).toBe(false);
  });

  it("comes once it was asked for, and not when it was put off, however small", () => {
    const device = on(null);
    answerCopy(device, "now", NOW);
    const now = copyWanted(device, { records: 31_000 }, NOW);
    answerCopy(device, "later", NOW);

    expect([now, copyWanted(device, { records: 10 }, NOW)]).toEqual([true, false]);
  });

  it.each([
    [{ type: "wifi" }, true],
    [{ type: "ethernet" }, true],
    [{ type: "cellular" }, false],
    [null, false],
  ])("that waits for Wi-Fi, on %j, comes: %s", (connection, comes) => {
    const device = on(connection);
    answerCopy(device, "wifi", NOW);

    expect(copyWanted(device, { records: 31_000 }, NOW)).toBe(comes);
  });

  it("is asked about again after a week", () => {
    const device = on(null);
    answerCopy(device, "later", NOW);

    expect(copyWanted(device, { records: 10 }, NOW + 6 * DAY)).toBe(false);
    expect(copyWanted(device, { records: 10 }, NOW + 8 * DAY)).toBe(true);
  });
});

describe("[SYN-13] the data saver", () => {
  it.each([
    ["off", { type: "cellular" }, false],
    ["cellular", { type: "cellular" }, true],
    ["cellular", { type: "wifi" }, false],
    ["cellular", { type: "wifi", saveData: true }, true],
    ["cellular", null, false],
    ["on", null, true],
  ] as const)("that is %s, on %j, saves: %s", (choice, connection, saves) => {
    const device = on(connection);
    keepSaver(device, choice);

    expect(savesData(device, NOBODY_SAID)).toBe(saves);
  });

  it("asks for news once an hour at most, and never more often than the user chose", () => {
    const device = on(null);
    const without = pullInterval(device, NOBODY_SAID);
    keepSaver(device, "on");
    const saving = pullInterval(device, NOBODY_SAID);
    device.keepSetting("interval", "240");

    expect([without, saving, pullInterval(device, NOBODY_SAID)]).toEqual([null, 60, 240]);
  });

  it("by hand asks only when the user does", () => {
    const device = on(null);
    device.keepSetting("interval", "by-hand");

    expect(pullInterval(device, NOBODY_SAID)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("[SYN-09] [L10] working offline", () => {
  it("ends after an hour, after four, tomorrow at six, or never by itself", () => {
    const six = new Date(NOW);
    six.setDate(six.getDate() + 1);
    six.setHours(6, 0, 0, 0);

    expect(holdEnd("hour", NOW)).toBe("2026-11-21T13:00:00.000Z");
    expect(holdEnd("four_hours", NOW)).toBe("2026-11-21T16:00:00.000Z");
    expect(holdEnd("morning", NOW)).toBe(six.toISOString());
    expect(holdEnd("never", NOW)).toBeNull();
  });

  it("says in the pill until when", () => {
    const state = { kind: "held", at: null, remedy: null, progress: null } as unknown as SyncState;
    const counted = { waiting: 2, needsYou: 0 };

    const ends = pillWords(state, { ...counted, until: "14:00" }, String);

    expect(ends).toMatchObject({ key: "mobile.pill.held_until", values: { time: "14:00" } });
    expect(pillWords(state, { ...counted, until: null }, String).key).toBe("mobile.pill.held");
  });
});

describe("[BGS-06] [L17] what this browser can do in the background", () => {
  const full: Around = {
    registration: async () => ({ active: {}, sync: {}, periodicSync: {}, pushManager: {} }),
    permission: async () => "granted",
    has: () => true,
  };

  it("is found by looking for each feature", async () => {
    expect(new Set(Object.values(await abilitiesOf(full)))).toEqual(new Set(["available"]));
  });

  it("is unavailable where the feature is missing", async () => {
    const registration = async () => ({ active: {}, pushManager: {} });

    expect(await abilitiesOf({ ...full, registration, has: () => false })).toMatchObject({
      offline: "available",
      sync: "unavailable",
      periodic: "unavailable",
      push: "available",
      persistent: "unavailable",
      badge: "unavailable",
    });
  });

  it("is blocked where the user or the browser has forbidden it", async () => {
    const forbidden = ["background-sync", "persistent-storage"];
    const permission: Around["permission"] = async (name) => (forbidden.includes(name) ? "denied" : "prompt");

    const found = await abilitiesOf({ ...full, permission });

    expect(found).toMatchObject({ sync: "blocked", periodic: "available", persistent: "blocked" });
  });

  it("is nothing in a private window, which has no worker", async () => {
    const without = { ...full, registration: async () => Promise.reject(new Error("refused")) };

    expect(await abilitiesOf(without)).toMatchObject({ offline: "unavailable", sync: "unavailable" });
    expect([await appKept(full), await appKept(without)]).toEqual([true, false]);
  });
});
