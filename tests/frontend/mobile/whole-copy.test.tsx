/** What the phone says of a whole copy that was cut half way, and waits for a network. */
import { waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { diskOf, metadataOf, openPhone } from "./phone-app";

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
