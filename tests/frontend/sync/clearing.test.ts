/** A phone cleared of what came from the office: it keeps what is its user's own, and the copy comes again. */
import { describe, expect, it } from "vitest";
import { clearCopy } from "../../../frontend/sync/clearing";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const FIRST = "01900000-0000-7000-8000-000000000001";
const kept = (phone: Phone) => [
  ...(phone.disk.get("pack")?.keys() ?? []),
  ...(phone.disk.get("row")?.keys() ?? []),
];

describe("[APP-20] [L24] clearing what this phone holds", () => {
  it("takes the office's records off the disk and out of sight, and keeps what was typed", async () => {
    const phone = await synced(officeWith(8));
    phone.wire.up = false;
    await phone.sync();
    await phone.commands.createRecord("customer", { name: "Made here" });
    const { value, version } = { value: "Renamed", version: 1 };
    await phone.commands.editRecord("customer", FIRST, { name: { value, old: "Customer 1", base: version } });

    await clearCopy(phone.replica);

    expect(kept(phone)).toEqual([]);
    const names = Object.values(await phone.values()).map((values) => (values as { name: string }).name);
    expect(names.sort()).toEqual(["Made here", "Renamed"]);
    expect(phone.replica.outbox.unanswered()).toHaveLength(2);
    expect(phone.replica.metadata.peek()).not.toBeNull();
  });

  it("brings the whole copy again, sends what waited, and does not take the store for lost", async () => {
    const office = officeWith(8);
    const phone = await synced(office);
    await phone.commands.createRecord("customer", { name: "Made here" });
    await clearCopy(phone.replica);

    await phone.sync();
    await phone.idled();

    expect(await phone.values()).toEqual(office.expected());
    expect(phone.replica.outbox.unanswered()).toEqual([]);
    expect(phone.replica.loss.peek()).toBeNull();
  });

  it("is as good when the app dies right after, and while a copy is coming down", async () => {
    const office = officeWith(12);
    const phone = await Phone.open(new Wire(office));
    let pages = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot") pages += 1;
      return type === "snapshot" && pages > 2 ? "hang" : null;
    };
    phone.engine.start();
    await phone.reached("pulling");
    await clearCopy(phone.replica);
    phone.wire.trouble = () => null;

    const again = await phone.crash();
    await again.sync();

    expect(await again.values()).toEqual(office.expected());
  });
});
