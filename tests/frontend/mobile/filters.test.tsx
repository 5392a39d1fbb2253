import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { OWN, office } from "./filter-office";
import { filter, orderPhone, press, standing, withPopovers } from "./order-phone";
import { id, type Phone } from "./phone-app";

beforeEach(withPopovers);

const list = ({ screen }: Phone, name: string) => screen.findByRole("list", { name });
const dialog = ({ screen }: Phone, name: string) => screen.findByRole("dialog", { name, hidden: true });

describe("the filters of this phone", () => {
  it("[OUT-06] shows the organisation's with a lock and why, and nothing to change them by", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });

    const rows = await list(phone, "From your organisation");

    expect(rows.textContent).toContain("Orders of this month");
    expect(rows.textContent).toContain("Created is this month");
    expect(within(rows).getByRole("img", { name: "Set by your organisation:" })).toBeTruthy();
    expect(within(rows).queryByRole("switch")).toBeNull();
    expect(within(rows).queryByRole("link")).toBeNull();
    expect(phone.screen.getByText(/Only an administrator changes them/)).toBeTruthy();
  });

  it("[OUT-04] says each as a sentence, with what it is of, and how many records of which size it brings", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });

    const rows = await list(phone, "Yours");

    await within(rows).findByText("214 records, 180 kB");
    expect(rows.textContent).toContain("Open ordersStatus is OpenSales orders · 214 records, 180\u00a0kB");
  });

  it("[OUT-05] turns one off and on at the office, and asks for what follows from it", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: "/app/filters" });
    const sync = vi.spyOn(phone.core.sync, "syncNow");
    const turn = async () => press(within(await list(phone, "Yours")).getByRole("switch"));

    await turn();

    await waitFor(() => expect((phone.screen.getByRole("switch") as HTMLInputElement).checked).toBe(false));
    expect(asked.activateFilter).toHaveBeenLastCalledWith(OWN.id, false);
    expect(sync).toHaveBeenCalledTimes(1);
    await turn();
    await waitFor(() => expect(asked.activateFilter).toHaveBeenLastCalledWith(OWN.id, true));
  });

  it("[OUT-04] copies one, and deletes one after it has asked", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: "/app/filters" });
    await list(phone, "Yours");
    const choice = (name: string) =>
      press(phone.screen.getAllByRole("menuitem", { name, hidden: true })[0] as Element);

    await choice("Copy");
    await waitFor(() => expect(phone.screen.getAllByRole("switch").length).toBe(2));
    expect(phone.screen.getByText("Open orders (copy)")).toBeTruthy();
    await choice("Delete");
    const question = await dialog(phone, "Delete this filter?");
    expect(question.textContent).toContain("“Open orders” goes from all your devices.");
    expect(asked.removeFilter).not.toHaveBeenCalled();
    await press(within(question).getByRole("button", { name: "Delete", hidden: true }));

    await waitFor(() => expect(phone.screen.getAllByRole("switch").length).toBe(1));
    expect(asked.removeFilter).toHaveBeenCalledWith(OWN.id);
  });

  it("[OUT-03] goes back to the organisation's defaults once it has said what that does", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });
    await list(phone, "Yours");

    await press(phone.screen.getByRole("button", { name: "Back to the organisation’s defaults" }));
    const question = await dialog(phone, "Back to the organisation’s defaults?");
    expect(question.textContent).toContain("Your filter is deleted");
    await press(within(question).getByRole("button", { name: "Replace mine", hidden: true }));

    expect(await phone.screen.findByText("My open orders")).toBeTruthy();
    expect(phone.screen.queryByText("Open orders")).toBeNull();
    expect(phone.screen.queryByRole("button", { name: "Back to the organisation’s defaults" })).toBeNull();
  });

  it("[OUT-03] offers no way back where there is nothing to go back from, but to one that was deleted", async () => {
    const phone = await orderPhone({ office: office([OWN]), path: "/app/filters" });
    const back = () => phone.screen.queryByRole("button", { name: "Back to the organisation’s defaults" });
    await list(phone, "Yours");
    expect(back()).not.toBeNull();

    await press(phone.screen.getAllByRole("menuitem", { name: "Delete", hidden: true })[0] as Element);
    const question = await dialog(phone, "Delete this filter?");
    await press(within(question).getByRole("button", { name: "Delete", hidden: true }));
    await phone.screen.findByText(/You have no filters of your own/);

    expect(back()).not.toBeNull();
    const other = await orderPhone({ office: office([]), path: "/app/filters" });
    await other.screen.findByText(/You have no filters of your own/);
    expect(other.screen.queryByRole("button", { name: /defaults/ })).toBeNull();
  });

  it("says why one brings nothing", async () => {
    const problem = {
      code: "filter-gone-record",
      arguments: {},
      field: "condition.value",
      sentence: null,
      remedy: null,
    };
    const broken = filter({ problems: [problem] });

    const phone = await orderPhone({ office: office([broken]), path: "/app/filters" });

    expect(await phone.screen.findByText(/names a record that is not there any more/)).toBeTruthy();
  });

  it("without the office shows those of the last exchange, counts what is here, and changes nothing", async () => {
    const told = standing({}, { filters: [OWN] });
    const phone = await orderPhone({ standing: told, path: "/app/filters" });

    const rows = await list(phone, "Yours");

    expect(phone.screen.getByText(/These are the filters of the last exchange/)).toBeTruthy();
    await within(rows).findByText("2 on this phone now");
    expect((within(rows).getByRole("switch") as HTMLInputElement).disabled).toBe(true);
    const remove = within(rows).getByRole("menuitem", { name: /^Delete/, hidden: true });
    expect(remove.getAttribute("aria-disabled")).toBe("true");
    expect(remove.textContent).toContain("Needs the office.");
  });
});

it("[BEY-09] [DAT-11] names the records that are pinned and followed, and lets them go without a network", async () => {
  const kept = [
    { entity: "sales_order", record: id(2), how: "pin" as const },
    { entity: "customer", record: id(1), how: "follow" as const },
  ];
  const phone = await orderPhone({ standing: standing({}, { kept }), path: "/app/filters" });
  const rows = await list(phone, "Single records");
  await within(rows).findByText("Hansa Foods AB");
  const link = await within(rows).findByRole("link", { name: /SO-000001/ });
  expect(link.getAttribute("href")).toBe(`/app/w/sales_orders/p/order/${id(2)}`);

  await press(within(rows).getByRole("button", { name: "Unpin SO-000001" }));

  await waitFor(() => expect(within(rows).queryByText("SO-000001")).toBeNull());
  expect(phone.core.replica.kept.has("customer", id(1), "follow")).toBe(true);
});

it("[BEY-09] a record that is both pinned and followed stands there once, and each ends by itself", async () => {
  const kept = [
    { entity: "sales_order", record: id(2), how: "pin" as const },
    { entity: "sales_order", record: id(2), how: "follow" as const },
  ];
  const phone = await orderPhone({ standing: standing({}, { kept }), path: "/app/filters" });
  const rows = await list(phone, "Single records");
  await within(rows).findByText("SO-000001");
  expect(within(rows).getAllByRole("listitem").length).toBe(1);

  await press(within(rows).getByRole("button", { name: "Stop following SO-000001" }));

  await waitFor(() => expect(within(rows).queryByRole("button", { name: /Stop following/ })).toBeNull());
  expect(within(rows).getByRole("button", { name: "Unpin SO-000001" })).toBeTruthy();
});
