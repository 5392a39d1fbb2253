import { describe, expect, it } from "vitest";
import { PARTS } from "../../../frontend/designer/block-parts";
import { removeAction } from "../../../frontend/designer/commands/actions";
import { addBlock, moveBlock } from "../../../frontend/designer/commands/blocks";
import { removeEntity, removeField } from "../../../frontend/designer/commands/entities";
import type { NewBlock } from "../../../frontend/designer/commands/new-blocks";
import { duplicateNode, removeNode } from "../../../frontend/designer/commands/nodes";
import { addPage, removePage } from "../../../frontend/designer/commands/pages";
import { type Documents, type Intention, idsAt, valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { usedEntities } from "../../../frontend/designer/model-view";
import { applyIntention, inverseIntention } from "../../../frontend/designer/patches";
import { allBlocks, blockAt } from "../../../frontend/designer/placed-blocks";
import { reservedIds } from "../../../frontend/designer/reserved";
import { wholeDocuments } from "../../../frontend/designer/whole";
import type { Block } from "../../../frontend/protocol";
import { everyBlock, INNER, LIST, withFields } from "./all-blocks";
import { design } from "./documents";

function applied(before: Documents, intention: Intention | null): Documents {
  if (!intention) throw new Error("Nothing was meant");
  return applyIntention(before, intention);
}

const ROWS = { entity: "order", parent: null };

const NEW: Record<Block["type"], NewBlock> = {
  fields: { type: "fields", heading: "Address" },
  group: { type: "group", heading: "Together", direction: "columns" },
  list: { type: "list", rows: { entity: "order", parent: "customer" } },
  link: { type: "link", page: "orders" },
  part: { type: "part", page: "customer", through: "customer" },
  chart: {
    type: "chart",
    rows: ROWS,
    style: "trend",
    measure: { of: "sum", field: "total" },
    by: "placed",
  },
  calendar: { type: "calendar", rows: ROWS, date: "placed" },
  report: { type: "report", rows: ROWS, group: "status", sums: ["total"] },
  timer: { type: "timer", since: "begun" },
};

const MADE: Record<Block["type"], object> = {
  fields: { id: "address", label: { en: "Address" }, fields: [] },
  group: { id: "together", direction: "columns", blocks: [] },
  list: { entity: "order", parent: "customer", title: "number", detail: "order" },
  link: { page: "orders", count: true },
  part: { page: "customer", through: "customer" },
  chart: { style: "trend", measure: { of: "sum", field: "total" }, by: "placed", period: "month" },
  calendar: { date: "placed", title: "number", detail: "order" },
  report: {
    groups: ["status"],
    columns: [
      { id: "number", field: "number" },
      { id: "total", field: "total", total: "sum" },
    ],
  },
  timer: { since: "begun", label: { en: "Begun" } },
};

describe("a new block", () => {
  it.each(Object.keys(PARTS) as Block["type"][])(
    "[DSG-22] of the type %s shows something at once, on a page and in a group within a group",
    (type) => {
      for (const list of [LIST, INNER]) {
        const before = everyBlock();

        const now = applied(before, addBlock(before, NOTHING_RESERVED, list, NEW[type]));

        const id = idsAt(now.workspace, list).at(-1) ?? "";
        expect(valueAt(now.workspace, [...list, id])).toMatchObject({ type, ...MADE[type] });
        expect(idsAt(now.workspace, list).slice(0, -1)).toEqual(idsAt(before.workspace, list));
      }
    },
  );

  it("has an id that no block of its page has or had, in whichever group", () => {
    const before = everyBlock();
    const published = { workspace: before.workspace, model: before.model };
    const without = applied(
      before,
      removeNode(before, { document: "workspace", list: INNER, id: "bars" }, "Bars"),
    );
    const reserved = reservedIds(design(), published);

    const named = (heading: string) =>
      idsAt(
        applied(without, addBlock(without, reserved, LIST, { type: "fields", heading })).workspace,
        LIST,
      ).at(-1);

    expect([named("Days"), named("Bars"), named("Facts")]).toEqual(["days_2", "bars_2", "facts_2"]);
  });
});

describe("a group", () => {
  it("[DSG-22] gives a block to its page and takes it back with all that it is, under its id", () => {
    const before = everyBlock();
    const bars = valueAt(before.workspace, [...INNER, "bars"]);

    const out = applied(before, moveBlock(before, INNER, "bars", LIST, "money", "Bars"));
    const back = applied(out, moveBlock(out, LIST, "bars", INNER, "days", "Bars"));

    expect(idsAt(out.workspace, LIST)).toEqual(["facts", "bars", "money", "to_orders", "outer"]);
    expect(valueAt(out.workspace, [...LIST, "bars"])).toEqual(bars);
    expect(back).toEqual(before);
  });

  it("loses a block in one step of the history, which puts it back exactly", () => {
    const before = everyBlock();
    const intention = moveBlock(before, INNER, "bars", LIST, null, "Bars");
    if (!intention) throw new Error("Nothing was meant");

    const now = applied(before, intention);

    expect(idsAt(now.workspace, INNER)).not.toContain("bars");
    expect(applied(now, inverseIntention(intention, "back"))).toEqual(before);
  });

  it("is duplicated with blocks of ids of their own", () => {
    const before = everyBlock();

    const now = applied(
      before,
      duplicateNode(before, NOTHING_RESERVED, { document: "workspace", list: LIST, id: "outer" }),
    );

    const ids = [...allBlocks(now.workspace)]
      .filter(({ page }) => page.id === "order")
      .map(({ block }) => block.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(idsAt(now.workspace, [...LIST, "outer_2", "blocks", "inner_2", "blocks"])).toEqual(
      idsAt(before.workspace, INNER).map((id) => `${id}_2`),
    );
  });

  it("is walked to its bottom by an address, and no further than there is", () => {
    const page = everyBlock().workspace.pages.find(({ id }) => id === "order");
    if (!page) throw new Error("no page");

    expect(blockAt(page, [...INNER, "deep", "fields", "total"])?.path).toEqual([...INNER, "deep"]);
    expect(blockAt(page, [...INNER, "gone"])?.path).toEqual([...LIST, "outer", "blocks", "inner"]);
    expect(blockAt(page, ["pages", "order"])).toBeUndefined();
  });
});

describe("what goes", () => {
  const inner = (now: Documents) => idsAt(now.workspace, INNER);
  const block = (now: Documents, id: string) =>
    valueAt(now.workspace, [...INNER, id]) as Record<string, unknown>;

  it("a field leaves no path behind; what was nothing without it goes along", () => {
    const before = everyBlock();
    const gone = (field: string) => applied(before, removeField(before, "order", field));

    expect(inner(gone("total"))).toEqual(inner(before).filter((id) => id !== "bars"));
    expect(valueAt(gone("total").workspace, [...INNER, "deep", "fields"])).toEqual([]);
    expect(idsAt(gone("total").workspace, [...INNER, "sums", "columns"])).toEqual(["number"]);
    expect(inner(gone("placed"))).toEqual(inner(before).filter((id) => id !== "days"));
    expect(block(gone("placed"), "mine")).toMatchObject({ search: ["number"], searchBy: null });
    expect(block(gone("placed"), "since").until).toBeNull();
    expect(inner(gone("begun"))).not.toContain("since");
    expect(inner(gone("customer"))).not.toContain("of_customer");
    expect(block(gone("customer"), "mine").title).toBe("number");
    expect(block(gone("status"), "sums").groups).toEqual(["customer.city"]);
    expect(block(gone("status"), "mine").section).toBeNull();
    expect(block(gone("lines"), "lines").countFrom).toBeNull();
  });

  it("a page goes with the parts and links to it, and is opened by no tap any more", () => {
    const before = everyBlock();

    const customer = applied(before, removePage(before, "customer"));
    const orders = applied(before, removePage(before, "orders"));

    expect(inner(customer)).not.toContain("of_customer");
    expect(inner(orders)).not.toContain("lines");
    expect(block(orders, "bars").page).toBeNull();
  });

  it("an action goes from under rows, and is followed by none", () => {
    const before = everyBlock();
    const followed = {
      ...before,
      workspace: {
        ...before.workspace,
        actions: before.workspace.actions.map((one) =>
          one.id === "new_order" ? { ...one, nextAction: "confirm" } : one,
        ),
      },
    };

    const now = applied(followed, removeAction(followed, "confirm"));

    expect(block(now, "mine").swipe).toEqual([]);
    expect(valueAt(now.workspace, ["actions", "new_order", "nextAction"])).toBeNull();
  });

  it("an entity goes from pages of others, however deep", () => {
    const before = everyBlock();
    const rows = {
      type: "chart",
      rows: ROWS,
      style: "number",
      measure: { of: "count", field: null },
      by: null,
    } as const;
    const group = applied(
      before,
      addBlock(before, NOTHING_RESERVED, ["pages", "customer", "blocks"], NEW.group),
    );
    const list = ["pages", "customer", "blocks", "together", "blocks"];
    const chart = applied(group, addBlock(group, NOTHING_RESERVED, list, rows));

    const now = applied(chart, removeEntity(chart, "order"));

    expect(idsAt(chart.workspace, list)).toEqual(["chart"]);
    expect(idsAt(now.workspace, list)).toEqual([]);
    expect(idsAt(now.workspace, ["pages"])).toEqual(["customer"]);
  });

  it("nothing that is left speaks of what went", () => {
    const before = everyBlock();

    for (const field of ["total", "placed", "begun", "status", "lines", "customer"]) {
      const { workspace } = applied(before, removeField(before, "order", field));
      const words = JSON.stringify(
        [...allBlocks(workspace)].map(({ block: one }) => ({ ...one, id: "", blocks: [] })),
      );

      expect(words).not.toMatch(new RegExp(`"${field}(\\.[a-z]+)?"(?!:)`));
    }
  });
});

describe("pages", () => {
  it("[DSG-04] a page with a record of its own says which, and shows its fields", () => {
    const before = withFields();
    const single = { of: "me", through: "seller" } as const;

    const now = applied(
      before,
      addPage(before, NOTHING_RESERVED, { kind: "single", entity: "order", single }),
    );

    const page = now.workspace.pages.at(-1);
    expect(page).toMatchObject({ kind: "single", entity: "order", single });
    expect(page?.hidden ?? false).toBe(false);
    expect(page?.blocks.map(({ type }) => type)).toEqual(["fields"]);
  });

  it("[DSG-04] a page of figures is a list page that shows charts at once", () => {
    const before = withFields();

    const now = applied(before, addPage(before, NOTHING_RESERVED, { kind: "figures", entity: "order" }));

    const page = now.workspace.pages.at(-1);
    expect(page?.kind).toBe("list");
    expect(page?.blocks).toMatchObject([
      { type: "chart", style: "number", measure: { of: "count" } },
      { type: "chart", style: "bars", by: "status" },
    ]);
  });

  it("entities that only a block deep in groups shows are used", () => {
    const { workspace, model } = wholeDocuments(everyBlock());
    const bare = { ...workspace, pages: workspace.pages.filter(({ id }) => id !== "orders"), actions: [] };
    const lines = [{ id: "x", type: "chart", entity: "customer", style: "number", measure: { of: "count" } }];
    const group = { id: "g", type: "group", blocks: [{ id: "h", type: "group", blocks: lines }] };
    const page = { ...bare.pages[0], entity: "person", blocks: [group] };

    expect(usedEntities({ ...bare, pages: [page] } as never, model)).toContain("customer");
  });

  it("entities that a rule alone counts are used", () => {
    const { workspace, model } = wholeDocuments(everyBlock());
    const count = { op: "count", entity: "order", parent: "seller" };
    const many = { op: "gt", left: count, right: { op: "value", type: "integer", value: 2 } };
    const fields = { id: "f", type: "fields", fields: [], visibleWhen: many };
    const page = { ...workspace.pages[0], entity: "person", blocks: [fields] };
    const alone = { ...workspace, pages: [page], actions: [] } as never;

    expect(usedEntities(alone, model)).toContain("order");
  });
});
