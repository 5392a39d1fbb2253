import { act, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { type News, newsOf, withPull } from "../../../frontend/local/news";
import type { Part } from "../../../frontend/sync/leader";
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

  it("tells first what the workspaces list, and what went along with it by name", async () => {
    const teams = { kind: "rule", rule: { kind: "my_teams" } } as const;
    const left = (count: number) => ({ came: 0, left: count, lost: 0, groups: [{ why: teams, count }] });
    const all: News = {
      at: "2026-11-21T10:00:00.000Z",
      entities: { order_line: left(97), shipment: left(17), customer: left(4), sales_order: left(29) },
    };
    const phone = await orderPhone({ news: all, path: "/app/status" });

    const notices = await phone.screen.findByRole("region", { name: "Notices" });
    await within(notices).findByText(
      "29 sales orders left, with their order lines and shipments: no longer owned by you or your teams. 4 customers left: no longer owned by you or your teams.",
    );
    const list = await phone.screen.findByRole("list", { name: "What came and went" });
    expect(
      within(list)
        .getAllByRole("listitem")
        .map((one) => one.textContent?.split(" left")[0]),
    ).toEqual(["29 sales orders", "4 customers", "97 order lines", "17 shipments"]);
  });

  it("names the lines that left with the orders that may not be read any more", async () => {
    const gone: News = {
      at: "2026-11-21T10:00:00.000Z",
      entities: {
        order_line: { came: 0, left: 97, lost: 0, groups: [{ why: { kind: "other" }, count: 97 }] },
        shipment: { came: 2, left: 0, lost: 0, groups: [] },
        sales_order: { came: 0, left: 0, lost: 29, groups: [] },
      },
    };
    const phone = await orderPhone({ news: gone, path: "/app/" });

    const notices = await phone.screen.findByRole("region", { name: "Notices" });

    await within(notices).findByText(
      "29 sales orders are no longer available to you, with their order lines. 2 shipments came.",
    );
  });

  it("tells what is new since the notice before, while the status keeps all", async () => {
    const phone = await orderPhone({ news, path: "/app/status" });
    const notices = await phone.screen.findByRole("region", { name: "Notices" });
    await within(notices).findByText(/^12 sales orders left/);
    const later = {
      at: "2026-11-21T11:00:00.000Z",
      entities: newsOf("customer", [{ record: id(9), to: "lost" }]),
    };

    await act(() => {
      phone.core.replica.news.value = withPull(news, later);
    });

    await within(notices).findByText("1 customer is no longer available to you.");
    const list = await phone.screen.findByRole("list", { name: "What came and went" });
    await waitFor(() => expect(within(list).getAllByRole("listitem").length).toBe(4));
    expect(list.textContent).toContain("12 sales orders left");
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
  it("[SYN-11] says of each entity how many records are here, what brings them, their size and their age", async () => {
    const profile = [
      taken("sales_order", {
        rules: [{ kind: "mine" }, { kind: "custom", condition: { op: "eq", path: "status", value: "open" } }],
      }),
      taken("customer", { rules: [{ kind: "related", by: [{ from: "sales_order", path: "customer" }] }] }),
    ];
    const stands = standing(
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
    const phone = await orderPhone({ profile, standing: stands, path: "/app/status" });

    const list = await phone.screen.findByRole("list", { name: "Records on this phone" });

    const told = () =>
      within(list)
        .getAllByRole("listitem")
        .map((row) => row.textContent);
    const orders = "Sales orders2Yours · Status is Open · filter “North” · 1 pinned or followed";
    const day = "Nov 21, 2026";
    const customers = "Customers1those that sales orders here refer to";
    await waitFor(() =>
      expect(told()).toEqual(
        expect.arrayContaining([
          expect.stringMatching(new RegExp(`^${orders}\\d+\\sbytes?${day}$`)),
          expect.stringMatching(new RegExp(`^${customers}\\d+\\sbytes?${day}$`)),
        ]),
      ),
    );
  });

  it("[SYN-08] refreshes one entity alone by a tap on its line, and says what came of it", async () => {
    const phone = await orderPhone({ path: "/app/status" });
    const asked: Part[] = [];
    phone.core.sync.checks.refresh = async (part) => void asked.push(part);

    await press(await phone.screen.findByRole("button", { name: /^Sales orders/ }));

    expect(asked).toEqual([{ entity: "sales_order" }]);
    await phone.screen.findByText(/^Refreshed: as at the office at /);
  });

  it("does not explain records by rules of before while a change of the organisation's is not taken", async () => {
    const profile = [taken("sales_order", { rules: [{ kind: "all" }] })];
    const phone = await orderPhone({ profile, path: "/app/status" });
    const list = await phone.screen.findByRole("list", { name: "Records on this phone" });
    expect(list.textContent).toContain("All that you may read");

    await act(() => {
      phone.core.replica.prompt.value = { version: 2, urgency: "soft", note: {}, declined: true };
    });

    await phone.screen.findByText(/a change that this phone has not taken yet/);
    expect(list.textContent).not.toContain("All that you may read");
    expect(list.textContent).toContain("Sales orders2");
    await press(phone.screen.getByRole("button", { name: "See the update" }));
    expect(await phone.screen.findByText("Your organisation has made a change")).toBeTruthy();
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
      "Only when I ask",
    ]);

    await choose(select, "240");

    expect(phone.ports.device.setting("interval")).toBe("240");
    expect(phone.screen.getByText(/Your organisation has set: Every 30 minutes/)).toBeTruthy();
  });
});
