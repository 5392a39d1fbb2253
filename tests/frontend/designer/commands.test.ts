import { describe, expect, it } from "vitest";
import {
  addAction,
  addSetting,
  offerAction,
  removeAction,
} from "../../../frontend/designer/commands/actions";
import { addBlock } from "../../../frontend/designer/commands/blocks";
import type { NewBlock } from "../../../frontend/designer/commands/new-blocks";
import {
  duplicateNode,
  moveBy,
  removeNode,
  setProperty,
  setText,
} from "../../../frontend/designer/commands/nodes";
import { addPage, removePage } from "../../../frontend/designer/commands/pages";
import { addShownFields, moveShownField, switchPath } from "../../../frontend/designer/commands/shown-fields";
import { type Documents, type Intention, idsAt, valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED, type Reserved } from "../../../frontend/designer/ids";
import { applyIntention } from "../../../frontend/designer/patches";
import { documents } from "./documents";

const FACTS = ["pages", "order", "blocks", "facts", "fields"];
const _STATUS = ["entities", "order", "fields", "status"];

function applied(before: Documents, intention: Intention | null): Documents {
  if (!intention) throw new Error("Nothing was meant");
  return applyIntention(before, intention);
}

function _published(...addresses: string[]): Reserved {
  return { workspace: new Set(addresses), model: new Set(addresses) };
}

/** Everything but one list, as text. */
function besides(before: Documents, path: readonly string[]): string {
  const copy = structuredClone(before);
  const holder = valueAt(copy.workspace, path.slice(0, -1)) as Record<string, unknown>;
  holder[path.at(-1) ?? ""] = "…";
  return JSON.stringify(copy);
}

describe("one field", () => {
  it("[DSG-23] adding a field leaves everything else as it was, links included", () => {
    const before = documents();

    const now = applied(before, addShownFields(before, NOTHING_RESERVED, FACTS, "order", ["note"], "status"));

    expect(idsAt(now.workspace, FACTS)).toEqual(["number", "customer", "note", "status"]);
    expect(valueAt(now.workspace, [...FACTS, "customer", "page"])).toBe("customer");
    expect(besides(now, FACTS)).toBe(besides(before, FACTS));
  });

  it("[DSG-23] removing a field leaves everything else as it was, links included", () => {
    const before = documents();
    const place = { document: "workspace", list: FACTS, id: "status" } as const;

    const now = applied(before, removeNode(before, place, "Status"));

    expect(idsAt(now.workspace, FACTS)).toEqual(["number", "customer"]);
    expect(valueAt(now.workspace, [...FACTS, "customer"])).toEqual(
      valueAt(before.workspace, [...FACTS, "customer"]),
    );
    expect(besides(now, FACTS)).toBe(besides(before, FACTS));
  });

  it("[DSG-23] moving a field leaves everything else as it was, links included", () => {
    const before = documents();
    const place = { document: "workspace", list: FACTS, id: "customer" } as const;

    const now = applied(before, moveBy(before, place, 1, "Customer"));

    expect(idsAt(now.workspace, FACTS)).toEqual(["number", "status", "customer"]);
    expect(valueAt(now.workspace, [...FACTS, "customer", "page"])).toBe("customer");
    expect(besides(now, FACTS)).toBe(besides(before, FACTS));
  });

  it("fields picked together come in the order in which they were picked, also those beyond a lookup", () => {
    const before = documents();

    const now = applied(
      before,
      addShownFields(before, NOTHING_RESERVED, FACTS, "order", ["customer.city", "total"]),
    );

    expect(idsAt(now.workspace, FACTS).slice(-2)).toEqual(["customer_city", "total"]);
    expect(valueAt(now.workspace, [...FACTS, "customer_city", "field"])).toBe("customer.city");
  });

  it("a field moves to another group of its page with all its properties", () => {
    const before = documents();
    const to = ["pages", "order", "blocks", "money", "fields"];

    const now = applied(before, moveShownField(before, FACTS, "status", to, "total", "Status"));

    expect(idsAt(now.workspace, FACTS)).toEqual(["number", "customer"]);
    expect(idsAt(now.workspace, to)).toEqual(["status", "total"]);
    expect(valueAt(now.workspace, [...to, "status", "label", "en"])).toBe("State");
  });

  it("at the end of its list a node moves no further", () => {
    const place = { document: "workspace", list: FACTS, id: "status" } as const;

    const intention = moveBy(documents(), place, 1, "Status");

    expect(intention).toBeNull();
  });
});

describe("properties", () => {
  it("what stands there already is not written again", () => {
    const intention = setProperty(documents(), "workspace", [], "icon", "truck", "Sales");

    expect(intention).toBeNull();
  });

  it("a label is renamed in one language and keeps the other", () => {
    const before = documents();

    const now = applied(
      before,
      setText(before, "workspace", ["pages", "orders"], "title", "en", "All orders", "x"),
    );

    expect(valueAt(now.workspace, ["pages", "orders", "title"])).toEqual({ en: "All orders", sv: "Order" });
  });

  it("the first words of a label that was not there make it", () => {
    const before = documents();

    const now = applied(before, setText(before, "workspace", [...FACTS, "number"], "label", "sv", "Nr", "x"));

    expect(valueAt(now.workspace, [...FACTS, "number", "label"])).toEqual({ sv: "Nr" });
  });

  it("a searched field is added and taken out by itself", () => {
    const before = documents();
    const list = ["pages", "orders", "blocks", "rows", "search"];

    const added = applied(before, switchPath(before, list, "status", true, "List"));
    const now = applied(added, switchPath(added, list, "number", false, "List"));

    expect(valueAt(now.workspace, list)).toEqual(["customer.name", "status"]);
  });

  it("a list that the document leaves out is made by its first member", () => {
    const before = documents();
    const list = ["pages", "order", "blocks", "to_orders", "actions"];

    const now = applied(before, switchPath(before, list, "x", true, "List"));

    expect(valueAt(now.workspace, list)).toEqual(["x"]);
  });
});

describe("pages", () => {
  it("a new page has an id of its own and works at once", () => {
    const before = documents();

    const now = applied(before, addPage(before, NOTHING_RESERVED, { kind: "list", entity: "order" }));

    const page = now.workspace.pages.at(-1);
    expect(page?.id).toBe("orders_list");
    expect(page?.blocks[0]).toMatchObject({
      type: "list",
      title: "number",
      badge: "status",
      detail: "order",
    });
  });

  it("a page that goes takes with it what only led to it", () => {
    const before = documents();

    const now = applied(before, removePage(before, "order"));

    expect(idsAt(now.workspace, ["pages"])).toEqual(["orders", "customer"]);
    expect(valueAt(now.workspace, ["pages", "orders", "blocks", "rows", "detail"])).toBeNull();
    expect(valueAt(now.workspace, ["actions", "new_order", "next"])).toBeNull();
  });

  it("links to a page that goes are removed, and lookups no longer open it", () => {
    const before = documents();

    const withoutList = applied(before, removePage(before, "orders"));
    const now = applied(withoutList, removePage(withoutList, "customer"));

    expect(idsAt(now.workspace, ["pages", "order", "blocks"])).toEqual(["facts", "money"]);
    expect(valueAt(now.workspace, [...FACTS, "customer", "page"])).toBeNull();
  });

  it("a page is duplicated after itself under an id and a title of its own", () => {
    const before = documents();
    const place = { document: "workspace", list: ["pages"], id: "orders" } as const;

    const now = applied(before, duplicateNode(before, NOTHING_RESERVED, place));

    expect(idsAt(now.workspace, ["pages"])).toEqual(["orders", "orders_2", "order", "customer"]);
    expect(valueAt(now.workspace, ["pages", "orders_2", "title", "en"])).toBe("Orders (copy)");
  });

  it("[DSG-07] a group, rows of another entity and a link are added to a page", () => {
    const before = documents();

    const list = ["pages", "customer", "blocks"];
    const add = (now: Documents, block: NewBlock) =>
      applied(now, addBlock(now, NOTHING_RESERVED, list, block));

    const group = add(before, { type: "fields", heading: "Address" });
    const rows = add(group, { type: "list", rows: { entity: "order", parent: "customer" } });
    const now = add(rows, { type: "link", page: "orders" });

    const blocks = ["pages", "customer", "blocks"];
    expect(idsAt(now.workspace, blocks)).toEqual(["facts", "address", "order", "orders"]);
    expect(valueAt(now.workspace, [...blocks, "order", "parent"])).toBe("customer");
    expect(valueAt(now.workspace, [...blocks, "orders", "page"])).toBe("orders");
  });
});

describe("actions", () => {
  it("[DSG-11] a create action has a form of what can be entered and opens the new record", () => {
    const before = documents();

    const now = applied(
      before,
      addAction(before, NOTHING_RESERVED, {
        kind: "create",
        entity: "order",
        label: "Add order",
        page: "orders",
      }),
    );

    const action = now.workspace.actions.at(-1);
    expect(action?.fields.map(({ field }) => field)).toEqual(["customer", "status", "total", "note"]);
    expect(action?.next).toBe("order");
    expect(valueAt(now.workspace, ["pages", "orders", "actions"])).toEqual(["new_order", "add_order"]);
  });

  it("[DSG-12] a delete action asks before it deletes", () => {
    const before = documents();

    const now = applied(
      before,
      addAction(before, NOTHING_RESERVED, { kind: "delete", entity: "order", label: "Delete" }),
    );

    expect(now.workspace.actions.at(-1)).toMatchObject({ kind: "delete", tone: "danger" });
    expect(now.workspace.actions.at(-1)?.confirm?.en).toBeTruthy();
  });

  it("[DSG-12] a business step sets fields and needs no form", () => {
    const before = documents();

    const step = applied(
      before,
      addAction(before, NOTHING_RESERVED, { kind: "step", entity: "order", label: "Reopen" }),
    );
    const now = applied(
      step,
      addSetting(step, NOTHING_RESERVED, "reopen", { field: "status", to: "value", value: "open" }),
    );

    expect(now.workspace.actions.at(-1)?.settings).toEqual([
      { id: "status", field: "status", to: "value", value: "open" },
    ]);
  });

  it("an action that goes is offered nowhere any more", () => {
    const before = documents();

    const now = applied(before, removeAction(before, "new_order"));

    expect(idsAt(now.workspace, ["actions"])).toEqual(["confirm"]);
    expect(valueAt(now.workspace, ["pages", "orders", "actions"])).toEqual([]);
  });

  it("an action is offered on a page, and no longer", () => {
    const before = documents();

    const offered = applied(before, offerAction(before, "order", "new_order", true));
    const now = applied(offered, offerAction(offered, "order", "confirm", false));

    expect(valueAt(now.workspace, ["pages", "order", "actions"])).toEqual(["new_order"]);
  });
});
