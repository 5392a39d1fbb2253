/** How a person works offline, as his administrator says: seamlessly, by drafts, or online only. */
import { within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FormDraft } from "../../../frontend/local/form-drafts";
import type { MemoryDisk } from "../../../frontend/local/memory";
import type { Experience } from "../../../frontend/protocol";
import { HIS_ORDER, orderPhone, press, RECORDS, standing, type, withPopovers } from "./order-phone";
import { diskOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers";
const NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders";
const EDIT = `/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`;

const stored = (on: MemoryDisk) => [...(on.get("draft")?.values() ?? [])] as FormDraft[];
/** A busy machine takes its time. */
const waited = (holds: () => void) => vi.waitFor(holds, 5_000);
const entries = ({ core }: Phone) => core.replica.outbox.entries.value;

async function working(said: Partial<Experience>): Promise<MemoryDisk> {
  const { core, element } = await orderPhone();
  const metadata = core.replica.metadata.peek();
  core.close();
  element.remove();
  if (!metadata) throw new Error("There is no metadata");
  const experience: Experience = { mode: "drafts", existing: true, lookups: true, chains: true, ...said };
  return diskOf({ ...metadata, experience }, RECORDS, [], { standing: standing() });
}

async function filledCustomer(on: MemoryDisk): Promise<Phone> {
  const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
  await waited(() => expect(phone.core.sync.syncState.value.kind).toBe("offline"));
  await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
  await type(phone.screen.getByLabelText(/account/), "C-00777");
  return phone;
}

const save = (phone: Phone) => phone.screen.getByRole("button", { name: "Save" });

describe("[DRF-01] the drafts experience", () => {
  it("keeps a new record as a draft while there is no network, and its writer sends it", async () => {
    const on = await working({});
    const phone = await filledCustomer(on);
    await press(save(phone));

    expect(await phone.screen.findByText(/Send it from the outbox when you are back online/)).toBeTruthy();
    expect(entries(phone)).toEqual([]);
    await waited(() => expect(stored(on)).toHaveLength(1));
    await press(await phone.screen.findByRole("button", { name: "Send all ready (1)" }));
    await waited(() => expect(entries(phone)).toHaveLength(1));
  });

  it("does not change records that are there where that is switched off, and says so", async () => {
    const phone = await orderPhone({ disk: await working({ existing: false }), path: EDIT });

    expect(await phone.screen.findByText(/only new records can be begun here/)).toBeTruthy();

    expect((save(phone) as HTMLButtonElement).disabled).toBe(true);
  });

  it("sets no references where that is switched off, and says so", async () => {
    const phone = await orderPhone({ disk: await working({ lookups: false }), path: NEW_ORDER });
    await waited(() => expect(phone.core.sync.syncState.value.kind).toBe("offline"));

    await press(await phone.screen.findByRole("button", { name: /^Customer/ }));

    expect(await phone.screen.findByText(/References cannot be set without a network/)).toBeTruthy();
    expect(phone.screen.queryByText("Hansa Foods AB")).toBeNull();
  });

  it("offers no drafts to other drafts where that is switched off", async () => {
    const on = await working({ chains: false });
    const phone = await filledCustomer(on);
    await press(save(phone));
    await phone.screen.findByText(/Send it from the outbox/);
    await phone.go(NEW_ORDER);

    await press(await phone.screen.findByRole("button", { name: /^Customer/ }));

    const picker = within(phone.element.querySelector("dialog.block-picker") as HTMLElement);
    expect(await picker.findByText("Hansa Foods AB")).toBeTruthy();
    expect(picker.queryByText("Hansa Fisk AB")).toBeNull();
    expect(picker.queryByText("New customer …")).toBeNull();
  });
});

it("[DRF-01] online only, a form needs the network and says so, and what was typed stays a draft", async () => {
  const on = await working({ mode: "online" });
  const phone = await filledCustomer(on);

  expect((save(phone) as HTMLButtonElement).disabled).toBe(true);

  await waited(() => expect(stored(on)).toHaveLength(1));
});

it("[DRF-01] seamlessly, a form is saved on the phone and goes up by itself", async () => {
  const phone = await filledCustomer(await working({ mode: "seamless" }));

  await press(save(phone));

  await waited(() => expect(entries(phone)).toHaveLength(1));
});
