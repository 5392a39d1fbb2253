import { expect, it } from "vitest";
import type { Pack } from "../../../frontend/local/database";
import { memoryStorage } from "../../../frontend/local/memory";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import type { Operation, Storage } from "../../../frontend/local/storage";
import { BATCH_BYTES, nextBatch } from "../../../frontend/sync/batch";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** A store that writes down how many records each commit carries. */
function weighed(commits: Map<string, number>): Storage {
  const inner = memoryStorage();
  const records = (operation: Operation) => {
    if (operation.kind !== "put" || !["pack", "row", "staging"].includes(operation.store)) return 0;
    return operation.store === "pack" ? (operation.value as Pack).count : 1;
  };
  return {
    ...inner,
    commit(site, operations, durability) {
      const weight = operations.reduce((sum, operation) => sum + records(operation), 0);
      commits.set(site, Math.max(commits.get(site) ?? 0, weight));
      return inner.commit(site, operations, durability);
    },
  };
}

it("[inv 34] neither a large pull nor a mask of all records is ever one commit", async () => {
  const office = officeWith(10);
  const commits = new Map<string, number>();
  const phone = await Phone.open(new Wire(office), { storage: weighed(commits) });
  await phone.sync();
  office.deltaRows = 700;
  for (let at = 100; at < 12_100; at += 1)
    office.write("customer", id(at), { name: `Many ${at}`, salary: "1" });
  await phone.sync();
  await phone.idled();
  office.fields = { customer: ["name"] };

  await phone.sync();

  expect(Object.keys(await phone.values())).toHaveLength(12_010);
  expect(JSON.stringify(await phone.values())).not.toContain("salary");
  expect(commits.get("journal.mask")).toBeGreaterThan(1_000);
  expect(commits.get("journal.mask")).toBeLessThanOrEqual(10_000);
  expect(commits.get("journal.step")).toBeLessThanOrEqual(2_000);
  expect(commits.get("apply.direct") ?? 0).toBeLessThan(2_000);
});

it("[SYN-05] many changes go up two hundred at a time, the answers of a request in one commit", async () => {
  const office = officeWith(1);
  const sites: string[] = [];
  const inner = memoryStorage();
  const storage: Storage = {
    ...inner,
    commit(site, operations, durability) {
      sites.push(site);
      return inner.commit(site, operations, durability);
    },
  };
  const phone = await Phone.open(new Wire(office), { storage });
  await phone.sync();
  phone.wire.up = false;
  for (let at = 0; at < 450; at += 1) await phone.commands.createRecord("customer", { name: `Many ${at}` });
  const begun = office.log.length;

  phone.wire.up = true;
  await phone.sync();

  const sent = office.log
    .slice(begun)
    .flatMap(({ type, numbers }) => (type === "push" ? [numbers.length] : []));
  expect(sent).toEqual([200, 200, 50]);
  expect(sites.filter((site) => site === "push.outcomes")).toHaveLength(3);
  expect(phone.replica.outbox.unanswered()).toEqual([]);
});

it("a request stops before two hundred kilobytes, but for one change that is larger by itself", () => {
  const change = (text: string) =>
    ({ acts: [{ kind: "set", edits: { name: text } }] }) as unknown as OutboxEntry;
  const small = Array.from({ length: 150 }, () => change("x".repeat(2_000)));

  const some = nextBatch(small);
  const huge = nextBatch([change("x".repeat(BATCH_BYTES)), ...small]);

  expect(some.length * 2_000).toBeLessThan(BATCH_BYTES);
  expect((some.length + 1) * 2_300).toBeGreaterThan(BATCH_BYTES);
  expect(huge).toHaveLength(1);
});
