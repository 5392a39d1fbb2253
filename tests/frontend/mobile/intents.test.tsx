/** What waits for the office to do it: how it is told of until it has answered, and what comes of it. */
import { within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import { answer } from "./answering";
import { linedMetadata, linePhone } from "./line-phone";
import { choose, ORDER, ORDER_PAGE, orderPhone, pick, press, withPopovers } from "./order-phone";
import { BO, ME, type Phone } from "./phone-app";

beforeEach(withPopovers);

const owner = ({ core }: Phone) => core.replica.records.get("sales_order", ORDER)?.values.owner;
const waits = "Will be assigned to Bo Ek when it is sent";

async function assigned(): Promise<Phone> {
  const phone = await orderPhone();
  await phone.screen.findByRole("heading", { level: 1, name: /SO-/ });
  await pick(phone.screen, /Assign to/);
  const dialog = await phone.screen.findByRole("dialog", { name: "Assign to", hidden: true });
  await press(await within(dialog).findByText("Bo Ek"));
  await twice(phone, waits);
  return phone;
}

/** In the notice, and on the record as long as it waits. */
const twice = ({ screen }: Phone, words: string) =>
  expect.poll(() => screen.queryAllByText(words).length).toBe(2);

describe("[OUT-09] [L28] a record that is assigned without a network", () => {
  it("is told of as something to come, and as done once the office has done it", async () => {
    const phone = await assigned();
    expect(owner(phone)).toBe(BO);

    await answer(phone, "applied");

    expect(await phone.screen.findByText("Assigned to Bo Ek")).toBeTruthy();
    expect(phone.screen.queryByText(waits)).toBeNull();
  });

  it("goes back to its owner when it is taken back from the outbox before it is sent", async () => {
    const phone = await assigned();
    await phone.go("/app/outbox");
    const item = (await phone.screen.findByText("Assign to Bo Ek: SO-000001")).closest("li") as HTMLElement;

    await press(within(item).getByRole("button", { name: "Undo" }));

    await expect.poll(() => owner(phone)).toBe(ME);
    expect(phone.core.replica.outbox.entries.peek()).toEqual([]);
  });

  it.each([
    ["forbidden", "You do not have the right to do this.", /Ask an administrator/, "Send again"],
    ["record-deleted", "This record has been deleted.", /have it brought back and send/, "Send again"],
    [
      "record-not-found",
      "This record is not there, or you may not see it.",
      /nothing left to do it with/,
      null,
    ],
    [
      "person-or-team-not-found",
      "This person or team is not there, or you may not choose it.",
      /choose somebody else/,
      "Look at it",
    ],
  ])(
    "needs its user when the office says %s: why, what to do, and the way out",
    async (code, why, what, then) => {
      const phone = await assigned();

      await answer(phone, "rejected", code);

      expect(
        await phone.screen.findByText(`The office said no: ${why} It waits for you in the outbox.`),
      ).toBeTruthy();
      expect(owner(phone)).toBe(ME);
      await phone.go("/app/outbox");
      expect(await phone.screen.findByRole("heading", { name: /Needs you/ })).toBeTruthy();
      expect(phone.screen.getByText(`Office refused: ${why}`)).toBeTruthy();
      expect(phone.screen.getByText(what)).toBeTruthy();
      const ways = phone.screen.getAllByRole("listitem")[0]?.querySelectorAll(".ui-button-primary") ?? [];
      expect([...ways].map((one) => one.textContent)).toEqual(then ? [then] : []);
      await press(phone.screen.getByRole("button", { name: "Discard" }));
      await expect.poll(() => phone.core.replica.outbox.entries.peek()).toEqual([]);
    },
  );
});

describe("[OUT-09] [L28] a wish", () => {
  const more = { confirm_order: { offline: "intent" as const, placement: "button" as const } };

  it("is told of as asked for, and as done once the office has done it", async () => {
    const phone = await linePhone(ORDER_PAGE, { more });
    await press(await phone.screen.findByRole("button", { name: /^Confirm/ }));
    await twice(phone, "Asked for: Confirm");

    await answer(phone, "applied");

    expect(await phone.screen.findByText("The office has done it: Confirm")).toBeTruthy();
    expect(phone.screen.queryByText("Asked for: Confirm")).toBeNull();
  });

  it("needs its user when the record has moved on meanwhile", async () => {
    const phone = await linePhone(ORDER_PAGE, { more });
    await press(await phone.screen.findByRole("button", { name: /^Confirm/ }));
    await twice(phone, "Asked for: Confirm");

    await answer(phone, "rejected", "step-not-allowed");
    await phone.go("/app/outbox");

    expect(await phone.screen.findByText(/Look at the record as it is now/)).toBeTruthy();
    expect(phone.screen.getByRole("link", { name: "Look at it" }).getAttribute("href")).toBe(ORDER_PAGE);
  });
});

describe("[DAT-17] [OUT-09] More, without a network", () => {
  it("has the designer with the reason why it cannot be opened, and a theme of one's own at once", async () => {
    const metadata = { ...linedMetadata(), privileges: ["use_app" as const, "design" as const] };
    const phone = await orderPhone({ metadata, path: "/app/more" });

    const row = (await phone.screen.findByText("Designer")).closest(".ui-list-row");
    expect(row?.textContent).toContain("Needs the office");
    expect(row?.tagName).toBe("DIV");
    await choose(phone.screen.getByLabelText("Colours"), "dark");

    expect(document.documentElement.dataset.theme).toBe("dark");
    expect(phone.ports.device.setting("theme")).toBe("dark");
  });
});
