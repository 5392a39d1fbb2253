import { expect, it } from "vitest";
import { Lens } from "../../../frontend/blocks/lens";
import { plainList } from "../../../frontend/blocks/list/plain-list";
import { parentField } from "../../../frontend/blocks/parent-field";
import { blocksOf } from "../../../frontend/metadata/find";
import { lackedIn } from "../../../frontend/metadata/understanding";
import type { Block, GroupBlock } from "../../../frontend/protocol";
import { action, effective, entity, field, page, workspace } from "./builders";

function group(id: string, ...blocks: Block[]): GroupBlock {
  return {
    id,
    type: "group",
    label: null,
    icon: null,
    direction: "rows",
    look: null,
    blocks,
    visibleWhen: null,
  };
}

const list = (id: string, more: object = {}) => plainList({ id, entity: "line", title: "name", ...more });

it("[DSG-22] the blocks of a page are found inside groups too, each group before what is in it", () => {
  const built = page("p", "order", { blocks: [list("a"), group("g", group("h", list("b")), list("c"))] });

  expect(blocksOf(built).map(({ id }) => id)).toEqual(["a", "g", "h", "b", "c"]);
});

it("[DSG-07] a new line hangs on the record by the lookup that a list inside a group names", () => {
  const lookups = [
    field("order", "lookup", { target: "order" }),
    field("copied", "lookup", { target: "order" }),
  ];
  const entities = [
    entity("order", [field("name", "text")]),
    entity("line", [field("name", "text"), ...lookups]),
  ];
  const detail = page("d", "order", {
    kind: "detail",
    blocks: [group("g", list("l", { parent: "copied" }))],
  });
  const built = workspace("w", { pages: [detail] });

  const found = parentField(
    new Lens(effective({ entities, workspaces: [built] }), "en"),
    built,
    "line",
    "order",
    detail,
  );

  expect(found).toBe("copied");
});

it("[L45] [BL-05] what the app lacks is told of lists in groups, and of the rules of blocks, fields and actions", () => {
  const unknown = (op: string) => ({ op, path: "name", value: 1 });
  const blocks = [group("g", list("l", { condition: unknown("near"), visibleWhen: unknown("orbits") }))];
  const built = workspace("w", {
    pages: [page("p", "line", { blocks })],
    actions: [action("a", "step", { availableWhen: unknown("glows") })],
  });

  expect(lackedIn([built])).toEqual(["glows", "near", "orbits"]);
});
