/** How old what a page shows is, and why it is no younger. */
import { signal } from "@preact/signals";
import { render, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../../frontend/mobile/app-context";
import { Age } from "../../../frontend/mobile/keeping/age";
import type { OpenApp } from "../../../frontend/mobile/open-app";
import { chooseLocale } from "../../../frontend/shared/formats";
import { KEEPING_TEXTS } from "../../../frontend/shared/keeping-messages";
import { speakAlso } from "../../../frontend/shared/messages";
import type { SyncKind } from "../../../frontend/sync/status";
import { taken } from "../local/standings";
import { ORDER_PAGE, orderPhone, withPopovers } from "./order-phone";

beforeEach(() => {
  withPopovers();
  chooseLocale("en-GB");
});
afterEach(() => chooseLocale(undefined));

const PULLED = new Date(2026, 10, 23, 9, 10).toISOString();
const HEARD = new Date(2026, 10, 23, 9, 32).toISOString();

interface Stands {
  readonly kind?: SyncKind;
  readonly problem?: object | null;
  readonly interval?: number | null;
  readonly chosen?: string | null;
  readonly never?: boolean;
  readonly now?: Date;
}

/** The words of the age of a phone that stands so. */
async function age({
  kind = "upToDate",
  problem = null,
  interval = null,
  chosen = null,
  never = false,
  now = new Date(2026, 10, 23, 9, 40),
}: Stands): Promise<string> {
  await speakAlso(KEEPING_TEXTS);
  const app = {
    core: {
      sync: { syncState: signal({ kind, problem, at: HEARD }) },
      replica: {
        metadata: signal({ profile: { entities: [{ ...taken("sales_order"), interval }] } }),
        checkpoint: signal(never ? null : { at: PULLED }),
      },
    },
    ports: {
      clock: { now: () => now.getTime() },
      device: { setting: (name: string) => (name === "interval" ? chosen : null), connection: () => null },
    },
  } as unknown as OpenApp;
  const { container } = render(
    <AppContext.Provider value={app}>
      <Age />
    </AppContext.Provider>,
  );
  return container.textContent ?? "";
}

describe("[APP-04] the age of what a page shows", () => {
  it.each<[string, Stands, string]>([
    ["followed live, it is that of the last word of the office", {}, "As of 09:32"],
    ["while something is sent too", { kind: "sending" }, "As of 09:32"],
    ["with an interval, it is that of the last pull", { interval: 5 }, "As of 09:10. Every 5 minutes."],
    ["that the user chose, too", { chosen: "60" }, "As of 09:10. Every hour."],
    ["without a network, it says so", { kind: "offline" }, "As of 09:10. The office does not answer now."],
    ["offline by choice, too", { kind: "held" }, "As of 09:10. You work offline."],
    [
      "where something stands in the way, too",
      { kind: "attention", problem: { code: "not-signed-in" } },
      "As of 09:10. Nothing newer comes until you see to it.",
    ],
    ["what only waits for its user ages nothing", { kind: "attention" }, "As of 09:32"],
    ["before the first copy there is none", { never: true }, ""],
  ])("%s", async (_, stands, words) => {
    expect(await age(stands)).toBe(words);
  });

  it("of another day has its date", async () => {
    expect(await age({ kind: "offline", now: new Date(2026, 10, 25, 8) })).toContain("23 Nov 2026");
  });

  it.each(["/app/", "/app/w/sales_orders/p/orders", ORDER_PAGE, "/app/w/sales_orders", "/app/search"])(
    "stands on the page at %s",
    async (path) => {
      const { element } = await orderPhone({ path });

      await waitFor(() => {
        expect(element.querySelector(".app-age")?.textContent).toContain("The office does not answer now.");
      });
      expect(element.querySelector(".app-age svg")).toBeTruthy();
    },
  );
});
