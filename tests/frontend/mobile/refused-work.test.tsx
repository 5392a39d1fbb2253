/** The outbox of somebody whose work the office did not take: why, what waits for it, and the way on. */
import { act, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import type { Decision, Outcome } from "../../../frontend/protocol";
import { metadataOf, openPhone, type Phone } from "./phone-app";

const NONE = { seq: 0, records: [], conflicts: [], blockedBy: null };

/** A phone on which a report was refused, and an expense waits for it. */
async function phoneWithRefusal(): Promise<Phone> {
  const phone = await openPhone({
    metadata: metadataOf("expense_management"),
    records: { expense_category: [], expense: [], expense_report: [], receipt: [], person: [] },
  });
  const { commands, replica } = phone.core;
  const source = null;
  const report = await commands.createRecord("expense_report", { destination: "Lisbon" }, source);
  await commands.createRecord("expense", { merchant: "Taxi Nord", report }, source);
  const [parent, child] = replica.outbox.entries.value;
  if (!parent || !child) throw new Error("no changes");
  const refused: Outcome = {
    ...NONE,
    number: 1,
    id: parent.id,
    status: "rejected",
    problem: { code: "value-required", arguments: {}, field: "purpose", sentence: null, remedy: null },
  };
  const problem = {
    code: "waits-for-change",
    arguments: { number: 1 },
    field: null,
    sentence: null,
    remedy: null,
  };
  const waits: Outcome = {
    ...NONE,
    number: 2,
    id: child.id,
    status: "blocked",
    blockedBy: parent.id,
    problem,
  };
  await answer(phone, { ...parent, number: 1, outcome: refused }, { ...child, number: 2, outcome: waits });
  await phone.go("/app/outbox");
  return phone;
}

async function answer({ core }: Phone, ...entries: OutboxEntry[]): Promise<void> {
  const { operations, adopt } = core.replica.outbox.prepare(entries);
  await core.replica.storage.commit("push.outcomes", operations, "strict");
  await act(() => adopt());
}

async function item({ screen }: Phone, text: RegExp) {
  const found = (await screen.findByText(text)).closest("li");
  if (!found) throw new Error(`nothing in the list says ${text}`);
  return within(found);
}

describe("the outbox of refused work", () => {
  let phone: Phone;

  beforeEach(async () => {
    phone = await phoneWithRefusal();
  });

  it("[L04] [L15] says what a change waits for and why, and leads to the change to mend", async () => {
    const [parent] = phone.core.replica.outbox.entries.value;

    const waiting = await item(phone, /Waits for .*which the office refused/);

    const mend = waiting.getByRole("link", { name: "Mend what it waits for" });
    expect(mend.getAttribute("href")).toBe(`/app/outbox/${parent?.id}`);
  });

  it("offers to edit what waited for a change that was discarded", async () => {
    const [parent] = phone.core.replica.outbox.entries.value;

    await act(async () => {
      await phone.core.commands.discardChange(parent?.id ?? "");
    });

    const orphan = await item(phone, /Waits for a change that was discarded/);
    expect(orphan.getByRole("link", { name: "Edit and send again" })).toBeTruthy();
    expect(phone.core.replica.outbox.givenUp.map(({ id }) => id)).toEqual([parent?.id]);
  });

  it("says that it only has to wait once the other was sent again", async () => {
    const [parent] = phone.core.replica.outbox.entries.value;

    await act(() => phone.core.commands.resubmitChange(parent?.id ?? ""));

    const waiting = await item(phone, /Waits for: /);
    expect(waiting.queryByRole("link")).toBeNull();
  });

  it("[BEY-13] shows what an administrator said of it", async () => {
    const [parent] = phone.core.replica.outbox.entries.value;
    if (!parent) throw new Error("no change");
    const decision: Decision = {
      number: 1,
      id: parent.id,
      decision: "returned",
      note: "Ask Bo.",
      at: "2026-11-22T09:00:00.000Z",
      seq: 0,
    };

    await answer(phone, { ...parent, decision });

    expect(await item(phone, /An administrator returned it: Ask Bo\./)).toBeTruthy();
  });
});
