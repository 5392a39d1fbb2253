import { expect, it } from "vitest";
import { addField, removeEntity } from "../../../frontend/designer/commands/entities";
import { moveBy, removeNode, setText } from "../../../frontend/designer/commands/nodes";
import { addPage } from "../../../frontend/designer/commands/pages";
import type { Documents, Intention } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { applyIntention } from "../../../frontend/designer/patches";
import { changesSince } from "../../../frontend/designer/publish/changes";
import { wholeDocuments } from "../../../frontend/designer/whole";
import { documents } from "./documents";

const FACTS = ["pages", "order", "blocks", "facts", "fields"];

function words(...edits: readonly ((now: Documents) => Intention | null)[]): string[] {
  let now = documents();
  for (const edit of edits) {
    const intention = edit(now);
    if (intention) now = applyIntention(now, intention);
  }
  return changesSince(documents(), now).map((change) => change.words);
}

it("nothing has changed when only defaults are written out", () => {
  const changes = changesSince(documents(), wholeDocuments(documents()));

  expect(changes).toEqual([]);
});

it("says what was added, removed, renamed and moved, and where", () => {
  const place = (id: string) => ({ document: "workspace", list: FACTS, id }) as const;

  const told = words(
    (now) => addPage(now, NOTHING_RESERVED, { kind: "list", entity: "customer" }),
    (now) => removeNode(now, place("status"), "x"),
    (now) => moveBy(now, place("customer"), -1, "x"),
    (now) => setText(now, "workspace", ["pages", "orders"], "title", "en", "All orders", "x"),
    (now) => addField(now, NOTHING_RESERVED, "order", { label: "Weight", type: "decimal" }),
  );

  expect(told).toEqual([
    "“Orders” is now “All orders”",
    "Field “State” removed from Order · Fields",
    "The order in “Order · Fields” changed",
    "Page “Customers” added",
    "Field “Weight” added to Order",
  ]);
});

it("a name in another language than the reader's is a change, and no new name", () => {
  const told = words((now) =>
    setText(now, "workspace", ["pages", "orders"], "title", "sv", "Alla order", "x"),
  );

  expect(told).toEqual(["Orders changed"]);
});

it("pages of one name are told apart, in the names of what they have too, and so are actions", () => {
  const label = (path: string[], key: "title" | "label", name: string) => (now: Documents) =>
    setText(now, "workspace", path, key, "en", name, "x");
  const [one, two] = documents().workspace.actions;

  const told = words(
    label(["pages", "order"], "title", "Orders"),
    (now) => removeNode(now, { document: "workspace", list: FACTS, id: "status" }, "x"),
    label(["actions", String(one?.id)], "label", "Do it"),
    label(["actions", String(two?.id)], "label", "Do it"),
  );

  expect(told).toEqual([
    "“Order” is now “Orders (one record)”",
    "Field “State” removed from Orders (one record) · Fields",
    "“New order” is now “Do it (new_order)”",
    "“Confirm” is now “Do it (confirm)”",
  ]);
});

it("entities of other workspaces are none of this one's changes", () => {
  const published = documents();
  const other = {
    ...published.model.entities[0],
    id: "car",
    builtIn: false,
  } as Documents["model"]["entities"][0];
  const now = {
    ...documents(),
    model: { ...published.model, entities: [...published.model.entities, other] },
  };

  const changes = changesSince(published, now);

  expect(changes).toEqual([]);
});

it("an entity that goes is told once, with the pages that go along", () => {
  const told = words((now) => removeEntity(now, "customer"));

  expect(told).toContain("Page “Customer” removed");
  expect(told).toContain("Entity “Customer” removed");
  expect(told.filter((one) => one.includes("City"))).toEqual([]);
});
