import { waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import type { News } from "../../../frontend/local/news";
import { taken } from "../local/standings";
import { choose, ORDER, orderPhone, press, standing } from "./order-phone";
import { id } from "./phone-app";

describe("[DAT-13] the notice of what came and went", () => {
  const open = { op: "eq", path: "status", value: "open" };
  const news: News = {
    at: "2026-11-21T10:00:00.000Z",
    entities: {
      sales_order: {
        came: 3,
        left: 12,
        lost: 2,
        groups: [{ why: { kind: "rule", rule: { kind: "custom", condition: open } }, count: 12 }],
      },
    },
  };

  it("says it once, quietly, and leads to where it is listed", async () => {
    const phone = await orderPhone({ news, path: "/app/" });
    const notices = await phone.screen.findByRole("region", { name: "Notices" });
    await within(notices).findByText(
      "12 sales orders left: no longer “Status is Open”. 2 sales orders are no longer available to you. And 1 more.",
    );
    expect(notices.getAttribute("aria-live")).toBe("polite");

    await press(within(notices).getByRole("button", { name: "Details" }));

    const list = await phone.screen.findByRole("list", { name: "What came and went" });
    expect(
      within(list)
        .getAllByRole("listitem")
        .map((one) => one.textContent),
    ).toEqual([
      "12 sales orders left: no longer “Status is Open”.",
      "2 sales orders are no longer available to you.",
      "3 sales orders came.",
    ]);
  });

  it("is seen when the user says so, and what he saw stays in reach", async () => {
    const phone = await orderPhone({ news, path: "/app/status" });

    await press(await phone.screen.findByRole("button", { name: "I have seen it" }));

    await waitFor(() => expect(phone.core.replica.news.value).toBeNull());
    expect(phone.screen.getByText("3 sales orders came.")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: "I have seen it" })).toBeNull();
  });
});

describe("device status", () => {
  it("says of each entity how many records are here and what brings them", async () => {
    const profile = [
      taken("sales_order", {
        rules: [{ kind: "mine" }, { kind: "custom", condition: { op: "eq", path: "status", value: "open" } }],
      }),
      taken("customer", { rules: [{ kind: "related", by: [{ from: "sales_order", path: "customer" }] }] }),
    ];
    const told = standing(
      {},
      {
        filters: [
          {
            id: id(70),
            entity: "sales_order",
            label: { en: "North" },
            condition: { op: "not-null", path: "customer" },
            active: true,
            system: false,
          },
        ],
        kept: [{ entity: "sales_order", record: ORDER, how: "pin" }],
      },
    );
    const phone = await orderPhone({ profile, standing: told, path: "/app/status" });

    const list = await phone.screen.findByRole("list", { name: "Records on this phone" });

    const rows = within(list)
      .getAllByRole("listitem")
      .map((row) => row.textContent);
    expect(rows).toContain("Sales orders2Yours · Status is Open · filter “North” · 1 pinned or followed");
    expect(rows).toContain("Customers1those that sales orders here refer to");
  });

  it("[OUT-08] [DAT-07] lets the user ask less often, never more often than the administrator", async () => {
    const profile = [taken("sales_order", { interval: 30 }), taken("customer", { interval: 60 })];
    const phone = await orderPhone({ profile, path: "/app/status" });
    const select = (await phone.screen.findByLabelText("This phone asks")) as HTMLSelectElement;
    expect([...select.options].map(({ text }) => text)).toEqual([
      "Every 30 minutes",
      "Every hour",
      "Every 4 hours",
      "Every 12 hours",
      "Once a day",
    ]);

    await choose(select, "240");

    expect(phone.ports.device.setting("interval")).toBe("240");
    expect(phone.screen.getByText(/Your organisation has set: Every 30 minutes/)).toBeTruthy();
  });
});
