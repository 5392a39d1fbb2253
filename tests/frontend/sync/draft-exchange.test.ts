/** Drafts of one person on two phones, exchanged through an office in memory: nothing typed is lost. */
import { describe, expect, it } from "vitest";
import { discardFormDraft, type FormDraft } from "../../../frontend/local/form-drafts";
import type { Client } from "../../../frontend/rest/client";
import { Unreachable } from "../../../frontend/rest/errors";
import { draft, draftOffice, draftPhone } from "./draft-office";

const inputs = (drafts: readonly FormDraft[]) => drafts.map(({ typed }) => typed.inputs);
const LATER = "2026-11-23T09:00:00.000Z";

async function pair() {
  const { client, rows } = draftOffice();
  const one = draftPhone(client);
  const other = draftPhone(client);
  await one.keep(draft());
  await one.exchange();
  await other.exchange();
  return { one, other, rows };
}

describe("[BEY-01] [L06] a draft that two devices of a person share", () => {
  it("comes to the other one, marked as from elsewhere, and goes on there", async () => {
    const { one, other } = await pair();
    expect(await other.drafts()).toMatchObject([
      { id: "d1", elsewhere: true, typed: { inputs: { name: "Hansa" } } },
    ]);

    await other.keep(draft({ inputs: { name: "Hansa", account: "C-1" }, at: LATER }));
    await other.exchange();
    await one.exchange();

    expect(inputs(await one.drafts())).toEqual([{ name: "Hansa", account: "C-1" }]);
  });

  it("is put together where the two edited different fields", async () => {
    const { one, other } = await pair();
    await one.keep(draft({ inputs: { name: "Hansa", account: "C-1" }, at: LATER }));
    await other.keep(draft({ inputs: { name: "Hansa Fisk" }, at: LATER }));

    for (const each of [one, other, one, other]) await each.exchange();

    const both = [{ name: "Hansa Fisk", account: "C-1" }];
    expect(inputs(await one.drafts())).toEqual(both);
    expect(inputs(await other.drafts())).toEqual(both);
  });

  it("becomes two drafts where both typed into the same field, each with a record of its own", async () => {
    const { one, other } = await pair();
    await one.keep(draft({ inputs: { name: "Hansa Fisk" }, at: LATER }));
    await other.keep(draft({ inputs: { name: "Hansa Foods" }, at: LATER }));

    for (const each of [one, other, one, other]) await each.exchange();

    for (const each of [one, other]) {
      const drafts = await each.drafts();
      expect(new Set(inputs(drafts).map(({ name }) => name))).toEqual(new Set(["Hansa Fisk", "Hansa Foods"]));
      expect(new Set(drafts.map(({ record }) => record)).size).toBe(2);
    }
  });

  it("goes from one when it was sent from the other", async () => {
    const { one, other, rows } = await pair();

    await discardFormDraft(one.storage, draft());
    await one.exchange();
    await other.exchange();

    expect(await other.drafts()).toEqual([]);
    expect(rows.get("d1")?.content).toBeNull();
  });

  it("stays as a draft of its own when it was sent from one while the other went on with it", async () => {
    const { one, other } = await pair();
    await other.keep(draft({ inputs: { name: "Hansa", note: "typed late" }, at: LATER }));

    await discardFormDraft(one.storage, draft());
    for (const each of [one, other, one]) await each.exchange();

    const drafts = await other.drafts();
    expect(inputs(drafts)).toEqual([{ name: "Hansa", note: "typed late" }]);
    expect(drafts[0]?.record).not.toBe("r1");
  });

  it("is left alone while it is open in a form, and brought together when the form is closed", async () => {
    const { one, other } = await pair();
    one.open.add("d1");
    await other.keep(draft({ inputs: { name: "Hansa", account: "C-1" }, at: LATER }));
    await other.exchange();

    await one.exchange();
    expect(inputs(await one.drafts())).toEqual([{ name: "Hansa" }]);
    one.open.delete("d1");
    await one.exchange();

    expect(inputs(await one.drafts())).toEqual([{ name: "Hansa", account: "C-1" }]);
  });
});

/** A line on which nothing is sent before it is let through. */
function heldLine(client: Client) {
  let through = () => {};
  const gate = new Promise<void>((done) => {
    through = done;
  });
  const call = async (...ask: Parameters<Client["call"]>) => {
    if (ask[0] === "PUT") await gate;
    return client.call(...ask);
  };
  return { client: { ...client, call } as Client, through: () => through() };
}

it("[BEY-01] a draft that two windows of a phone send at once stays one", async () => {
  const { client } = draftOffice();
  const lines = [heldLine(client), heldLine(client)] as const;
  const one = draftPhone(lines[0].client);
  const other = draftPhone(lines[1].client, one.storage);
  await one.keep(draft({ id: "d2" }));
  // The latest is sent first
  await one.keep(draft({ at: "2026-11-23T10:00:00.000Z" }));

  const before = one.exchange();
  await new Promise((done) => setTimeout(done));
  await one.keep(draft({ id: "d2", inputs: { name: "Hansa Foods" }, at: LATER }));
  const after = other.exchange();
  await new Promise((done) => setTimeout(done));
  for (const [line, exchanged] of [
    [lines[0], before],
    [lines[1], after],
  ] as const) {
    line.through();
    await exchanged;
  }
  await one.exchange();

  const drafts = await one.drafts();
  expect(drafts.map(({ id }) => id).sort()).toEqual(["d1", "d2"]);
});

describe("[BEY-01] a draft of which the office's answer was lost", () => {
  async function unanswered() {
    const office = draftOffice();
    const phone = draftPhone(office.client);
    await phone.keep(draft());
    office.loseAnswer();
    await expect(phone.exchange()).rejects.toThrow(Unreachable);
    expect(office.rows.get("d1")?.revision).toBe(1);
    return { ...office, phone };
  }

  it("stays one and this phone's own, however its person goes on with it", async () => {
    const { phone, rows } = await unanswered();
    await phone.keep(draft({ inputs: { name: "Hansa Foods" }, at: LATER }));

    await phone.exchange();

    const drafts = await phone.drafts();
    expect(inputs(drafts)).toEqual([{ name: "Hansa Foods" }]);
    expect(drafts[0]).not.toHaveProperty("elsewhere");
    expect([...rows.keys()]).toEqual(["d1"]);
    expect(rows.get("d1")?.content).toMatchObject({ typed: { inputs: { name: "Hansa Foods" } } });
  });

  it("does not come back after it was saved, and goes from the office", async () => {
    const { phone, rows } = await unanswered();
    await discardFormDraft(phone.storage, draft());

    await phone.exchange();

    expect(await phone.drafts()).toEqual([]);
    expect(rows.get("d1")?.content).toBeNull();
  });
});
