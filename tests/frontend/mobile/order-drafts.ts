/** A phone that takes orders, with nothing on it but records, and what its drafts come to. */
import { vi } from "vitest";
import type { FormDraft } from "../../../frontend/local/form-drafts";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { orderPhone, RECORDS, standing } from "./order-phone";
import { diskOf, type Phone } from "./phone-app";

export const NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers";
export const NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders";

export const stored = (on: MemoryDisk) => [...(on.get("draft")?.values() ?? [])] as FormDraft[];
/** A busy machine takes its time. */
export const waited = (holds: () => void) => vi.waitFor(holds, 5_000);
export const entries = ({ core }: Phone) => core.replica.outbox.entries.value;

export async function emptyDisk(): Promise<MemoryDisk> {
  const { core, element } = await orderPhone();
  const metadata = core.replica.metadata.peek();
  core.close();
  element.remove();
  if (!metadata) throw new Error("There is no metadata");
  return diskOf(metadata, RECORDS, [], { standing: standing() });
}
