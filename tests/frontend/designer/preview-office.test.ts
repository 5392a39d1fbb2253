import { expect, it } from "vitest";
import { effectiveDesign } from "../../../frontend/designer/effective";
import { withNew } from "../../../frontend/designer/practice";
import { wholeDocuments } from "../../../frontend/designer/whole";
import type { PracticeRecords } from "../../../frontend/metadata/preview-channel";
import { PreviewOffice } from "../../../frontend/mobile/preview-office";
import type { Act, Done } from "../../../frontend/protocol";
import { documents } from "./documents";

const WAITING = { deadline: 1_000 };
const PRACTICE: PracticeRecords = {
  person: "p1",
  name: "Ana",
  put: [
    {
      entity: "customer",
      rows: [
        ["c2", 1, { name: "Vinga" }],
        ["c1", 1, { name: "Alba" }],
      ],
    },
    { entity: "order", rows: [["o1", 1, { number: "00001", customer: "c1", status: "open" }]] },
  ],
};

function office() {
  const metadata = effectiveDesign(wholeDocuments(documents()), PRACTICE, { version: 1, language: "en" });
  const made = new PreviewOffice(metadata, PRACTICE);
  const channel = made.connect();
  let number = 0;
  return {
    made,
    channel,
    async push(act: Act) {
      number += 1;
      const change = {
        id: `x${number}`,
        number,
        madeAt: "2026-11-21T10:00:00.000Z",
        metadataVersion: 1,
        acts: [act],
      };
      const reply = await channel.request({ type: "push", device: "d", changes: [change as never] }, WAITING);
      return reply.outcomes[0];
    },
    async since(cursor: string): Promise<Done> {
      return (await channel.request({ type: "pull", device: "d", cursor }, WAITING)) as Done;
    },
  };
}

it("gives the practice records in the order that a phone needs", async () => {
  const { channel } = office();

  const plan = await channel.request({ type: "pull", device: "d", cursor: null }, WAITING);
  const rows = await channel.request(
    { type: "snapshot", device: "d", plan: "preview", entity: "customer", after: "", until: "" },
    WAITING,
  );

  expect(plan).toMatchObject({
    type: "plan",
    entities: [{ entity: "customer", count: 2 }, { entity: "order" }],
  });
  expect(rows.rows.map(([id]) => id)).toEqual(["c1", "c2"]);
});

it("takes a new record, gives it its number, and sends it back down", async () => {
  const { push, since } = office();

  const outcome = await push({ kind: "create", entity: "order", record: "o2", values: { customer: "c2" } });
  const done = await since("1");

  expect(outcome).toMatchObject({ status: "applied", records: [{ record: "o2", version: 1 }] });
  expect(done.put).toEqual([{ entity: "order", rows: [["o2", 1, { number: "01001", customer: "c2" }]] }]);
});

it("runs a business step as the design says", async () => {
  const { push, since } = office();

  await push({ kind: "step", workspace: "sales", action: "confirm", entity: "order", record: "o1", base: 1 });
  const done = await since("1");

  expect(done.put[0]?.rows[0]?.[2]).toMatchObject({ status: "confirmed" });
});

it("the same change twice takes effect once, and a deleted record goes out", async () => {
  const { channel, since } = office();
  const acts = [{ kind: "delete", entity: "order", record: "o1", base: 1 }];
  const change = {
    id: "x1",
    number: 1,
    madeAt: "2026-11-21T10:00:00.000Z",
    metadataVersion: 1,
    acts,
  } as never;

  const first = await channel.request({ type: "push", device: "d", changes: [change] }, WAITING);
  const again = await channel.request({ type: "push", device: "d", changes: [change] }, WAITING);
  const done = await since("1");

  expect(again.outcomes).toEqual(first.outcomes);
  expect(done.out).toEqual([{ entity: "order", records: ["o1"], why: "lost" }]);
});

it("a new field of the design gets values, and edits made in the preview stay", async () => {
  const { made, push, since } = office();
  await push({
    kind: "set",
    entity: "order",
    record: "o1",
    edits: { status: { value: "confirmed", base: 1, old: "open" } },
  });
  const fresh: PracticeRecords = {
    ...PRACTICE,
    put: [
      { entity: "order", rows: [["z9", 1, { number: "9", customer: "z1", status: "open", weight: "2.00" }]] },
    ],
  };

  made.replenish(withNew(PRACTICE, fresh));
  const done = await since("1");

  expect(done.put).toEqual([
    {
      entity: "order",
      rows: [["o1", 3, { number: "00001", customer: "c1", status: "confirmed", weight: "2.00" }]],
    },
  ]);
});

it("lookups of new practice values lead to the records that are there", () => {
  const after: PracticeRecords = {
    ...PRACTICE,
    put: [
      { entity: "customer", rows: [["n1", 1, { name: "X" }]] },
      { entity: "order", rows: [["n2", 1, { number: "1", payer: "n1", buyers: ["n1"] }]] },
    ],
  };

  const merged = withNew(PRACTICE, after);

  expect(merged.put[1]?.rows).toEqual([
    ["o1", 1, { number: "00001", payer: "c2", buyers: ["c2"], customer: "c1", status: "open" }],
  ]);
});

it("everything of the design may be used in the preview, by the made-up person", () => {
  const effective = effectiveDesign(wholeDocuments(documents()), PRACTICE, { version: 4, language: "sv" });

  expect(effective.person).toEqual({ id: "p1", name: "Ana", language: "sv" });
  expect(Object.keys(effective.rights).sort()).toEqual(["customer", "order", "person"]);
  expect(effective.rights.order).toContain("delete");
});

it("[DSG-04] the made-up person stands in his unit, so that a page of it finds its record", async () => {
  const people = { entity: "person", rows: [["p1", 1, { name: "Ana", unit: "u1" }]] };
  const practice = { ...PRACTICE, put: [...PRACTICE.put, people] } as PracticeRecords;
  const metadata = effectiveDesign(wholeDocuments(documents()), practice, { version: 1, language: "en" });
  const channel = new PreviewOffice(metadata, practice).connect();

  const done = await channel.request({ type: "pull", device: "d", cursor: "1" }, WAITING);

  expect(done).toMatchObject({ standing: { circle: { unit: "u1" } } });
});
