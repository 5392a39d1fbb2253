import { act, waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Reason } from "../../../frontend/local/traces";
import type { RecordDocument } from "../../../frontend/protocol";
import { ProblemError } from "../../../frontend/rest/errors";
import { taken } from "../local/standings";
import { NORTH, orderPhone, press, RECORDS, type, withPopovers } from "./order-phone";
import { BO, id, type Phone } from "./phone-app";

beforeEach(withPopovers);

const acts = ({ core }: Phone) => core.replica.outbox.entries.value.flatMap((entry) => entry.acts);
const opened = (phone: Phone) => phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
const item = ({ screen }: Phone, name: RegExp) => screen.queryByRole("menuitem", { name, hidden: true });

describe("[L16] [DAT-13] a record that has left", () => {
  const frozen = (why: Reason) => ({
    [id(9)]: {
      label: "SO-000009",
      frozen: {
        why,
        since: "2026-11-21T09:41:00.000Z",
        until: "2099-11-28T09:41:00.000Z",
        version: 3,
        values: { number: "SO-000009", status: "invoiced", customer: NORTH, owner: BO },
      },
    },
  });
  const why: Reason = {
    kind: "rule",
    rule: { kind: "custom", condition: { op: "eq", path: "status", value: "open" } },
  };
  const path = `/app/w/sales_orders/p/order/${id(9)}`;

  it("stays readable with the reason and for how long, and cannot be changed", async () => {
    const phone = await orderPhone({ traces: { sales_order: frozen(why) }, path });
    await opened(phone);

    const band = phone.element.querySelector(".app-frozen");

    expect(band?.textContent).toMatch(
      /Kept as it was on .*2026.* It left this phone: no longer “Status is Open”\./,
    );
    expect(band?.textContent).toMatch(/It stays until .*2099/);
    expect(item(phone, /^Edit/)).toBeNull();
    expect(phone.core.replica.inUse.has("sales_order", id(9))).toBe(true);
  });

  it("is kept for good by a pin", async () => {
    const phone = await orderPhone({ traces: { sales_order: frozen(why) }, path });
    await opened(phone);

    await press(phone.screen.getByRole("button", { name: "Pin to keep" }));

    await expect
      .poll(() => acts(phone))
      .toMatchObject([{ kind: "keep", record: id(9), how: "pin", on: true }]);
    expect(await phone.screen.findByText(/it comes back/)).toBeTruthy();
  });

  it("leads to the change of his that still waits on it", async () => {
    const phone = await orderPhone({ traces: { sales_order: frozen(why) } });
    await opened(phone);
    await act(() =>
      phone.core.commands.editRecord("sales_order", id(9), {
        reference: { value: "PO 7", old: null, base: 3 },
      }),
    );
    await phone.go(path);

    await press(await phone.screen.findByRole("button", { name: "Open your change" }));

    expect(phone.ports.place.entry.value.path).toMatch(/^\/app\/outbox\//);
  });

  it.each<readonly [Reason, RegExp]>([
    [{ kind: "rule", rule: { kind: "mine" } }, /no longer owned by you/],
    [{ kind: "filter", id: id(70), label: { en: "Open orders" } }, /no longer in your filter “Open orders”/],
    [{ kind: "kept" }, /no longer pinned or followed/],
    [
      { kind: "rule", rule: { kind: "related", by: [{ from: null, path: "customer" }] } },
      /nothing here refers to it/,
    ],
  ])("says why: %j", async (reason, words) => {
    const phone = await orderPhone({ traces: { sales_order: frozen(reason) }, path });
    await opened(phone);

    expect(phone.element.querySelector(".app-frozen")?.textContent).toMatch(words);
  });
});

describe("a reference to a record that is not on this phone", () => {
  const stub = { customer: { [NORTH]: { label: "Hansa Foods AB", frozen: null } } };
  const without = { ...RECORDS, customer: [] };

  it("[L16] shows the name, says that it is all there is, and gets the rest from the office", async () => {
    const openRecord = vi.fn(async (): Promise<RecordDocument> => documentOf("customer", NORTH, {}));
    const phone = await orderPhone({ records: without, traces: stub, office: { openRecord } });
    await press(await phone.screen.findByRole("button", { name: /Hansa Foods AB/ }));
    const sheet = await phone.screen.findByRole("dialog", { name: "Hansa Foods AB", hidden: true });
    expect(sheet.textContent).toContain("Only the name of this record is on this phone");

    await press(within(sheet).getByRole("button", { name: "Get it", hidden: true }));

    await waitFor(() => expect(openRecord).toHaveBeenCalledWith("customer", NORTH));
  });

  it("can be pinned without a network, so that it comes later", async () => {
    const phone = await orderPhone({ records: without, traces: stub });
    await press(await phone.screen.findByRole("button", { name: /Hansa Foods AB/ }));
    const sheet = await phone.screen.findByRole("dialog", { name: "Hansa Foods AB", hidden: true });
    await press(within(sheet).getByRole("button", { name: "Get it", hidden: true }));
    await within(sheet).findByText(/The office does not answer/);

    await press(within(sheet).getByRole("button", { name: "Pin it", hidden: true }));

    await expect
      .poll(() => acts(phone))
      .toMatchObject([{ kind: "keep", entity: "customer", record: NORTH, on: true }]);
    await waitFor(() => expect(phone.screen.queryByRole("dialog", { hidden: true })).toBeNull());
  });

  it("[BEY-08] of which nothing may be said, shows what it is, that it is not here, and never its id", async () => {
    const phone = await orderPhone({ records: without });
    await opened(phone);

    expect((await phone.screen.findAllByText("Customer (not on this phone)")).length).toBeGreaterThan(0);
    expect(phone.element.textContent).not.toContain(`…${NORTH.slice(-4)}`);
    await phone.go("/app/w/sales_orders/p/orders");
    const row = (await phone.screen.findByText("SO-000001")).closest("a");
    expect(row?.textContent).toContain("Customer (not on this phone)");
    expect(row?.textContent).not.toContain("…");
  });
});

describe("[DAT-15] a record that is opened and not on this phone", () => {
  const path = `/app/w/sales_orders/p/order/${id(40)}`;

  it("is read at the office and shown, said to be from there", async () => {
    const values = { number: "SO-000040", status: "confirmed", customer: NORTH };
    const openRecord = vi.fn(async () => documentOf("sales_order", id(40), values));
    const phone = await orderPhone({ office: { openRecord }, path });

    expect(await phone.screen.findByText("From the office. It is being brought to this phone.")).toBeTruthy();
    expect(phone.screen.getByText("SO-000040")).toBeTruthy();
    expect(openRecord).toHaveBeenCalledTimes(1);
  });

  it("says that the office does not answer, and tries again on a tap", async () => {
    const openRecord = vi.fn(() => Promise.reject(new TypeError("no network")));
    const phone = await orderPhone({ office: { openRecord }, path });
    await phone.screen.findByText("This is not on this phone, and the office does not answer.");

    await press(phone.screen.getByRole("button", { name: "Try again" }));

    await waitFor(() => expect(openRecord).toHaveBeenCalledTimes(2));
  });

  describe("and that the office has no more", () => {
    const problem = { code: "not-found", arguments: {}, field: null, sentence: null, remedy: null };
    const openRecord = () => Promise.reject(new ProblemError(problem, 404));
    const nothing = { old: {}, new: {}, overruled: {}, disputed: {}, lost: {} };
    const entry = {
      ...nothing,
      version: 5,
      at: "2026-11-20T09:00:00.000Z",
      by: BO,
      byName: "Bo Ek",
      device: null,
    };
    const deletion = {
      ...entry,
      kind: "delete",
      old: { number: "SO-000040", status: "confirmed", note: "Ring first" },
    } as const;

    it("[BEY-23] is told by its name, by whom and when it was deleted, with its history", async () => {
      const readHistory = async () => ({ entries: [deletion], next: null });
      const { screen } = await orderPhone({ office: { openRecord, readHistory }, path });
      await screen.findByText("SO-000040 was deleted.");
      expect(screen.getByText(/^Bo Ek, 20 Nov 2026|^Bo Ek, Nov 20, 2026/)).toBeTruthy();

      await press(screen.getByRole("button", { name: "History" }));

      const sheet = within(await screen.findByRole("dialog", { name: "SO-000040: history", hidden: true }));
      await sheet.findByText("Ring first");
      expect(sheet.queryByText(/brings it back/)).toBeNull();
      expect(sheet.queryByRole("button", { name: /^Bring back/, hidden: true })).toBeNull();
    });

    it.each([
      { why: "its history is not for this user", readHistory: openRecord },
      {
        why: "it still stands, for others",
        readHistory: async () => ({ entries: [{ ...entry, kind: "edit" as const }, deletion], next: null }),
      },
    ])("is told of no deletion where $why", async ({ readHistory }) => {
      const { screen } = await orderPhone({ office: { openRecord, readHistory }, path });

      await screen.findByText(/^This is not on this phone. It may have been deleted/);
      expect(screen.queryByText(/was deleted\./)).toBeNull();
    });
  });

  it("is found by a search at the office beyond what is here", async () => {
    const profile = [taken("sales_order", { rules: [{ kind: "mine" }] }), taken("customer"), taken("person")];
    const page = {
      records: [documentOf("sales_order", id(40), { number: "SO-000040" })],
      next: null,
      total: 1,
    };
    const openList = vi.fn(async () => page);
    const phone = await orderPhone({ profile, office: { openList }, path: "/app/w/sales_orders/p/orders" });
    await type(await phone.screen.findByRole("searchbox"), "40");

    await press(await phone.screen.findByRole("button", { name: "Search the office for “40”" }));

    expect(await phone.screen.findByText("SO-000040")).toBeTruthy();
    expect(openList).toHaveBeenCalledWith("sales_order", null, {
      limit: 50,
      filter: expect.stringContaining('{"op":"like","path":"number","value":"40"}'),
    });
  });

  it("comes with the first page of a list that no profile takes along, without being asked", async () => {
    const page = {
      records: [documentOf("sales_order", id(40), { number: "SO-000040" })],
      next: null,
      total: 1,
    };
    const openList = vi.fn(async () => page);

    const phone = await orderPhone({
      profile: [taken("customer")],
      office: { openList },
      path: "/app/w/sales_orders/p/orders",
    });

    expect(await phone.screen.findByText("SO-000040")).toBeTruthy();
    expect(openList).toHaveBeenCalledWith("sales_order", "orders", { limit: 50 });
  });
});

function documentOf(
  entity: string,
  record: string,
  values: Readonly<Record<string, unknown>>,
): RecordDocument {
  return {
    entity,
    id: record,
    version: 1,
    values,
    owner: BO,
    may: ["read"],
    modifiedAt: "2026-11-21T09:41:00.000Z",
    modifiedBy: BO,
  };
}
