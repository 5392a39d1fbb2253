import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addBlock } from "../../../frontend/designer/commands/blocks";
import { moveNode } from "../../../frontend/designer/commands/nodes";
import { idsAt } from "../../../frontend/designer/document";
import { Said } from "../../../frontend/designer/said";
import { rowsOf, type TreeNode } from "../../../frontend/designer/tree/nodes";
import { canDrop, canDropInto, drop } from "../../../frontend/designer/tree/operations";
import { TreeView } from "../../../frontend/designer/tree/tree-view";
import { openedEditor } from "./fake-server";

/** happy-dom has no popovers and draws no frames. */
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function tree(opened = openedEditor()) {
  render(
    <>
      <TreeView editor={opened} />
      <Said editor={opened} />
    </>,
  );
  return opened;
}

const item = (name: string) =>
  screen.getAllByRole("treeitem").find((one) => one.textContent?.startsWith(name));
const focused = () => document.activeElement?.querySelector(".d-row-label")?.firstChild?.textContent;
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

function node(nodes: readonly TreeNode[], key: string): TreeNode {
  const open = new Set(rowsOf(nodes, new Set(["section:pages"])).map((row) => row.node.key));
  const all = rowsOf(nodes, { has: () => true } as unknown as Set<string>);
  const found = all.find((row) => row.node.key === key)?.node;
  if (!found) throw new Error(`${key} is not among ${[...open].join(", ")}`);
  return found;
}

it("one row at a time can be reached by Tab, and each says its place", () => {
  tree();

  const rows = screen.getAllByRole("treeitem");

  expect(rows.filter((row) => row.tabIndex === 0)).toHaveLength(1);
  expect(
    ["level", "posinset", "setsize"].map((name) => item("Orders")?.getAttribute(`aria-${name}`)),
  ).toEqual(["2", "1", "3"]);
});

it("arrow keys, Home and End walk the tree, open and close it", () => {
  tree();
  item("Orders")?.focus();
  const path: (string | null | undefined)[] = [];

  for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown", "Home", "End", "ArrowUp"]) {
    press(key);
    path.push(focused());
  }

  expect(path).toEqual(["List of Orders", "Orders", "Orders", "Order", "Sales", "Entities", "Confirm"]);
  expect(item("Orders")?.getAttribute("aria-expanded")).toBe("false");
});

it("Enter selects a row", () => {
  const opened = tree();
  item("Orders")?.focus();
  press("ArrowRight");

  press("Enter");

  expect(opened.selected.peek()).toEqual({
    document: "workspace",
    path: ["pages", "orders", "blocks", "rows"],
  });
});

it("Alt with an arrow moves a row among its siblings, and says so", async () => {
  const opened = tree();
  item("Orders")?.focus();

  press("ArrowDown", { altKey: true });

  expect(idsAt(opened.documents.workspace, ["pages"])).toEqual(["order", "orders", "customer"]);
  await vi.waitFor(() =>
    expect(screen.getByRole("status").textContent).toBe("Move Orders. Before Customer, 2 of 3."),
  );
});

it("Delete can be repeated: the next of the list is selected, and the field is told to go from its page only", async () => {
  const opened = tree();
  opened.goTo({ document: "workspace", path: ["pages", "order", "blocks", "facts", "fields", "number"] });
  await vi.waitFor(() => expect(focused()).toBe("Number"));

  press("Delete");
  await vi.waitFor(() => expect(focused()).toBe("Customer"));
  press("Delete");
  await vi.waitFor(() => expect(focused()).toBe("State"));

  expect(idsAt(opened.documents.workspace, ["pages", "order", "blocks", "facts", "fields"])).toEqual([
    "status",
  ]);
  expect(opened.selected.peek().path.at(-1)).toBe("status");
  expect(opened.toasts.shown.value.map(({ text }) => text)).toContain("Number removed from Order");
});

it("Delete removes what nothing refers to at once, and offers to undo it", () => {
  const opened = tree();
  opened.select({ document: "workspace", path: ["pages", "order", "blocks", "money"] });
  cleanup();
  tree(opened);
  item("Money")?.focus();

  press("Delete");

  expect(idsAt(opened.documents.workspace, ["pages", "order", "blocks"])).toEqual(["facts", "to_orders"]);
  const [toast] = opened.toasts.shown.peek();
  toast?.action?.run();
  expect(idsAt(opened.documents.workspace, ["pages", "order", "blocks"])).toEqual([
    "facts",
    "money",
    "to_orders",
  ]);
});

it("a row with findings says how many", () => {
  const opened = openedEditor();
  const problem = { code: "design-empty-group", arguments: {}, field: null, sentence: null, remedy: null };
  const finding = {
    document: "workspace",
    level: "warning",
    path: ["pages", "order", "blocks", "money"],
    problem,
  };
  opened.store.adopt({ ...opened.store.design.peek(), findings: [finding as never] });

  tree(opened);

  expect(screen.getByRole("treeitem", { name: "Order, Hidden on the landing page, 1 problem" })).toBeTruthy();
});

it("a field may be dropped among the fields of its page, and nowhere else", () => {
  const opened = openedEditor();
  const nodes = opened.tree.peek();
  const status = node(nodes, "workspace:pages/order/blocks/facts/fields/status");
  const total = node(nodes, "workspace:pages/order/blocks/money/fields/total");
  const name = node(nodes, "workspace:pages/customer/blocks/facts/fields/name");
  const page = node(nodes, "workspace:pages/order");

  const onto = [total, name, page].map((target) => canDrop(status, target));
  opened.run(drop(opened.documents, status, total, "after"));

  expect(onto).toEqual([true, false, false]);
  expect(idsAt(opened.documents.workspace, ["pages", "order", "blocks", "money", "fields"])).toEqual([
    "total",
    "status",
  ]);
});

/** Orders with a group beside the fields, open in the tree. */
function withGroup() {
  const opened = openedEditor();
  const { documents, reserved } = { documents: opened.documents, reserved: opened.reserved.peek() };
  opened.run(
    addBlock(documents, reserved, BLOCKS, { type: "group", heading: "Together", direction: "rows" }),
    {
      select: true,
    },
  );
  opened.run(
    moveNode(opened.documents, { document: "workspace", list: BLOCKS, id: "together" }, "money", "x"),
  );
  return opened;
}

const BLOCKS = ["pages", "order", "blocks"];
const INSIDE = [...BLOCKS, "together", "blocks"];

it("[DSG-22] Alt with a sideways arrow moves a block into the group beside it, and out again, and says so", async () => {
  const opened = tree(withGroup());
  item("Money")?.focus();

  press("ArrowRight", { altKey: true });
  const inside = idsAt(opened.documents.workspace, INSIDE);
  await vi.waitFor(() => expect(focused()).toBe("Money"));
  await vi.waitFor(() =>
    expect(screen.getByRole("status").textContent).toBe("Move Money. In Together, 1 of 1."),
  );
  expect(opened.selected.peek().path).toEqual([...INSIDE, "money"]);
  press("ArrowLeft", { altKey: true });

  expect(inside).toEqual(["money"]);
  expect(idsAt(opened.documents.workspace, INSIDE)).toEqual([]);
  expect(idsAt(opened.documents.workspace, BLOCKS)).toEqual(["facts", "together", "money", "to_orders"]);
});

it("[DSG-22] a block may be dropped into a group and beside what is in it, and no group into itself", () => {
  const opened = withGroup();
  const at = (path: readonly string[]) => node(opened.tree.peek(), `workspace:${path.join("/")}`);
  const [money, group] = [at([...BLOCKS, "money"]), at([...BLOCKS, "together"])];

  const into = [money, group].map((one) => canDropInto(one, group));
  opened.run(drop(opened.documents, money, group, "inside"));
  opened.run(drop(opened.documents, at([...BLOCKS, "facts"]), at([...INSIDE, "money"]), "before"));
  const total = at([...INSIDE, "money", "fields", "total"]);
  opened.run(drop(opened.documents, total, at([...INSIDE, "facts", "fields", "number"]), "before"));

  expect(into).toEqual([true, false]);
  expect(canDrop(at([...BLOCKS, "together"]), at([...INSIDE, "money"])), "a group beside what is in it").toBe(
    false,
  );
  expect(idsAt(opened.documents.workspace, BLOCKS)).toEqual(["together", "to_orders"]);
  expect(idsAt(opened.documents.workspace, INSIDE)).toEqual(["facts", "money"]);
  expect(idsAt(opened.documents.workspace, [...INSIDE, "facts", "fields"])[0]).toBe("total");
});

it("[BEY-14] the menu of the row that has the focus opens by keys, and is no part of the row's own words", () => {
  tree(withGroup());
  act(() => item("Money")?.focus());
  press("F10", { shiftKey: true });

  const menu = screen.getByRole("menu", { name: "Actions for Money" });

  expect(menu.contains(document.activeElement)).toBe(true);
  expect(screen.getByRole("tree").contains(menu)).toBe(false);
});

it("[DSG-22] the menu of a block offers the same, by the names of the groups", () => {
  const opened = tree(withGroup());
  fireEvent.click(item("Money") as HTMLElement);
  fireEvent.click(screen.getByRole("button", { name: "Actions for Money" }));

  fireEvent.click(screen.getByText("Move into Together"));

  expect(idsAt(opened.documents.workspace, INSIDE)).toEqual(["money"]);
});
