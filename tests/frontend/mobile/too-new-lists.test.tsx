import { fireEvent, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import type { EffectiveMetadata, ListBlock, Row } from "../../../frontend/protocol";
import { NORTH, ORDER, press, RECORDS } from "./order-phone";
import { id, metadataOf, openPhone } from "./phone-app";

type Condition = ListBlock["condition"];

/** An operator of tomorrow, where a guess would show everything. */
const TOMORROW: Condition = { op: "not", of: [{ op: "within-distance", path: "customer", value: 5 }] };
const TOO_NEW = "This list needs a newer version of the app. Nothing is shown, because it could be wrong.";
const ORDERS = "/app/w/sales_orders/p/orders";
const CONTACTS: Row[] = [[id(31), 1, { name: "Ivy Holm", customer: NORTH }]];
const LINES: Row[] = [[id(41), 1, { order: ORDER }]];

/** The order package with the list of a page changed. */
function changed(page: string, change: (block: ListBlock) => ListBlock): EffectiveMetadata {
  const metadata = metadataOf("sales_orders");
  const workspaces = metadata.workspaces.map((workspace) => ({
    ...workspace,
    pages: workspace.pages.map((one) =>
      one.id === page
        ? { ...one, blocks: one.blocks.map((block) => (block.type === "list" ? change(block) : block)) }
        : one,
    ),
  }));
  return { ...metadata, workspaces };
}

const beyond = (page: string) => changed(page, (block) => ({ ...block, condition: TOMORROW }));

function open(
  metadata: EffectiveMetadata,
  path: string,
  more: Partial<Parameters<typeof openPhone>[0]> = {},
) {
  const records = { ...RECORDS, contact: CONTACTS, order_line: LINES };
  return openPhone({ metadata, records, path, ...more });
}

describe("[L45] a list with a condition that is newer than the app", () => {
  it("shows a warning, and neither rows nor an empty list", async () => {
    const { screen, element } = await open(beyond("orders"), ORDERS);

    expect(await screen.findByText(TOO_NEW)).toBeTruthy();
    expect(screen.queryByText("SO-000001")).toBeNull();
    expect(screen.queryByText("Nothing here yet.")).toBeNull();
    expect(element.querySelector(".block-list-foot [role=status]")?.textContent).toBe("");
    for (const chip of screen.getAllByRole("radio").map((radio: HTMLElement) => radio.closest("label")))
      expect(chip?.textContent).not.toMatch(/\d/);
  });

  it("does not ask the office for rows in its place", async () => {
    const openList = vi.fn(() => Promise.reject(new Error("Nobody should ask")));
    const { screen } = await open(beyond("orders"), ORDERS, { office: { openList } });
    await screen.findByText(TOO_NEW);

    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "SO" } });
    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveProperty("value", "SO"));

    expect(screen.queryByRole("button", { name: /Search the office/ })).toBeNull();
    expect(openList).not.toHaveBeenCalled();
    expect(screen.getByText(TOO_NEW)).toBeTruthy();
  });

  it("has no number on its tile, nor on its row of the workspace, where its neighbours have theirs", async () => {
    const metadata = beyond("orders");
    const known = metadataOf("sales_orders").workspaces.map((one) => ({
      ...one,
      id: "twin",
      title: { en: "Twin" },
    }));
    const twins = { ...metadata, workspaces: [...metadata.workspaces, ...known] };
    const phone = await open(twins, "/app/");
    const twin = await phone.screen.findByRole("link", { name: /^Twin/ });
    await waitFor(() => expect(twin.textContent).toMatch(/2 sales orders/));
    expect(phone.screen.getByRole("link", { name: /^Sales orders/i }).textContent).not.toMatch(/\d/);

    await phone.go("/app/w/sales_orders");

    const customers = await phone.screen.findByRole("link", { name: /Customers/ });
    await waitFor(() => expect(customers.textContent).toMatch(/1$/));
    expect(phone.screen.getByRole("link", { name: /^Orders/ }).textContent).not.toMatch(/\d/);
  });

  it("has no number on the link of a record", async () => {
    const page = `/app/w/sales_orders/p/order/${ORDER}`;
    const known = await open(metadataOf("sales_orders"), page);
    const link = await known.screen.findByRole("link", { name: /lines/i });
    await waitFor(() => expect(link.textContent).toMatch(/1$/));

    const { screen } = await open(beyond("order_lines"), page);

    expect((await screen.findByRole("link", { name: /lines/i })).textContent).not.toMatch(/\d/);
  });

  it("is warned of inside of a detail page too, without a number", async () => {
    const { screen } = await open(beyond("customer"), `/app/w/sales_orders/p/customer/${NORTH}`);

    const contacts = await screen.findByRole("region", { name: /Contacts/ });

    expect(within(contacts).getByText(TOO_NEW)).toBeTruthy();
    expect(contacts.querySelector("h2, h3")?.textContent).not.toMatch(/\d/);
    expect(screen.queryByText("Ivy Holm")).toBeNull();
  });
});

it("[L45] one view that is newer than the app takes nothing from the others", async () => {
  const metadata = changed("orders", (block) => ({
    ...block,
    views: [...block.views, { id: "near", label: { en: "Near me" }, condition: TOMORROW }],
  }));
  const { screen } = await open(metadata, ORDERS);
  await screen.findByText("SO-000001");
  const near = screen.getByRole("radio", { name: /Near me/ });
  expect(near.closest("label")?.textContent).toBe("Near me");
  expect(screen.getByRole("radio", { name: /^All/ }).closest("label")?.textContent).toMatch(/2$/);

  await press(near);

  expect(await screen.findByText(TOO_NEW)).toBeTruthy();
  expect(screen.queryByText("SO-000001")).toBeNull();
  await press(screen.getByRole("radio", { name: /^All/ }));
  expect(await screen.findByText("SO-000001")).toBeTruthy();
  expect(screen.queryByText(TOO_NEW)).toBeNull();
});

describe("[L45] device status", () => {
  const NOTICE = "This app is out of date";

  it("says nothing while everything is understood", async () => {
    const { screen } = await open(metadataOf("sales_orders"), "/app/status");

    await screen.findByRole("region", { name: "Connection" });

    expect(screen.queryByRole("region", { name: NOTICE })).toBeNull();
  });

  it("names what the app lacks, by itself and by what the server told", async () => {
    const phone = await open(beyond("orders"), "/app/status");
    const notice = await phone.screen.findByRole("region", { name: NOTICE });
    expect(within(notice).getByText("Missing: within-distance")).toBeTruthy();

    const begun = { id: id(90), nonce: "n", nextNonce: null, nextNumber: 1, epoch: "e", renewed: false };
    phone.core.replica.device.value = { ...begun, lacking: ["median-of", "within-distance"] };

    expect(await within(notice).findByText("Missing: median-of, within-distance")).toBeTruthy();
    expect(within(notice).getByRole("button", { name: "Load the new version" })).toBeTruthy();
  });
});
