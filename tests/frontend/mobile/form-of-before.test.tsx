/** A form that is open while another version of the metadata is taken: it stays what it was, and says of which. */
import { act } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EffectiveMetadata } from "../../../frontend/protocol";
import { HIS_ORDER, NORTH, orderPhone, press, type, withPopovers } from "./order-phone";
import { BO, type Phone } from "./phone-app";

beforeEach(withPopovers);

const ORDER = [
  HIS_ORDER,
  2,
  { number: "SO-000002", customer: NORTH, status: "open", note: "at noon", owner: BO },
];

/** The next version, in which the note of an order is a number. */
function retyped(metadata: EffectiveMetadata): EffectiveMetadata {
  const entities = metadata.model.entities.map((entity) => ({
    ...entity,
    fields: entity.fields.map((field) =>
      entity.id === "sales_order" && field.id === "note" ? { ...field, type: "integer" as const } : field,
    ),
  }));
  return {
    ...metadata,
    metadataVersion: metadata.metadataVersion + 1,
    model: { ...metadata.model, entities },
  };
}

async function formOpen(path: string): Promise<{ phone: Phone; begun: number }> {
  const phone = await orderPhone({ records: { sales_order: [ORDER] } as never, path });
  await type(await phone.screen.findByLabelText(/^Note/), "call before noon");
  const metadata = phone.core.replica.metadata.peek() as EffectiveMetadata;
  await act(() => {
    phone.core.replica.metadata.value = retyped(metadata);
  });
  return { phone, begun: metadata.metadataVersion };
}

describe("[DRF-07] [MET-04] a form that was begun under an earlier version", () => {
  it("keeps its fields, and its change says under which version it was made", async () => {
    const { phone, begun } = await formOpen(`/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`);

    const control = phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement;
    expect([control.tagName, control.value]).toEqual(["TEXTAREA", "call before noon"]);
    await press(phone.screen.getByRole("button", { name: "Save" }));

    const saved = () => phone.core.replica.outbox.entries.value;
    await vi.waitFor(() => expect(saved()).toHaveLength(1));
    const [entry] = saved();
    expect(entry?.metadataVersion).toBe(begun);
    expect(entry?.acts).toMatchObject([{ kind: "set", edits: { note: { value: "call before noon" } } }]);
  });

  it("shows what waits as it was entered, where the field is of another type by now", async () => {
    const { phone } = await formOpen(`/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`);

    await press(phone.screen.getByRole("button", { name: "Save" }));

    expect(await phone.screen.findByText("call before noon", { selector: "span" })).toBeTruthy();
    expect(phone.screen.queryByLabelText(/^Note/, { selector: "textarea" })).toBeNull();
  });
});
