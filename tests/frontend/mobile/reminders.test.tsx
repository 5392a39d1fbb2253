/** Reminders of what needs the office: set where it cannot be done, listed, told of once the office answers. */
import { signal } from "@preact/signals";
import { waitFor } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { type Reminder, reminders } from "../../../frontend/local/reminders";
import { OpenApp } from "../../../frontend/mobile/open-app";
import { followReminders } from "../../../frontend/mobile/reminders/following";
import { remindersOf } from "../../../frontend/mobile/reminders/reminders";
import type { SyncKind, SyncState } from "../../../frontend/sync/status";
import { answer } from "./answering";
import { entries, LINED, linedMetadata, linePhone, NEW_ORDER } from "./line-phone";
import { ORDER, ORDER_PAGE, pick, press, standing, type, withPopovers } from "./order-phone";
import { diskOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const more = { confirm_order: { offline: "online", placement: "button" } } as const;
const CONFIRM = {
  kind: "action",
  workspace: "sales_orders",
  action: "confirm_order",
  entity: "sales_order",
  record: ORDER,
} as const;
const kept = ({ core }: Phone) => reminders(core.replica.storage);

async function reminded(disk?: MemoryDisk): Promise<Phone> {
  const phone = await linePhone(ORDER_PAGE, { more, ...(disk && { disk }) });
  await phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
  await pick(phone.screen, "Remind me when online: Confirm");
  await phone.screen.findByText("You will be reminded once the office can be reached");
  return phone;
}

describe("[DAT-17] [OUT-09] [L28] what cannot be done without the office", () => {
  it("stands there with its reason, and with a reminder that can be taken back", async () => {
    const phone = await reminded();
    const item = phone.screen.getByRole("menuitem", { name: /^Confirm/, hidden: true });
    expect(item.textContent).toContain("Needs the office");
    expect(item.getAttribute("aria-disabled")).toBe("true");
    expect(await kept(phone)).toMatchObject([{ deed: CONFIRM, path: ORDER_PAGE, told: false }]);
    expect(entries(phone)).toEqual([]);

    await pick(phone.screen, "Do not remind me: Confirm");

    await expect.poll(() => kept(phone)).toEqual([]);
  });

  it("is listed in the outbox in words after the app was closed, can be opened there and forgotten", async () => {
    const disk = diskOf(linedMetadata(more), LINED, [], { standing: standing() });
    await reminded(disk);
    const phone = await linePhone("/app/outbox", { more, disk });

    expect(await phone.screen.findByRole("heading", { name: /Reminders/ })).toBeTruthy();
    expect(await phone.screen.findByText("Confirm: SO-000001")).toBeTruthy();
    expect(phone.screen.getByText("Waits for the office")).toBeTruthy();
    await press(phone.screen.getByRole("button", { name: "Open" }));
    await waitFor(() => expect(phone.ports.place.entry.peek().path).toBe(ORDER_PAGE));
    expect(await kept(phone)).toHaveLength(1);
    await phone.go("/app/outbox");
    await press(await phone.screen.findByRole("button", { name: "Forget it" }));

    await expect.poll(() => kept(phone)).toEqual([]);
  });

  it("leads back to the draft of a form that could not be saved", async () => {
    const phone = await linePhone(NEW_ORDER, { more: { new_order: { offline: "online", lines: [] } } });
    await type(await phone.screen.findByLabelText(/reference/), "PO 4711");
    await phone.screen.findByText(/Draft kept on this phone/);
    await press(phone.screen.getByRole("button", { name: "Remind me when online" }));
    await phone.screen.findByRole("button", { name: "Do not remind me" });
    const [only] = await kept(phone);

    await phone.go("/app/outbox");
    const list = await phone.screen.findByRole("region", { name: /Reminders/ });
    await press([...list.querySelectorAll("button")].find((one) => one.textContent === "Open") as Element);

    await waitFor(() => expect(phone.ports.place.entry.peek().path).toBe(`/app/drafts/${only?.draft}`));
  });

  it("says so of the history, which only the office has", async () => {
    const phone = await linePhone(ORDER_PAGE, { more });
    await phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
    await pick(phone.screen, "History");
    expect(await phone.screen.findByText(/the office does not answer/)).toBeTruthy();

    await press(await phone.screen.findByRole("button", { name: "Remind me when online", hidden: true }));

    await expect.poll(() => kept(phone)).toMatchObject([{ deed: { kind: "history", record: ORDER } }]);
  });
});

describe("[OUT-09] [L28] once the office can be reached", () => {
  const note = /^The office can be reached. You wanted to do this: Confirm: SO-000001$/;
  const reminder: Reminder = { deed: CONFIRM, path: ORDER_PAGE, at: "2026-11-21T10:00:00.000Z", told: false };

  /** The app of a phone whose network is as a test says. */
  async function following(more: readonly Reminder[] = [reminder]) {
    const phone = await linePhone("/app/");
    const syncState = signal({ kind: "offline", problem: null } as SyncState);
    const core = { ...phone.core, sync: { ...phone.core.sync, syncState } } as Phone["core"];
    const app = new OpenApp(
      phone.ports,
      { person: "", name: "", email: null, language: "en", organisation: "" },
      core,
      () => {},
      async () => {},
    );
    for (const one of more) await remindersOf(app).keep(one);
    const stop = followReminders(app);
    const becomes = (kind: SyncKind) => {
      syncState.value = { ...syncState.peek(), kind };
    };
    const texts = () => app.toasts.shown.value.map(({ text }) => text);
    return { phone, app, becomes, texts, stop };
  }

  it("a note says what was wanted, once, and leads there", async () => {
    const { phone, app, becomes, texts } = await following();
    becomes("starting");
    expect(texts()).toEqual([]);

    becomes("upToDate");
    await expect.poll(texts).toMatchObject([expect.stringMatching(note)]);
    becomes("offline");
    becomes("upToDate");
    await expect.poll(() => remindersOf(app).all.value[0]?.told).toBe(true);
    expect(texts()).toHaveLength(1);
    app.toasts.act(app.toasts.shown.value[0]?.id ?? 0);

    await waitFor(() => expect(phone.ports.place.entry.peek().path).toBe(ORDER_PAGE));
    await expect.poll(() => kept(phone)).toEqual([]);
  });

  it("one note tells of several, which stay in the list", async () => {
    const other: Reminder = { ...reminder, deed: { kind: "history", entity: "sales_order", record: ORDER } };
    const { phone, becomes, texts } = await following([reminder, other]);

    becomes("waiting");

    await expect.poll(texts).toEqual(["The office can be reached. You wanted to do 2 things"]);
    expect(await kept(phone)).toHaveLength(2);
  });

  it("nobody is reminded of what the office has done in the meantime", async () => {
    const { phone, app, becomes, texts } = await following();
    await phone.core.replica.records.ensure("sales_order");
    const { workspace, action } = CONFIRM;
    await phone.core.commands.runStep("sales_order", ORDER, { workspace, action });
    expect(remindersOf(app).all.value).toHaveLength(1);

    await answer(phone, "applied");

    await expect.poll(() => kept(phone)).toEqual([]);
    becomes("upToDate");
    expect(texts()).toEqual([]);
  });

  it("nobody is told any more who has left the app", async () => {
    const { becomes, texts, stop, app } = await following();
    stop();

    becomes("upToDate");
    await remindersOf(app).refresh();

    expect(texts()).toEqual([]);
  });
});
