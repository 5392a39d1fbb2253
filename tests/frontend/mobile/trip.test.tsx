/** Going on a trip and coming back, working offline and the words of the state, on the page that shows them. */
import { signal } from "@preact/signals";
import { act, fireEvent, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import type { Core, DevicePort } from "../../../frontend/mobile/ports";
import { choose, ORDER, orderPhone, press, RECORDS } from "./order-phone";
import type { Phone } from "./phone-app";
import { diskOf, metadataOf } from "./phone-app";

const KEPT: Partial<DevicePort> = { appKept: async () => true };

/** Let the office answer: what is asked comes to its end at once. */
function reachable({ core }: Phone): void {
  const { replica } = core;
  const state = { ...core.sync.syncState.peek(), kind: "upToDate", busy: false, problem: null } as const;
  Object.defineProperty(core.sync, "syncState", { value: signal(state) });
  vi.spyOn(core.sync as Core["sync"], "syncNow").mockImplementation(async () => {
    const before = replica.checkpoint.peek();
    if (before) replica.checkpoint.value = { ...before, at: new Date(Date.now() + 1_000).toISOString() };
    return state;
  });
}

const trip = (phone: Phone) => phone.screen.findByRole("region", { name: "Going on a trip" });
const status = (more: Parameters<typeof orderPhone>[0] = {}) => orderPhone({ path: "/app/status", ...more });

describe("[OUT-01] [OUT-02] preparing for a trip", () => {
  it("says that it is safe to disconnect, and what is here", async () => {
    const phone = await status({ device: KEPT });
    reachable(phone);
    const section = await trip(phone);

    await press(within(section).getByRole("button", { name: "Prepare for offline" }));

    await within(section).findByText("Safe to disconnect");
    expect(within(section).getByText(/^6 records and 0 pictures and files are here, as of /)).toBeTruthy();
    expect(within(section).getByRole("button", { name: "Work offline" })).toBeTruthy();
  });

  it("says what could not be brought and why, when the office does not answer", async () => {
    const phone = await status({ device: KEPT });
    const section = await trip(phone);

    await press(within(section).getByRole("button", { name: "Prepare for offline" }));

    await within(section).findByText("Not everything is here");
    expect(section.textContent).toContain("The office did not answer to the end.");
    expect(section.textContent).not.toContain("Safe to disconnect");
  });

  it("is not safe where the browser has not kept the app itself", async () => {
    const phone = await status();
    reachable(phone);
    const section = await trip(phone);

    await press(within(section).getByRole("button", { name: "Prepare for offline" }));

    await within(section).findByText("Not everything is here");
    expect(section.textContent).toContain("This browser has not kept the app.");
  });

  it("goes on while the app is used, and can be stopped", async () => {
    const phone = await status({ device: { appKept: () => new Promise(() => {}) } });
    await press(within(await trip(phone)).getByRole("button", { name: "Prepare for offline" }));
    await phone.go(`/app/w/sales_orders/p/order/${ORDER}`);
    await phone.screen.findAllByText("SO-000001");
    await phone.go("/app/status");
    const stop = await within(await trip(phone)).findByRole("button", { name: "Stop" });

    await press(stop);

    await within(await trip(phone)).findByText("Stopped. What has come stays here.");
    expect(phone.screen.queryByText("Safe to disconnect")).toBeNull();
  });

  it("afterwards the button names the way back, and tells how much was sent", async () => {
    const phone = await status({ device: KEPT });
    await act(() => phone.core.sync.hold(true));
    await phone.core.commands.keepRecord("sales_order", ORDER, "pin", true);
    const section = await trip(phone);
    expect(section.textContent).toContain("1 record waits to be sent");

    await press(within(section).getByRole("button", { name: "Back online" }));

    const notices = await phone.screen.findByRole("region", { name: "Notices" });
    await within(notices).findByText("0 sent, 1 left.");
    expect(within(await trip(phone)).getByRole("button", { name: "Prepare for offline" })).toBeTruthy();
  });
});

describe("[SYN-09] [L10] the switch for working offline", () => {
  it("says until when, in the pill as well, and lets the user choose another end", async () => {
    const phone = await status();
    fireEvent.click(await phone.screen.findByRole("switch", { name: "Work offline" }));
    await phone.screen.findByRole("button", { name: /^Offline until/ });

    await choose(phone.screen.getByLabelText("Until"), "never");

    await phone.screen.findByRole("button", { name: "Working offline" });
    expect(phone.core.replica.held.value?.until).toBeNull();
    expect(phone.screen.getByText(/Satchel reminds you each time/)).toBeTruthy();
  });

  it("reminds who forgot it at the next opening, and goes online from there", async () => {
    const disk = diskOf(metadataOf("sales_orders"), RECORDS);
    disk.get("kv")?.set("held", { since: "2026-11-21T07:10:00.000Z", until: null });
    const phone = await orderPhone({ disk, path: "/app/" });
    const card = await phone.screen.findByRole("region", { name: "Work offline" });
    expect(card.textContent).toContain("You have worked offline since");

    await press(within(card).getByRole("button", { name: "Go online" }));

    await waitFor(() => expect(phone.core.replica.held.value).toBeNull());
    expect(phone.screen.queryByRole("region", { name: "Work offline" })).toBeNull();
  });

  it("does not remind of what was turned on just now", async () => {
    const phone = await status();
    fireEvent.click(await phone.screen.findByRole("switch", { name: "Work offline" }));
    await phone.screen.findByRole("button", { name: /^Offline until/ });

    await phone.go("/app/");
    await phone.screen.findByRole("link", { name: /Sales orders/ });

    expect(phone.screen.queryByRole("region", { name: "Work offline" })).toBeNull();
  });
});

describe("[SYN-11] [SYN-16] device status", () => {
  it("counts down to the next attempt while nobody answers", async () => {
    const phone = await status();

    await phone.screen.findByText(/^Next try in \d+ s$/);

    expect(phone.screen.getByRole("button", { name: "Try now" })).toBeTruthy();
  });

  it("[SYN-12] [L11] counts records, not edits", async () => {
    const phone = await status();
    for (const on of [true, false, true])
      await phone.core.commands.keepRecord("sales_order", ORDER, "pin", on);

    const pending = await phone.screen.findByRole("list", { name: "Not sent yet" });

    await waitFor(() => expect(pending.textContent).toContain("Waiting1"));
  });

  it("[BEY-10] says of the changes of today how far they are", async () => {
    const phone = await status();
    await phone.core.commands.keepRecord("sales_order", ORDER, "pin", true);

    const stages = await phone.screen.findByRole("list", { name: "Changes of today" });

    expect(
      within(stages)
        .getAllByRole("listitem")
        .map((row) => row.textContent),
    ).toEqual(["On this phone1", "Received by the office0", "Seen in the office’s list0"]);
  });

  it("[BGS-06] lists what the browser can do in the background, each in one word", async () => {
    const abilities = {
      offline: "available",
      sync: "unavailable",
      periodic: "unavailable",
      push: "blocked",
      persistent: "available",
      badge: "available",
    } as const;
    const phone = await status({ device: { abilities: async () => abilities } });

    const list = await phone.screen.findByRole("list", { name: "What this browser can do" });

    expect(
      within(list)
        .getAllByRole("listitem")
        .map((row) => row.textContent),
    ).toEqual([
      "Opens without a networkAvailable",
      "Woken when the network is backUnavailable here",
      "Woken now and thenUnavailable here",
      "Woken by the officeBlocked",
      "Kept when the phone runs fullAvailable",
      "Number on the iconAvailable",
    ]);
  });

  it("copies diagnostics that hold no value and no name", async () => {
    const copied: string[] = [];
    const device = { copy: async (text: string) => void copied.push(text) };
    const phone = await status({ device });

    await press(await phone.screen.findByRole("button", { name: "Show diagnostics" }));
    await press(await phone.screen.findByRole("button", { name: "Copy" }));

    expect(copied[0]).toContain("state: offline");
    expect(copied[0]).toContain("records sales_order: 2");
    for (const secret of ["SO-000001", "Hansa", "Ana", "example.com"])
      expect(copied[0]).not.toContain(secret);
  });

  it("[SYN-13] offers mobile data only where the browser tells of it", async () => {
    const phone = await status();

    const saver = (await phone.screen.findByLabelText("Data saver")) as HTMLSelectElement;

    expect([...saver.options].map(({ disabled }) => disabled)).toEqual([false, true, false]);
    expect(phone.screen.getByText(/unavailable here/)).toBeTruthy();
  });
});
