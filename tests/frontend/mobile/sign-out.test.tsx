/** Signing out: what is not sent is said first, and what stays on the phone is its person's to decide. */
import { act, screen as page, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { press } from "./order-phone";
import { diskOf, id, metadataOf, openPhone, type Phone } from "./phone-app";

const METADATA = metadataOf("expense_management");
const DEVICE = { id: id(99), nonce: "n", nextNonce: null, nextNumber: 4, epoch: "e", renewed: false };

function disk(): MemoryDisk {
  const made = diskOf(METADATA, { expense: [[id(1), 1, { merchant: "Taxi Nord" }]] });
  made.get("kv")?.set("device", DEVICE);
  return made;
}

async function leaving(on: MemoryDisk, unsent: boolean) {
  const phone = await openPhone({ metadata: METADATA, disk: on, path: "/app/more" });
  if (unsent) {
    await act(async () => {
      await phone.core.commands.createRecord("expense", { merchant: "Made here" });
    });
  }
  await press(await phone.screen.findByRole("button", { name: "Sign out" }));
  return { phone, sheet: within(await page.findByRole("dialog", { hidden: true })) };
}

const left = (on: MemoryDisk) =>
  Object.fromEntries(
    [...on].map(([store, values]) => [store, [...values.keys()]]).filter(([, all]) => all?.length),
  );

const isOut = ({ screen }: Phone) => screen.findByLabelText(/^E-?mail/i);

describe("[SEC-11] signing out", () => {
  it("with everything sent takes all from the phone, which stays the same device", async () => {
    const on = disk();
    const { phone, sheet } = await leaving(on, false);
    sheet.getByText(/^Everything has been sent/);

    await press(sheet.getByRole("button", { name: "Sign out", hidden: true }));
    await isOut(phone);

    expect(left(on)).toEqual({ kv: ["device"] });
  });

  it("[L06] says what is not sent, keeps it for its person, and takes the office's records away", async () => {
    const on = disk();
    const { phone, sheet } = await leaving(on, true);
    sheet.getByText("1 record waits to be sent");

    await press(sheet.getByRole("button", { name: "Keep it here and sign out", hidden: true }));
    await isOut(phone);

    const stores = left(on);
    expect(Object.keys(stores).sort()).toEqual(["change", "kv"]);
    expect(stores.change).toHaveLength(1);
  });

  it("throws unsent work away only when it is said twice", async () => {
    const on = disk();
    const { phone, sheet } = await leaving(on, true);

    await press(sheet.getByRole("button", { name: "Discard it…", hidden: true }));
    sheet.getByText(/nobody can bring it back/);
    expect(left(on).change).toHaveLength(1);
    await press(sheet.getByRole("button", { name: "Discard all and sign out", hidden: true }));
    await isOut(phone);

    expect(left(on)).toEqual({ kv: ["device"] });
  });

  it("[BEY-17] leads to the file that rescues what is not sent, and back", async () => {
    const { sheet } = await leaving(disk(), true);

    await press(sheet.getByRole("button", { name: "Save unsent work to a file", hidden: true }));

    const file = await page.findByRole("dialog", { hidden: true, name: "Save unsent work to a file" });
    await press(within(file).getByRole("button", { name: "Cancel", hidden: true }));
    await waitFor(() => page.getByText("Keep it here and sign out"));
  });
});
