import { within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import { knownShares, type Listed } from "../../../frontend/mobile/keeping/known-shares";
import type { RecordShare } from "../../../frontend/protocol";
import { ProblemError } from "../../../frontend/rest/errors";
import { HIS_PAGE, ORDER, orderPhone, pick, press, standing, TEAM, withPopovers } from "./order-phone";
import { BO, ME, type Phone } from "./phone-app";

beforeEach(withPopovers);

const AT = "2026-11-21T09:41:00.000Z";
const LATER = "2026-11-21T10:41:00.000Z";

function given(whom: string, ...may: RecordShare["may"]): RecordShare {
  return { with: whom, may, by: ME, at: AT };
}

const acts = ({ core }: Phone) => core.replica.outbox.entries.value.flatMap((entry) => entry.acts);

async function opened(phone: Phone): Promise<HTMLElement> {
  await phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
  await pick(phone.screen, /Share with/);
  return phone.screen.findByRole("dialog", { name: "Share with", hidden: true });
}

const listed = (sheet: HTMLElement) =>
  within(within(sheet).getByRole("list", { name: "Shared with", hidden: true }))
    .getAllByRole("listitem", { hidden: true })
    .map(({ textContent }) => textContent);
const box = (sheet: HTMLElement, name: string) =>
  within(sheet).getByRole("checkbox", { name, hidden: true }) as HTMLInputElement;
const button = (sheet: HTMLElement, name: RegExp | string) =>
  within(sheet).getByRole("button", { name, hidden: true });

async function choose(phone: Phone, sheet: HTMLElement, name: string): Promise<void> {
  await press(button(sheet, /^With: /));
  const picker = (await phone.screen.findAllByRole("dialog", { name: "Share with", hidden: true })).at(-1);
  await press(await within(picker as HTMLElement).findByText(name));
}

describe("[OUT-09] [L28] with whom a record is shared", () => {
  it("is listed as the office tells it, each by the name that this user may see", async () => {
    const stranger = "01900000-0000-7000-8000-0000000000ee";
    const shares = [given(BO, "read", "edit"), given(TEAM, "read"), given(stranger, "read")];
    const phone = await orderPhone({ office: { listShares: async () => shares } });

    const sheet = await opened(phone);

    await within(sheet).findByText("Bo Ek");
    expect(listed(sheet)).toEqual([
      "Bo Ekread, edit",
      "Nordic salesread",
      "Somebody whose name you do not seeread",
    ]);
  });

  it("takes nothing from somebody who is chosen: what he may do is where the choice begins", async () => {
    const phone = await orderPhone({ office: { listShares: async () => [given(BO, "read", "edit")] } });
    const sheet = await opened(phone);
    await within(sheet).findByText("Bo Ek");

    await choose(phone, sheet, "Bo Ek");

    expect([box(sheet, "Read it").checked, box(sheet, "Edit it").checked]).toEqual([true, true]);
    await press(button(sheet, "Change"));
    expect(acts(phone)).toEqual([]);
  });

  it("is changed with a tap on a row", async () => {
    const phone = await orderPhone({ office: { listShares: async () => [given(BO, "read")] } });
    const sheet = await opened(phone);

    await press(await within(sheet).findByText("Bo Ek"));
    await press(box(sheet, "Edit it"));
    await press(button(sheet, "Change"));

    await expect.poll(() => acts(phone)).toMatchObject([{ kind: "share", with: BO, may: ["read", "edit"] }]);
  });

  it("is ended with one tap, which waits in the list until it is sent", async () => {
    const phone = await orderPhone({ office: { listShares: async () => [given(BO, "read", "edit")] } });
    const sheet = await opened(phone);
    await within(sheet).findByText("Bo Ek");

    await press(button(sheet, "Stop sharing with Bo Ek"));

    await expect.poll(() => acts(phone)).toMatchObject([{ kind: "share", with: BO, may: [] }]);
    await expect.poll(() => listed(sheet)).toEqual(["Bo EkSharing stops when this is sentWaiting"]);
    await press(within(sheet).getByText("Bo Ek"));
    expect(box(sheet, "Edit it").checked).toBe(true);
    await press(button(sheet, "Share"));
    await expect.poll(() => acts(phone)).toMatchObject([{ with: BO, may: ["read", "edit"] }]);
  });

  it("is said to be this phone's own knowledge without a network, and that a choice replaces what is not known", async () => {
    const phone = await orderPhone();
    await phone.core.commands.shareRecord("sales_order", ORDER, TEAM, ["read"]);
    const sheet = await opened(phone);

    await within(sheet).findByText(/The office does not answer. This is only what this phone/);
    await choose(phone, sheet, "Bo Ek");

    expect(listed(sheet)).toEqual(["Nordic salesreadWaiting"]);
    expect(within(sheet).getByText(/What Bo Ek may do now is not known here/)).toBeTruthy();
    expect(box(sheet, "Edit it").checked).toBe(false);
  });

  it("says as of when it is known once the network has gone", async () => {
    const listShares = vi.fn(async (): Promise<readonly RecordShare[]> => [given(BO, "read")]);
    const phone = await orderPhone({ office: { listShares } });
    const first = await opened(phone);
    await within(first).findByText("Bo Ek");
    await press(button(first, "Cancel"));
    listShares.mockRejectedValue(new Error("no network"));

    const sheet = await opened(phone);

    await within(sheet).findByText(/This is as it was on .*, with your own changes/);
    expect(listed(sheet)).toEqual(["Bo Ekread"]);
  });

  it("says that the office does not tell, where it refuses", async () => {
    const problem = { code: "forbidden", arguments: {}, field: null, sentence: null, remedy: null };
    const listShares = () => Promise.reject(new ProblemError(problem, 403));
    const phone = await orderPhone({ office: { listShares } });

    const sheet = await opened(phone);

    expect(
      await within(sheet).findByText("The office does not tell you with whom it is shared."),
    ).toBeTruthy();
  });

  it("says before what ends by a change: rights that the sharer does not have himself", async () => {
    const phone = await orderPhone({
      standing: standing({ delete: "none" }),
      office: { listShares: async () => [given(BO, "read", "edit", "delete")] },
    });
    const sheet = await opened(phone);

    await press(await within(sheet).findByText("Bo Ek"));

    expect(within(sheet).getByText(/may also do what you may not do yourself: delete/)).toBeTruthy();
    expect(acts(phone)).toEqual([]);
  });

  it("[SEC-02] is not offered to be changed where the office would refuse it: others' gifts beyond his own rights", async () => {
    const phone = await orderPhone({
      path: HIS_PAGE,
      standing: standing({ delete: "none" }),
      office: { listShares: async () => [{ ...given(TEAM, "read", "delete"), by: BO }] },
    });
    const sheet = await opened(phone);
    await within(sheet).findByText("Nordic sales");

    const whoMay = "Only who gave this, who may do as much himself, or whose the record is, can change it.";
    expect(listed(sheet)[0]).toContain(whoMay);
    expect(within(sheet).queryByRole("button", { name: /^Stop sharing/, hidden: true })).toBeNull();
    await press(within(sheet).getByText("Nordic sales"));
    expect(button(sheet, "With: Choose")).toBeTruthy();
  });
});

describe("[OUT-09] what is known of shares", () => {
  const change = (whom: string, may: RecordShare["may"], more: Partial<OutboxEntry> = {}): OutboxEntry =>
    ({
      acts: [{ kind: "share", entity: "order", record: "r", with: whom, may }],
      outcome: null,
      answeredAt: null,
      ...more,
    }) as OutboxEntry;
  const applied = (answeredAt: string): Partial<OutboxEntry> =>
    ({ outcome: { status: "applied" }, answeredAt }) as Partial<OutboxEntry>;
  const office: Listed = { at: AT, shares: [given("bo", "read", "edit")] };

  it.each<readonly [string, Listed | null, OutboxEntry[], unknown]>([
    ["the office's word", office, [], [["bo", ["read", "edit"], false]]],
    ["a change that waits, on top", office, [change("bo", ["read"])], [["bo", ["read"], true]]],
    ["an end that waits", office, [change("bo", [])], [["bo", [], true]]],
    ["an end that came after the list", office, [change("bo", [], applied(LATER))], []],
    [
      "the list, where it is newer than the answer",
      { ...office, at: LATER },
      [change("bo", [], applied(AT))],
      [["bo", ["read", "edit"], false]],
    ],
    [
      "nothing of a change that was refused",
      office,
      [change("bo", [], { outcome: { status: "rejected" } as OutboxEntry["outcome"] })],
      [["bo", ["read", "edit"], false]],
    ],
    ["own changes alone", null, [change("cy", ["read"], applied(AT))], [["cy", ["read"], false]]],
  ])("is %s", (_, list, entries, expected) => {
    const known = knownShares(list, entries, "order", "r");

    expect(known.map((one) => [one.with, one.may, one.waits])).toEqual(expected);
  });
});
