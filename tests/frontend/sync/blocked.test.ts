/** A change that cannot be without a refused one waits at the office, and the phone hears how it ended. */
import { expect, it } from "vitest";
import { isBlocked, rootCause } from "../../../frontend/local/outbox-entry";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

interface Family {
  readonly phone: Phone;
  /** A customer that the office refuses. */
  readonly parent: string;
  /** One that refers to it. */
  readonly child: string;
}

/** A phone whose outbox has a refused creation and a change that waits for it. */
async function family(): Promise<Family> {
  const phone = await synced(officeWith(1));
  phone.wire.office.refuse = (act) => {
    return act.kind === "create" && act.values.name === undefined ? "value-required" : null;
  };
  phone.wire.up = false;
  const parent = await phone.commands.createRecord("customer", { city: "Umeå" });
  const child = await phone.commands.createRecord("customer", { name: "Child", parent });
  phone.wire.up = true;
  await phone.sync();
  return { phone, parent, child };
}

function entryOf(phone: Phone, record: string) {
  const found = phone.replica.outbox.entries.value.find(({ acts }) => acts[0]?.record === record);
  if (!found) throw new Error(`no change of ${record}`);
  return found;
}

async function mend({ phone, parent }: Family): Promise<void> {
  const values = { name: "Parent", city: "Umeå" };
  const act = { kind: "create", entity: "customer", record: parent, values } as const;
  await phone.commands.amendChange(entryOf(phone, parent).id, [act]);
}

it("[L04] [SYN-17] [inv 33] a child of a refused parent waits, and the change to mend is known", async () => {
  const here = await family();
  const { phone, parent, child } = here;

  const waiting = entryOf(phone, child);

  expect(isBlocked(waiting)).toBe(true);
  expect(rootCause(waiting, phone.replica.outbox.entries.value)).toBe(entryOf(phone, parent));
  expect((await phone.shown())[`customer/${child}`]).toMatchObject({
    values: { name: "Child", parent },
    progress: "refused",
  });
});

it("[L15] [inv 5] [inv 33] once the parent is mended the child goes on by itself, and both settle", async () => {
  const here = await family();
  const { phone, parent, child } = here;

  await mend(here);
  await phone.settled();

  expect(phone.wire.office.values("customer", child)).toEqual({ name: "Child", parent });
  expect(phone.wire.office.values("customer", parent)).toEqual({ name: "Parent", city: "Umeå" });
  const entries = phone.replica.outbox.entries.value;
  expect(entries.map(({ outcome, settled }) => [outcome?.status, settled])).toEqual([
    ["applied", true],
    ["applied", true],
  ]);
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it("[inv 4] [inv 5] a lost answer of the mending push is told again, and nothing is applied twice", async () => {
  const here = await family();
  const { phone, child } = here;

  let lost = false;
  phone.wire.trouble = ({ type }) => {
    if (type !== "push" || lost) return null;
    lost = true;
    return "cut-reply";
  };
  await mend(here);
  await phone.reached("offline");
  const head = phone.wire.office.head;
  await phone.sync();

  expect(phone.wire.office.head).toBe(head);
  expect(entryOf(phone, child)).toMatchObject({ outcome: { status: "applied" }, settled: true });
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it("[inv 32] [inv 33] a waiting change that is given up is not applied when the parent is mended, after a crash either", async () => {
  const here = await family();
  const { phone, child } = here;
  phone.wire.up = false;

  await phone.commands.discardChange(entryOf(phone, child).id);
  const again = await phone.crash();
  await mend({ ...here, phone: again });
  again.wire.up = true;
  await again.sync();

  expect(again.wire.office.values("customer", child)).toBeNull();
  expect(again.replica.outbox.entries.value).toHaveLength(1);
  expect(again.replica.outbox.givenUp).toEqual([]);
});

it("[inv 32] what waits for a change that is given up is refused with its reason, and can be mended", async () => {
  const here = await family();
  const { phone, parent, child } = here;
  const base = phone.wire.office.refuse;
  phone.wire.office.refuse = (act) => {
    const lost = act.kind === "create" && act.values.parent === parent;
    return lost && !phone.wire.office.values("customer", parent) ? "lookup-not-found" : base(act);
  };

  await phone.commands.discardChange(entryOf(phone, parent).id);
  const orphan = entryOf(phone, child);
  const cause = rootCause(orphan, phone.replica.outbox.entries.value);
  await phone.commands.createRecord("customer", { name: "Other" });
  await phone.sync();

  expect(cause).toBeUndefined();
  expect(entryOf(phone, child).outcome).toMatchObject({
    status: "rejected",
    problem: { code: "lookup-not-found" },
  });
});

it("[BEY-13] what an administrator decided about a refused change is read with the next pull", async () => {
  const here = await family();
  const { phone, parent } = here;
  const { id, number } = entryOf(phone, parent);
  const said = { id, number: number ?? 0, note: "Ask Bo.", at: "2026-11-22T09:00:00.000Z", seq: 0 };

  phone.wire.office.waiting.decisions.push({ ...said, decision: "returned" });
  await phone.sync();
  const returned = entryOf(phone, parent);
  phone.wire.office.write("customer", parent, { name: "By the office" });
  const applied = { ...said, decision: "applied", at: "2026-11-22T10:00:00.000Z" } as const;
  phone.wire.office.waiting.decisions.splice(0, 1, { ...applied, seq: phone.wire.office.head });
  await phone.sync();

  expect(returned.decision).toMatchObject({ decision: "returned", note: "Ask Bo." });
  expect(entryOf(phone, parent)).toMatchObject({ decision: { decision: "applied" }, settled: true });
  expect((await phone.shown())[`customer/${parent}`]).toMatchObject({ values: { name: "By the office" } });
});

it("[inv 3] [inv 4] a phone that goes on as a new device sends again what waits there, once", async () => {
  const here = await family();
  const { phone, parent, child } = here;
  const { office } = phone.wire;
  const before = phone.replica.device.peek()?.id ?? "";
  Object.assign(office.devices.get(before) ?? {}, { nonce: "of a copy", previous: "of a copy" });

  phone.wire.closed.emit();
  await phone.sync();
  await mend(here);
  await phone.settled();

  expect(phone.replica.device.peek()?.id).not.toBe(before);
  expect(office.values("customer", parent)).toEqual({ name: "Parent", city: "Umeå" });
  expect(office.values("customer", child)).toEqual({ name: "Child", parent });
  expect(office.records.get(`customer/${child}`)?.version).toBe(1);
  expect(phone.replica.outbox.unanswered()).toEqual([]);
});
