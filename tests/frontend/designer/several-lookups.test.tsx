/** A lookup of several records in the designer: asked for before it is published, and nothing walks through it. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { rowsOptions } from "../../../frontend/designer/block-options";
import { addField, changeType } from "../../../frontend/designer/commands/entities";
import { type Documents, valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { fieldAt, pathOptions } from "../../../frontend/designer/model-view";
import { applyIntention } from "../../../frontend/designer/patches";
import { NewFieldForm } from "../../../frontend/designer/tree/new-field-form";
import { Names } from "../../../frontend/expressions/formula/names";
import type { Field } from "../../../frontend/protocol";
import { documents } from "./documents";
import { openedEditor } from "./fake-server";

const BUYERS = { label: "Buyers", type: "lookup", target: "customer", several: true } as const;
const AT = ["entities", "order", "fields", "buyers"];

/** happy-dom has no popovers. */
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

function withBuyers(): Documents {
  const before = documents();
  const intention = addField(before, NOTHING_RESERVED, "order", BUYERS);
  if (!intention) throw new Error("Nothing was meant");
  return applyIntention(before, intention);
}

it("[DSG-16] a new lookup is asked whether it points at several records", () => {
  const onChange = vi.fn();
  const field = { label: "Buyers", type: "lookup", target: "customer" } as const;
  render(<NewFieldForm model={documents().model} entity="order" field={field} onChange={onChange} />);

  fireEvent.click(screen.getByRole("switch", { name: "Several values" }));

  expect(onChange).toHaveBeenCalledWith(BUYERS);
  expect(valueAt(withBuyers().model, AT)).toMatchObject({
    type: "lookup",
    target: "customer",
    several: true,
  });
});

it("[DSG-16] [MET-04] it is decided until the field is published", () => {
  const editor = openedEditor();
  editor.run(addField(editor.documents, editor.reserved.peek(), "order", { ...BUYERS, several: false }));
  editor.select({ document: "model", path: AT });
  const { unmount } = render(<Inspector editor={editor} />);

  fireEvent.click(screen.getByRole("switch", { name: "Several values" }));

  expect(valueAt(editor.documents.model, [...AT, "several"])).toBe(true);
  unmount();
  vi.spyOn(editor, "stored").mockReturnValue(valueAt(editor.documents.model, AT) as Field);
  render(<Inspector editor={editor} />);
  expect(screen.getByRole("switch", { name: "Several values" })).toHaveProperty("disabled", true);
});

it("[DSG-17] a field that becomes of a type with one value holds one", () => {
  const before = withBuyers();

  const intention = changeType(before, null, "order", "buyers", "text");

  expect(intention && valueAt(applyIntention(before, intention).model, AT)).toMatchObject({
    type: "text",
    several: false,
  });
});

it("[DSG-16] no path, no list of rows and no lines of a formula go through it", () => {
  const { model } = withBuyers();
  const tied = { entity: "customer", kind: "detail" } as const;

  const paths = pathOptions(model, "order").map(({ path }) => path);
  const rows = rowsOptions(model, tied, { tied: true }).map(({ value }) => value);
  const names = new Names({ entities: model.entities, said: (text) => text?.en ?? "", ownerWord: "Owner" });

  expect(paths).toContain("customer.name");
  expect(paths.filter((path) => path.startsWith("buyers"))).toEqual(["buyers"]);
  expect(fieldAt(model, "order", "buyers.name")).toBeUndefined();
  expect(rows).toContain("order/customer");
  expect(rows).not.toContain("order/buyers");
  expect(names.linesOf("customer").map(({ id }) => id)).not.toContain("order:buyers");
});
