import { within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { Part } from "../../../frontend/sync/leader";
import { taken } from "../local/standings";
import {
  HIS_ORDER,
  HIS_PAGE,
  ORDER,
  ORDER_PAGE,
  orderPhone,
  pick,
  press,
  RECORDS,
  standing,
  TEAM,
  type,
  withPopovers,
} from "./order-phone";
import { BO, type Phone } from "./phone-app";

beforeEach(withPopovers);

const acts = ({ core }: Phone) => core.replica.outbox.entries.value.flatMap((entry) => entry.acts);
const opened = (phone: Phone) => phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
const item = ({ screen }: Phone, name: RegExp) => screen.queryByRole("menuitem", { name, hidden: true });

describe("[BEY-09] [DAT-11] what a user keeps", () => {
  it("is pinned and followed without a network, and marked on the record and on its row", async () => {
    const phone = await orderPhone();
    await opened(phone);

    await pick(phone.screen, "Pin to this phone");
    await pick(phone.screen, "Follow");

    await expect
      .poll(() => acts(phone))
      .toEqual([
        { kind: "keep", entity: "sales_order", record: ORDER, how: "pin", on: true },
        { kind: "keep", entity: "sales_order", record: ORDER, how: "follow", on: true },
      ]);
    const detail = phone.element.querySelector<HTMLElement>(".app-record-kept");
    expect(detail?.textContent).toBe("PinnedFollowed");
    await phone.go("/app/w/sales_orders/p/orders");
    const row = (await phone.screen.findByText("SO-000001")).closest("a") as HTMLElement;
    expect(within(row).getByText("Pinned")).toBeTruthy();
    const other = phone.screen.getByText("SO-000002").closest("a") as HTMLElement;
    expect(within(other).queryByText("Pinned")).toBeNull();
  });

  it("[L35] follows him to this device from another one, and can be let go here", async () => {
    const kept = [{ entity: "sales_order", record: ORDER, how: "pin" as const }];
    const phone = await orderPhone({ standing: standing({}, { kept }) });
    await opened(phone);

    await pick(phone.screen, "Unpin");

    await expect.poll(() => acts(phone)).toMatchObject([{ kind: "keep", how: "pin", on: false }]);
    expect(item(phone, /Pin to this phone/)).toBeTruthy();
  });
});

describe("[OUT-09] [L28] assigning and sharing without a network", () => {
  it("gives a record to a person who is on the phone: at once here, as a change that waits", async () => {
    const phone = await orderPhone();
    await opened(phone);
    await pick(phone.screen, /Assign to/);
    const dialog = await phone.screen.findByRole("dialog", { name: "Assign to", hidden: true });
    await type(await within(dialog).findByRole("searchbox", { hidden: true }), "bo");

    await press(await within(dialog).findByText("Bo Ek"));

    await expect
      .poll(() => acts(phone))
      .toEqual([{ kind: "assign", entity: "sales_order", record: ORDER, owner: BO, base: 4 }]);
    expect(phone.core.replica.records.get("sales_order", ORDER)?.values.owner).toBe(BO);
    await phone.screen.findAllByText("Will be assigned to Bo Ek when it is sent");
    expect(phone.screen.queryByText("Assigned to Bo Ek")).toBeNull();
    await phone.go("/app/outbox");
    expect(await phone.screen.findByText("Assign to Bo Ek: SO-000001")).toBeTruthy();
  });

  it("gives a record to a team as well", async () => {
    const phone = await orderPhone();
    await opened(phone);
    await pick(phone.screen, /Assign to/);
    const dialog = await phone.screen.findByRole("dialog", { name: "Assign to", hidden: true });

    await press(within(dialog).getByRole("radio", { name: "Teams", hidden: true }));
    await press(await within(dialog).findByText("Nordic sales"));

    await expect.poll(() => acts(phone)).toMatchObject([{ kind: "assign", owner: TEAM }]);
  });

  it("shares a record for what the sharer may do himself, and says that it goes out when sent", async () => {
    const phone = await orderPhone({ standing: standing({ delete: "none" }) });
    await opened(phone);
    await pick(phone.screen, /Share with/);
    const sheet = await phone.screen.findByRole("dialog", { name: "Share with", hidden: true });
    const box = (name: string) =>
      within(sheet).getByRole("checkbox", { name, hidden: true }) as HTMLInputElement;
    expect([box("Edit it").disabled, box("Delete it").disabled]).toEqual([false, true]);
    await press(within(sheet).getByRole("button", { name: "With: Choose", hidden: true }));
    const picker = (await phone.screen.findAllByRole("dialog", { name: "Share with", hidden: true })).at(-1);
    await press(await within(picker as HTMLElement).findByText("Bo Ek"));

    await press(box("Edit it"));
    await press(within(sheet).getByRole("button", { name: "Share", hidden: true }));

    await expect
      .poll(() => acts(phone))
      .toEqual([{ kind: "share", entity: "sales_order", record: ORDER, with: BO, may: ["read", "edit"] }]);
    expect(await phone.screen.findByText("Will be shared with Bo Ek when it is sent")).toBeTruthy();
  });

  it("asks whom to share with before it does anything", async () => {
    const phone = await orderPhone();
    await opened(phone);
    await pick(phone.screen, /Share with/);
    const sheet = await phone.screen.findByRole("dialog", { name: "Share with", hidden: true });

    await press(within(sheet).getByRole("button", { name: "Share", hidden: true }));

    expect(within(sheet).getByText("Fill in this field.")).toBeTruthy();
    expect(acts(phone)).toEqual([]);
  });

  it("offers neither to someone whose role has neither, and says why where it reaches other records only", async () => {
    const phone = await orderPhone({
      standing: standing({ assign: "own", share: "none" }),
      path: HIS_PAGE,
    });
    await opened(phone);

    const assign = item(phone, /Assign to/);

    expect(assign?.getAttribute("aria-disabled")).toBe("true");
    expect(assign?.textContent).toContain("Only for records that you own.");
    expect(item(phone, /Share with/)).toBeNull();
    await press(assign as HTMLElement);
    expect(phone.screen.queryByRole("dialog", { name: "Assign to", hidden: true })).toBeNull();
  });
});

describe("[SEC-02] [L14] what a user may do to one record", () => {
  it("leaves what is beyond his reach in the menu with the reason, and nothing of it under the thumb", async () => {
    const phone = await orderPhone({
      standing: standing({ edit: "team", delete: "own" }),
      path: HIS_PAGE,
    });
    await opened(phone);

    expect(phone.screen.queryByRole("button", { name: "Confirm" })).toBeNull();
    expect(item(phone, /^Confirm/)?.textContent).toContain("Only for records of yours or your teams.");
    expect(item(phone, /^Delete/)?.textContent).toContain("Only for records that you own.");
    await phone.go(ORDER_PAGE);
    expect(await phone.screen.findByRole("button", { name: "Confirm" })).toBeTruthy();
  });

  it("opens no form by a link for a record that he may not edit", async () => {
    const phone = await orderPhone({
      standing: standing({ edit: "own" }),
      path: `/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`,
    });

    expect(await phone.screen.findByText("Only for records that you own.")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: "Save" })).toBeNull();
  });

  it("lets him do what the record is shared with him for, whatever his role reaches", async () => {
    const shared = RECORDS.sales_order.map(([key, version, values]): (typeof RECORDS.sales_order)[0] =>
      key === HIS_ORDER ? [key, version, { ...values, shared: ["edit"] }] : [key, version, values],
    );
    const phone = await orderPhone({
      records: { ...RECORDS, sales_order: shared },
      standing: standing({ edit: "own", delete: "own" }),
      path: HIS_PAGE,
    });
    await opened(phone);

    expect(phone.screen.getByRole("button", { name: "Confirm" })).toBeTruthy();
    expect(item(phone, /^Delete/)?.getAttribute("aria-disabled")).toBe("true");
  });

  it("[SEC-05] [OUT-07] shows fields as read-only that his rights or the profile do not let him change", async () => {
    const profile = ["customer", "person"].map((entity) => taken(entity));
    const order = taken("sales_order", {
      fields: [
        { id: "number", direction: "two_way" },
        { id: "note", direction: "down" },
        { id: "reference", direction: "two_way" },
        { id: "requested_on", direction: "two_way" },
      ],
    });
    const phone = await orderPhone({
      profile: [...profile, order],
      standing: standing({}, { readOnly: { sales_order: ["reference"] } }),
      path: `/app/w/sales_orders/a/edit_order/${ORDER}?from=order`,
    });
    const control = async (label: RegExp) => (await phone.screen.findByLabelText(label)) as HTMLInputElement;

    expect((await control(/Customer reference/)).readOnly).toBe(true);
    expect((await control(/Note/)).readOnly).toBe(true);
    expect((await control(/Requested delivery/)).readOnly).toBe(false);
    // Not taken along: what stands at the office is not known here.
    expect((await control(/Confirmed delivery/)).readOnly).toBe(true);
  });

  it("[OUT-07] changes nothing of an entity that only comes down", async () => {
    const profile = [taken("sales_order", { direction: "down" }), taken("customer"), taken("person")];
    const phone = await orderPhone({ profile });
    await opened(phone);

    expect(item(phone, /^Edit/)?.textContent).toContain("These records are only read on this phone.");
    expect(item(phone, /Pin to this phone/)?.getAttribute("aria-disabled")).toBeNull();
  });
});

describe("[SYN-08] one record refreshed alone", () => {
  it("is compared with the office, and says so, or that the office has not answered yet", async () => {
    const phone = await orderPhone();
    await opened(phone);

    await pick(phone.screen, "Refresh");
    const waiting = await phone.screen.findByText(/^The server has not answered yet/);
    const asked: Part[] = [];
    phone.core.sync.checks.refresh = async (part) => void asked.push(part);
    await pick(phone.screen, "Refresh");

    expect(waiting).toBeTruthy();
    await phone.screen.findByText(/^Refreshed: as at the office at /);
    expect(asked).toEqual([{ entity: "sales_order", record: ORDER }]);
  });
});
