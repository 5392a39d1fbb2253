import { describe, expect, it } from "vitest";
import type { NewsByEntity } from "../../../frontend/local/news";
import type { Reason } from "../../../frontend/local/traces";
import type {
  ActiveFilter,
  EffectiveMetadata,
  ProfileEntity,
  Rule,
  Standing,
} from "../../../frontend/protocol";
import { reasonsFrom } from "../../../frontend/sync/reasons";
import { profile, standing, taken } from "../local/standings";
import { effective, entity, field } from "../metadata/builders";
import type { Office } from "./office";
import { Phone } from "./phone";
import { officeWith, synced } from "./start";

const HOUR = 3_600_000;
const customer = entity("customer", [
  field("name", "text"),
  field("closed", "date"),
  field("parent", "lookup", { target: "customer" }),
]);
const RECENT: Rule = { kind: "custom", condition: { op: "last-x-days", path: "closed", value: 30 } };
const RELATED: Rule = { kind: "related", by: [{ from: null, path: "parent" }] };

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

function metadata(rules: readonly Rule[]): EffectiveMetadata {
  const [first = { kind: "all" }, ...more] = rules;
  return {
    ...effective({ entities: [customer] }),
    profile: profile([taken("customer", { rules: [first, ...more] })]),
  };
}

function filter(of: string, condition: ActiveFilter["condition"]): ActiveFilter {
  return { id: of, entity: "customer", label: { en: of }, condition, active: true, system: false };
}

function reason(rules: readonly Rule[], told: Standing | null, values: Record<string, unknown>): Reason {
  const lookup = (_: string, record: string) => (record === id(9) ? { name: "Parent" } : undefined);
  const given = {
    metadata: metadata(rules),
    standing: told,
    person: "me",
    at: "2026-11-21T12:00:00.000Z",
    lookup,
  };
  return reasonsFrom(given)("customer", [id(1), 1, values]);
}

const rule = (what: Rule): Reason => ({ kind: "rule", rule: what });

const THROUGH: Rule = { kind: "custom", condition: { op: "eq", path: "parent.name", value: "parent" } };
const WITH_RELATED: Rule = {
  kind: "custom",
  condition: {
    op: "or",
    of: [
      { op: "related", path: "parent" },
      { op: "null", path: "name" },
    ],
  },
};

it.each([
  ["mine", [{ kind: "mine" }], { owner: "me" }, rule({ kind: "mine" })],
  ["my team's", [{ kind: "mine" }, { kind: "my_teams" }], { owner: "my-team" }, rule({ kind: "my_teams" })],
  ["my unit's", [{ kind: "my_unit" }], { owner: "colleague" }, rule({ kind: "my_unit" })],
  ["a date", [{ kind: "mine" }, RECENT], { owner: "x", closed: "2026-11-01" }, rule(RECENT)],
  ["through a lookup", [THROUGH], { parent: id(9) }, rule(THROUGH)],
  ["the one that a phone cannot ask", [{ kind: "mine" }, RELATED], { owner: "x" }, rule(RELATED)],
  ["a related leaf inside", [WITH_RELATED], { name: "x" }, rule(WITH_RELATED)],
  ["two that it cannot ask", [RELATED, WITH_RELATED], { owner: "x" }, { kind: "other" }],
  ["none of them", [{ kind: "mine" }], { owner: "x" }, { kind: "other" }],
] as const)("why a record was here: %s", (_name, rules, values, expected) => {
  expect(reason(rules as unknown as Rule[], standing(), { ...values })).toEqual(expected);
});

it("why a record was here: a filter of the user's, or that he kept it", () => {
  const filters = [
    filter("off", { op: "not-null", path: "name" }),
    filter("birch", { op: "begins-with", path: "name", value: "bir" }),
  ];
  const [off, on] = filters;
  const told = standing({ filters: [{ ...(off as ActiveFilter), active: false }, on as ActiveFilter] });
  const keeping = standing({ kept: [{ entity: "customer", record: id(1), how: "pin" }] });

  expect(reason([{ kind: "mine" }], told, { name: "Birch", owner: "x" })).toEqual({
    kind: "filter",
    id: "birch",
    label: { en: "birch" },
  });
  expect(reason([{ kind: "mine" }], keeping, { owner: "me" })).toEqual({ kind: "kept" });
});

it("a profile that an earlier version of the app has stored gives no reason, and no error", () => {
  const { rules: _, ...old } = taken("customer");
  const stored = { ...metadata([]), profile: profile([old as ProfileEntity]) };
  const given = {
    metadata: stored,
    standing: null,
    person: "me",
    at: "2026-11-21T12:00:00.000Z",
    lookup: () => undefined,
  };

  expect(reasonsFrom(given)("customer", [id(1), 1, {}])).toEqual({ kind: "other" });
});

function office(count: number): Office {
  const made = officeWith(count);
  made.readable = ({ gone }) => !gone;
  made.metadata = { ...metadata([RECENT]), metadataVersion: 1 };
  made.standing = standing();
  return made;
}

describe("news", () => {
  it("[DAT-13] tells how many came, left and went, and by which rule those that left had been here", async () => {
    const from = office(6);
    for (const at of [1, 2]) from.write("customer", id(at), { closed: "2026-10-25" });
    const phone = await synced(from);
    const first = phone.replica.news.value;
    const heard: NewsByEntity[] = [];
    phone.replica.arrived.on((news) => heard.push(news));
    // Three days later the month is over for two of them: no value has changed.
    phone.clock.leap(72 * HOUR);
    from.scope = ({ id: one }) => ![id(1), id(2), id(3), id(4)].includes(one);
    from.readable = ({ id: one }) => one !== id(4);
    from.write("customer", id(20), { name: "New" });

    await phone.sync();

    const groups = [
      { why: rule(RECENT), count: 2 },
      { why: { kind: "other" }, count: 1 },
    ];
    expect(first).toBeNull();
    expect(heard).toMatchObject([{ customer: { came: 1, left: 3, lost: 1, groups } }]);
    expect(phone.replica.news.value?.entities).toEqual(heard[0]);
    expect(JSON.stringify(phone.replica.news.value)).not.toContain(id(1));
  });

  it("gathers until it was seen, over a restart too", async () => {
    const phone = await synced(office(3));
    phone.wire.office.write("customer", id(20), { name: "New" });
    await phone.sync();
    phone.wire.office.scope = ({ id: one }) => one !== id(1);
    await phone.sync();

    const again = await phone.crash();
    const told = again.replica.news.value;
    await again.replica.newsSeen();
    const third = await again.crash();

    expect(told?.entities.customer).toMatchObject({ came: 1, left: 1, lost: 0 });
    expect(again.replica.news.value).toBeNull();
    expect(third.replica.news.value).toBeNull();
  });

  it("[DAT-13] counts a record once that moves twice, as it ended, and tells the pulls apart", async () => {
    const from = office(3);
    const phone = await synced(from);
    const withoutFirst = ({ id: one }: { readonly id: string }) => one !== id(1);
    from.scope = from.readable = withoutFirst;
    await phone.sync();
    from.scope = from.readable = () => true;
    phone.clock.leap(HOUR);
    await phone.sync();
    from.scope = from.readable = withoutFirst;
    phone.clock.leap(HOUR);

    await phone.sync();

    const news = phone.replica.news.value;
    expect(news?.pulls?.map(({ entities }) => entities.customer)).toMatchObject([
      { lost: 1, came: 0 },
      { lost: 0, came: 1 },
      { lost: 1, came: 0 },
    ]);
    expect(news?.entities.customer).toMatchObject({ came: 0, left: 0, lost: 1 });
    expect(JSON.stringify(news)).not.toContain(id(1));
  });

  it("gives no rule as the reason while a publication is not taken: it may be another one that counts", async () => {
    const from = office(3);
    from.write("customer", id(1), { closed: "2026-11-21" });
    const phone = await synced(from);
    from.metadata = { ...from.metadata, metadataVersion: 2 };
    from.scope = ({ id: one }) => one !== id(1);
    const again = await phone.crash();

    await again.sync();

    expect(again.replica.prompt.value?.version).toBe(2);
    expect(again.replica.news.value?.entities.customer?.groups).toEqual([
      { why: { kind: "other" }, count: 1 },
    ]);
  });

  it("is not what the user did himself, nor a newer version of what was here", async () => {
    const phone = await synced(office(3));
    await phone.commands.createRecord("customer", { name: "Own" });
    await phone.replica.records.ensure("customer");
    await phone.commands.deleteRecord("customer", id(1));
    await phone.idled();
    phone.wire.office.write("customer", id(2), { name: "Changed" });

    await phone.sync();

    expect(phone.replica.news.value).toBeNull();
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("comes of a large pull too, and of no new copy", async () => {
    const from = office(3);
    const phone = await synced(from);
    from.deltaRows = 700;
    for (let at = 100; at < 2_400; at += 1) from.write("customer", id(at), { name: `Many ${at}` });
    await phone.sync();
    const large = phone.replica.news.value;
    await phone.replica.newsSeen();
    for (const device of from.devices.values()) device.held.clear();
    from.write("customer", id(50), { name: "During" });

    await phone.sync();

    expect(large?.entities.customer).toMatchObject({ came: 2_300, left: 0, lost: 0, groups: [] });
    expect(phone.replica.news.value).toBeNull();
  });
});

describe("what a user keeps", () => {
  it("[DAT-11] [L35] [BEY-09] a follow on one phone is one on the next, and no longer when it ends", async () => {
    const from = office(2);
    const one = await synced(from);
    await one.commands.keepRecord("customer", id(1), "follow", true);
    await one.idled();
    const seen = () => two.replica.kept.has("customer", id(1), "follow");

    const two = await Phone.open(one.wire);
    await two.sync();
    const first = seen();
    await two.commands.keepRecord("customer", id(1), "follow", false);
    await two.idled();
    await one.sync();

    expect(first).toBe(true);
    expect(from.kept).toEqual(new Set());
    expect([one, two].map(({ replica }) => replica.kept.list())).toEqual([[], []]);
  });

  it("[inv 13] a pin does not flicker between its answer and the pull that brings it", async () => {
    const phone = await synced(office(1));
    const seen: boolean[] = [];
    const { effect } = await import("@preact/signals-core");
    const stop = effect(() => {
      seen.push(phone.replica.kept.has("customer", id(1), "pin"));
    });

    await phone.commands.keepRecord("customer", id(1), "pin", true);
    await phone.idled();
    stop();

    expect(phone.wire.office.kept).toEqual(new Set([`pin/customer/${id(1)}`]));
    expect(phone.replica.outbox.entries.value.every(({ settled }) => settled)).toBe(true);
    expect(seen.slice(1).every(Boolean)).toBe(true);
  });
});
