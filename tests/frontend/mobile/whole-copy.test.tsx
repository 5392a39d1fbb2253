/** What the phone says of a whole copy that was cut half way, and waits for a network. */
import { act, fireEvent, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { wholeWorkspace } from "../../../frontend/designer/whole";
import type { MemoryDisk } from "../../../frontend/local/memory";
import type { Workspace } from "../../../frontend/protocol";
import { diskOf, id, metadataOf, openPhone } from "./phone-app";

const METADATA = metadataOf("sales_orders");
const COUNTS = "12,000 of 31,419 · 4.2 MB";

/** A phone that began a copy of 31,419 records and has two pages of it; with records of its own, or without any. */
function halfWay(held: "first" | "renewing"): MemoryDisk {
  const disk = diskOf(METADATA, {});
  const entities = [
    { entity: "customer", count: 1_419, stage: 1, ends: [] },
    { entity: "sales_order", count: 30_000, stage: 1, ends: ["01900000-0000-7000-8000-000000000001"] },
  ];
  const kv = disk.get("kv");
  kv?.set("plan", { type: "plan", id: 1, plan: "p", cursor: "c2", entities, copy: 1 });
  if (held === "first") kv?.delete("checkpoint");
  disk.set(
    "staging",
    new Map([
      ["snapshot/customer/000000", { rows: 1_419, bytes: 200_000 }],
      ["snapshot/sales_order/000000", { rows: 10_581, bytes: 4_000_000 }],
    ]),
  );
  return disk;
}

it("[BEY-08] before the first copy a list does not say that it is empty, nor a workspace that nothing is there", async () => {
  const phone = await openPhone({
    metadata: METADATA,
    disk: halfWay("first"),
    path: "/app/w/sales_orders/p/customers",
  });
  await phone.screen.findByText("These have not been downloaded yet.");

  await phone.go("/app/w/sales_orders");
  const row = await phone.screen.findByRole("link", { name: /^Customers/ });
  expect(row.textContent).not.toMatch(/\d/);
});

describe("[BEY-08] [L10] what comes in a later stage of the first copy", () => {
  /** The orders are here, the customers and what hangs on them are not. */
  async function early(path: string, metadata = METADATA) {
    const disk = diskOf(metadata, { sales_order: [[id(1), 4, { number: "SO-1", status: "open" }]] });
    const kv = disk.get("kv");
    const coming = ["customer", "contact", "order_line"];
    kv?.set("checkpoint", { ...(kv.get("checkpoint") as object), coming });
    return await openPhone({ metadata, disk, path });
  }

  it("is not counted by the views of its list, which says what can be done", async () => {
    const { screen } = await early("/app/w/sales_orders/p/customers");

    await screen.findByText("These have not been downloaded yet.");
    await screen.findByRole("button", { name: "Try now" });

    const views = within(screen.getByRole("radiogroup", { name: "Show" })).getAllByRole("radio");
    expect(views.length).toBeGreaterThan(1);
    expect(views.map((view) => view.closest("label")?.textContent)).not.toContainEqual(
      expect.stringMatching(/\d/),
    );
  });

  it("is said to be missing by a search, and beside what was made here", async () => {
    const { screen, core } = await early("/app/w/sales_orders/p/customers");
    fireEvent.input(await screen.findByRole("searchbox"), { target: { value: "Nordic" } });
    await screen.findByText("These have not been downloaded yet.");

    const values = { name: "Nordic Timber", account: "C-9" };
    await act(async () => void (await core.commands.createRecord("customer", values)));

    await screen.findByRole("link", { name: /Nordic Timber/ });
    expect(screen.getByText("These have not been downloaded yet.").closest(".block-list-foot")).toBeTruthy();
  });

  it("is not told as none by a page that finds its one record by itself", async () => {
    const workspace = METADATA.workspaces[0] as Workspace;
    const own = { id: "own", kind: "single", entity: "customer", title: { en: "My shop" }, blocks: [] };
    const pages = [
      ...workspace.pages,
      { ...own, single: { of: "me", through: "owner" } },
    ] as Workspace["pages"];
    const workspaces = [wholeWorkspace({ ...workspace, pages })];

    const { screen } = await early("/app/w/sales_orders/p/own", { ...METADATA, workspaces });

    await screen.findByText("These have not been downloaded yet.");
    expect(screen.queryByText(/There is no customer/)).toBeNull();
  });

  it("is counted as ever where it has come", async () => {
    const { screen } = await early("/app/w/sales_orders/p/orders");

    await screen.findByRole("link", { name: /SO-1/ });

    const [all] = within(screen.getByRole("radiogroup", { name: "Show" })).getAllByRole("radio");
    expect(all?.closest("label")?.textContent).toBe("All1");
    expect(screen.queryByText("These have not been downloaded yet.")).toBeNull();
  });
});

describe("[SYN-02] a whole copy that was cut", () => {
  it("is told in records and size, the first one", async () => {
    const phone = await openPhone({ metadata: METADATA, disk: halfWay("first") });

    const notice = await phone.screen.findByRole("region", { name: "First copy" });

    await within(notice).findByText(COUNTS);
    const bar = within(notice).getByRole("progressbar") as HTMLProgressElement;
    expect([bar.value, bar.max]).toEqual([12_000, 31_419]);
    expect(within(notice).getByRole("button", { name: "Try now" })).toBeTruthy();
  });

  it("is told in the same way when the phone was away for so long that it needs a new one", async () => {
    const phone = await openPhone({ metadata: METADATA, disk: halfWay("renewing") });

    const notice = await phone.screen.findByRole("region", { name: "New copy" });

    await within(notice).findByText(COUNTS);
    expect(notice.textContent).toContain("What is here stays until it is whole.");
    await phone.go("/app/status");
    await phone.screen.findByText(COUNTS);
  });

  it("of no kind of record says how many there are before the first copy is whole", async () => {
    const phone = await openPhone({ metadata: METADATA, disk: halfWay("first") });

    const tile = await phone.screen.findByRole("link", { name: /Sales orders/ });

    await waitFor(() => expect(tile.textContent).toContain("— sales orders"));
    expect(tile.textContent).not.toContain("0 sales orders");
  });

  it("is not spoken of when there is none", async () => {
    const phone = await openPhone({ metadata: METADATA, path: "/app/status" });

    await phone.screen.findByRole("heading", { level: 1 });

    expect(phone.screen.queryByRole("progressbar")).toBeNull();
  });
});
