import { fireEvent } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import type { Block, EffectiveMetadata, Page, ProfileEntity } from "../../../frontend/protocol";
import { taken } from "../local/standings";
import { ORDER_PAGE, RECORDS, standing } from "./order-phone";
import { metadataOf, openPhone } from "./phone-app";

const CHART: Block = {
  id: "by_status",
  type: "chart",
  label: { en: "Orders by status" },
  entity: "sales_order",
  parent: null,
  condition: null,
  style: "bars",
  measure: { of: "count", field: null },
  by: "status",
  period: null,
  goal: null,
  page: null,
  visibleWhen: null,
};

/** The order package with a chart on the page of an order. */
function charted(entities: readonly ProfileEntity[]): EffectiveMetadata {
  const metadata = metadataOf("sales_orders");
  const withChart = (page: Page) =>
    page.id === "order" ? { ...page, blocks: [...page.blocks, CHART] } : page;
  return {
    ...metadata,
    workspaces: metadata.workspaces.map((one) => ({ ...one, pages: one.pages.map(withChart) })),
    profile: { ...metadata.profile, entities: [...entities] },
  };
}

function open(entities: readonly ProfileEntity[], office = {}) {
  return openPhone({
    metadata: charted(entities),
    records: RECORDS,
    standing: standing(),
    path: ORDER_PAGE,
    office,
  });
}

const BASED = /^Based on 2 sales orders on this phone, as of .*2026/;

describe("[L36] [L39] a chart on a record's page, without a network", () => {
  it("is drawn from the records of the phone, and says when the office was heard last", async () => {
    const { screen } = await open([taken("sales_order")]);

    expect((await screen.findByText(BASED)).textContent).not.toContain("Not all of them are here");
    expect(screen.getByRole("list", { name: "Orders by status" }).textContent).toBe("Open2");
  });

  it("says that a phone which the profile gives nothing of may lack some", async () => {
    const { screen } = await open([]);

    expect((await screen.findByText(BASED)).textContent).toContain("Not all of them are here.");
  });

  it("shows the office's figures on one tap, and why not when nobody answers", async () => {
    const figure = { value: "7", currency: null, mixed: false };
    const countFigures = vi.fn(async () => ({
      at: "2026-11-21T10:00:00.000Z",
      count: 7,
      figures: [figure],
      groups: [{ keys: ["open"], labels: [null], count: 7, figures: [figure] }],
      more: 0,
    }));
    const answered = await open([], { countFigures });
    await answered.screen.findByText(BASED);

    fireEvent.click(answered.screen.getByRole("button", { name: "Count at the office" }));

    expect(await answered.screen.findByText(/^Counted at the office: 7 sales orders/)).toBeTruthy();
    const silent = await open([]);
    await silent.screen.findByText(BASED);
    fireEvent.click(silent.screen.getByRole("button", { name: "Count at the office" }));
    expect(await silent.screen.findByText(/^The office does not answer/)).toBeTruthy();
  });
});
