/** The outbox of changes that are on their way: each with its state, opened again, taken back, or locked. */
import { act, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import type { Outcome } from "../../../frontend/protocol";
import { press, type } from "./order-phone";
import { id, metadataOf, openPhone, type Phone } from "./phone-app";

const TAXI = id(1);
const APPLIED = { seq: 12, records: [], conflicts: [], blockedBy: null, problem: null };

let phone: Phone;

beforeEach(async () => {
  phone = await openPhone({
    metadata: metadataOf("expense_management"),
    records: {
      expense: [[TAXI, 3, { merchant: "Taxi Nord", amount: { amount: "120.00", currency: "SEK" } }]],
    },
    path: "/app/outbox",
  });
  await phone.core.replica.records.ensure("expense");
  await act(async () => {
    const edit = { value: "Taxi Syd", old: "Taxi Nord", base: 3 };
    await phone.core.commands.editRecord("expense", TAXI, { merchant: edit });
  });
});

const entries = () => phone.core.replica.outbox.entries.value;
const merchant = () => phone.core.replica.records.get("expense", TAXI)?.values.merchant;

async function item(name: RegExp) {
  const found = (await phone.screen.findByText(name)).closest("li");
  if (!found) throw new Error(`no item says ${name}`);
  return within(found);
}

async function becomes(more: Partial<OutboxEntry>): Promise<void> {
  const [entry] = entries();
  if (!entry) throw new Error("no change");
  const { operations, adopt } = phone.core.replica.outbox.prepare([{ ...entry, ...more }]);
  await phone.core.replica.storage.commit("push.number", operations, "strict");
  await act(() => adopt());
}

describe("[APP-11] a change that waits", () => {
  it("is opened again, changed and kept as the same change", async () => {
    const waiting = await item(/Taxi Syd/);
    const [before] = entries();

    await phone.go(waiting.getByRole("link", { name: "Change" }).getAttribute("href") ?? "");
    await type(await phone.screen.findByLabelText(/^Merchant/), "Taxi Väst");
    await press(phone.screen.getByRole("button", { name: "Save" }));
    await phone.screen.findByRole("heading", { name: "Outbox" });
    await item(/Taxi Väst/);

    expect(entries().map((entry) => entry.id)).toEqual([before?.id]);
    expect(merchant()).toBe("Taxi Väst");
  });

  it("[BEY-02] is taken back, and the earlier value returns", async () => {
    const waiting = await item(/Taxi Syd/);

    await press(waiting.getByRole("button", { name: "Undo" }));
    await phone.screen.findByText("Everything has been sent.");

    expect(entries()).toEqual([]);
    expect(merchant()).toBe("Taxi Nord");
  });

  it("is locked while it is being sent", async () => {
    await becomes({ number: 7, sentAt: "2026-11-23T08:00:00.000Z" });

    const sending = await item(/Taxi Syd/);

    expect(sending.queryByRole("button")).toBeNull();
    expect(sending.queryByRole("link")).toBeNull();
  });

  it("stands in Sent today once the office has it, where undoing it is a change of its own", async () => {
    const outcome: Outcome = { ...APPLIED, number: 7, id: entries()[0]?.id ?? "", status: "applied" };
    const now = new Date().toISOString();
    await becomes({ number: 7, sentAt: now, outcome, answeredAt: now, coveredBy: 12, settled: true });

    expect(await phone.screen.findByRole("heading", { name: /Sent today/ })).toBeTruthy();
    await press((await item(/Taxi/)).getByRole("button", { name: "Undo" }));
    await phone.screen.findByRole("heading", { name: /Waiting/ });

    expect(entries()).toHaveLength(2);
  });
});

describe("[CON-06] a deleted record that is to come back", () => {
  it("says what to do where another one was given its unique value meanwhile, and is sent again", async () => {
    await act(() => phone.core.commands.restoreRecord("expense", TAXI));
    const restored = entries().find(({ acts }) => acts[0]?.kind === "restore");
    if (!restored) throw new Error("nothing comes back");
    const problem = {
      code: "value-not-unique",
      arguments: {},
      field: "merchant",
      sentence: null,
      remedy: null,
    };
    const outcome: Outcome = { ...APPLIED, number: 8, id: restored.id, status: "rejected", problem };
    const { operations, adopt } = phone.core.replica.outbox.prepare([{ ...restored, number: 8, outcome }]);
    await phone.core.replica.storage.commit("push.number", operations, "strict");
    await act(() => adopt());

    const refused = await item(/^Office refused Merchant: Another record already has this value/);
    refused.getByText(/Give that one another value, then send this again/);
    await press(refused.getByRole("button", { name: "Send again" }));

    await vi.waitFor(() => {
      const again = entries().find(({ acts }) => acts[0]?.kind === "restore");
      expect(again).toMatchObject({ number: null, outcome: null });
    });
  });
});

describe("[SYN-12] [L11] what waits", () => {
  it("is counted in records, however often one was changed", async () => {
    await becomes({ number: 7, sentAt: "2026-11-23T08:00:00.000Z" });
    await act(async () => {
      const edit = { value: "Taxi Öst", old: "Taxi Syd", base: 3 };
      await phone.core.commands.editRecord("expense", TAXI, { merchant: edit });
    });

    expect(entries()).toHaveLength(2);
    expect(await phone.screen.findByRole("button", { name: /1 to send|Offline · 1/ })).toBeTruthy();
  });
});
