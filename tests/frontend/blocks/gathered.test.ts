import { describe, expect, it } from "vitest";
import { type Gathered, gathered, gatheredNow } from "../../../frontend/blocks/figures/gathered";
import { askedOf, type Question, questionOf } from "../../../frontend/blocks/figures/question";
import { gatheredFrom } from "../../../frontend/blocks/figures/told";
import { plain } from "../../../frontend/expressions/arithmetic";
import type { Tree } from "../../../frontend/expressions/tree";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Measure } from "../../../frontend/protocol";
import { inSlices } from "../../../frontend/shared/slices";
import { customer, eur, eyesOn, id, recordsOf, sale } from "./sales";

const COUNT: Measure = { of: "count", field: null };
const sum = (field: string): Measure => ({ of: "sum", field });
const SALES = { entity: "sale", parent: null, condition: null };

function gather(records: readonly LocalRecord[], question: Question, zone?: string): Gathered {
  return gatheredNow(eyesOn(recordsOf(records).view, zone), question);
}

/** Figures as text, `several` for several currencies. */
function texts({ figures }: Pick<Gathered, "figures">): readonly string[] {
  return figures.map((one) =>
    one.kind === "value" ? `${plain(one.value)}${one.currency ? ` ${one.currency}` : ""}` : one.kind,
  );
}

const labels = ({ groups }: Pick<Gathered, "groups">) =>
  groups.map(({ label, count }) => `${label}:${count}`);

describe("[BEY-24] figures of the records of this phone", () => {
  it("are exact where binary numbers are not", () => {
    const records = [sale({ weight: "0.10" }), sale({ weight: "0.20" }), sale({}), sale({ pieces: 3 })];
    const measures = [COUNT, sum("weight"), sum("pieces"), { of: "average" as const, field: "weight" }];

    const all = gather(records, questionOf(SALES, undefined, [], measures));

    expect(texts(all)).toEqual(["4", "0.3", "3", "0.15"]);
  });

  it("are none where no record has a value", () => {
    const all = gather(
      [sale({})],
      questionOf(SALES, undefined, [], [sum("weight"), { of: "least", field: "weight" }, COUNT]),
    );

    expect(texts(all)).toEqual(["none", "none", "1"]);
  });

  it("do not add amounts of different currencies", () => {
    const krona = { amount: "100.00", currency: "SEK" };
    const records = [
      sale({ town: "Lund", amount: eur("1.50") }),
      sale({ town: "Lund", amount: eur("2.25") }),
      sale({ town: "Ystad", amount: eur("1.00") }),
      sale({ town: "Ystad", amount: krona }),
    ];

    const all = gather(
      records,
      questionOf(SALES, undefined, [{ path: "town", period: null }], [sum("amount")]),
    );

    expect(texts(all)).toEqual(["mixed"]);
    expect(all.groups.map(texts)).toEqual([["3.75 EUR"], ["mixed"]]);
  });

  it("leave out what is deleted, what hangs elsewhere and what the condition does not want", () => {
    const condition: Tree = { op: "eq", path: "status", value: "won" };
    const mine = { customer: id(900), status: "won" };
    const records = [
      sale(mine),
      sale(mine, { state: "deleted" }),
      sale({ ...mine, status: "lost" }),
      sale({ ...mine, customer: id(901) }),
    ];
    const block = { entity: "sale", parent: "customer", condition };

    const found = gather(records, questionOf(block, id(900), [], [COUNT]));
    const nowhere = gather(records, questionOf(block, undefined, [], [COUNT]));

    expect([found.count, nowhere.count]).toEqual([1, 0]);
  });

  it("take moments together by the day of the user's zone", () => {
    const question = questionOf(SALES, undefined, [{ path: "at", period: "day" }], [COUNT]);
    const records = [sale({ at: "2026-06-30T21:59:59.999Z" }), sale({ at: "2026-06-30T22:00:00.000Z" })];

    const days = (zone: string) => gather(records, question, zone).groups.map(({ key }) => key);

    expect(days("Europe/Stockholm")).toEqual(["2026-06-30", "2026-07-01"]);
    expect(days("America/New_York")).toEqual(["2026-06-30"]);
  });

  it("take dates together by week from Monday, month and year, those without one last", () => {
    const records = ["2026-11-22", "2026-11-23", "2027-01-01"].map((day) => sale({ day }));
    const by = (period: "week" | "month" | "year") =>
      gather(
        [...records, sale({})],
        questionOf(SALES, undefined, [{ path: "day", period }], [COUNT]),
      ).groups.map(({ key, count }) => `${key}:${count}`);

    expect(by("week")).toEqual(["2026-11-16:1", "2026-11-23:1", "2026-12-28:1", "null:1"]);
    expect(by("month")).toEqual(["2026-11-01:2", "2027-01-01:1", "null:1"]);
    expect(by("year")).toEqual(["2026-01-01:2", "2027-01-01:1", "null:1"]);
  });

  it("take what a field of another type has left behind for no date and no number", () => {
    const records = [sale({ day: "Tuesday", at: "some time ago", weight: "heavy" })];
    const by = (path: string) =>
      gather(records, questionOf(SALES, undefined, [{ path, period: "week" }], [sum("weight")]));

    expect([by("day"), by("at")].map((all) => [labels(all), texts(all)])).toEqual([
      [[":1"], ["none"]],
      [[":1"], ["none"]],
    ]);
  });

  it("keep choices in the model's order and make one group of texts that are equal", () => {
    const records = ["lost", "open", "won", "open"].map((status, at) =>
      sale({ status, town: ["Malmö", "MALMÖ", "Lund", "lund "][at] }),
    );
    const by = (path: string) =>
      gather(records, questionOf(SALES, undefined, [{ path, period: null }], [COUNT]));

    expect(labels(by("status"))).toEqual(["open:2", "won:1", "lost:1"]);
    expect(by("town").groups.map(({ count }) => count)).toEqual([2, 2]);
  });

  it("name groups by lookups, those that are not here by their label", () => {
    const [here, stub, gone] = [id(900), id(901), id(902)];
    const records = [
      customer(here, { name: "Acme", region: "North" }),
      ...[here, stub, gone, here].map((one) => sale({ customer: one })),
    ];
    const eyes = eyesOn(recordsOf(records, { [stub]: "Bolt" }).view);

    const names = gatheredNow(
      eyes,
      questionOf(SALES, undefined, [{ path: "customer", period: null }], [COUNT]),
    );
    const regions = gatheredNow(
      eyes,
      questionOf(SALES, undefined, [{ path: "customer.region", period: null }], [COUNT]),
    );

    expect(labels(names)).toEqual([":1", "Acme:2", "Bolt:1"]);
    expect(labels(regions)).toEqual(["North:2", ":2"]);
  });

  it("count a record with several values in the group of each, and once in all", () => {
    const records = [sale({ status: ["won", "open"] }), sale({ status: ["won"] }), sale({ status: [] })];

    const all = gather(records, questionOf(SALES, undefined, [{ path: "status", period: null }], [COUNT]));

    expect(labels(all)).toEqual(["open:1", "won:2", ":1"]);
    expect(all.count).toBe(3);
  });

  it("stand in groups of groups with the records in order", () => {
    const records = [
      sale({ status: "won", urgent: true, name: "B", weight: "1.00" }),
      sale({ status: "won", urgent: true, name: "A", weight: "2.00" }),
      sale({ status: "won", urgent: false, name: "C", weight: "4.00" }),
    ];
    const groups = ["status", "urgent"].map((path) => ({ path, period: null }));
    const eyes = eyesOn(recordsOf(records).view);
    const byName = (a: LocalRecord, b: LocalRecord) =>
      String(a.values.name) < String(b.values.name) ? -1 : 1;

    const all = gatheredNow(eyes, questionOf(SALES, undefined, groups, [sum("weight")]), { rows: byName });

    const won = all.groups[0];
    expect(won && [won.label, ...texts(won)]).toEqual(["won", "7"]);
    expect(won?.groups.map((one) => [one.label, ...texts(one)])).toEqual([
      ["Yes", "3"],
      ["No", "4"],
    ]);
    expect(won?.groups[0]?.rows.map(({ values }) => values.name)).toEqual(["A", "B"]);
  });
});

describe("[L39] the same question for the office", () => {
  it("has the parent as a condition beside the block's own", () => {
    const condition: Tree = { op: "eq", path: "status", value: "won" };
    const block = { entity: "sale", parent: "customer", condition };

    const asked = askedOf(questionOf(block, id(900), [], [COUNT]));

    const hanging = { op: "eq", path: "customer", value: id(900) };
    expect(asked).toEqual({ conditions: [hanging, condition], groups: [], measures: [COUNT] });
  });

  it("is answered in the shape of what the phone gathers itself", () => {
    const records = [
      sale({ status: "won", urgent: true, weight: "1.00" }),
      sale({ status: "lost", urgent: true, weight: "2.00" }),
      sale({}),
    ];
    const groups = ["status", "urgent"].map((path) => ({ path, period: null }));
    const question = questionOf(SALES, undefined, groups, [sum("weight")]);
    const figure = (value: string | null) => [{ value, currency: null, mixed: false }];
    const group = (keys: (string | boolean | null)[], value: string | null) => ({
      keys,
      labels: keys.map(() => null),
      count: 1,
      figures: figure(value),
    });
    const told = {
      at: "2026-11-21T09:00:00.000Z",
      count: 3,
      figures: figure("3"),
      more: 0,
      groups: [
        group([null], null),
        group(["lost"], "2"),
        group(["won"], "1"),
        group(["lost", true], "2"),
        group(["won", true], "1"),
        group([null, null], null),
      ],
    };
    const eyes = eyesOn(recordsOf(records).view);

    const shown = gatheredFrom(eyes, question, told);

    const own = gatheredNow(eyes, question);
    const outline = (one: Gathered): unknown => ({
      count: one.count,
      figures: texts(one),
      groups: one.groups.map((inside) => [inside.key, inside.label, outline(inside)]),
    });
    expect(outline(shown)).toEqual(outline(own));
  });
});

describe("[BEY-24] 50,000 records", () => {
  it("are gathered in stretches that leave room for a finger, groups and rows included", async () => {
    const statuses = ["open", "won", "lost"];
    const records = Array.from({ length: 50_000 }, (_, at) =>
      sale({
        name: `Sale ${at}`,
        town: `Town ${at % 300}`,
        status: statuses[at % 3],
        amount: eur(`${at}.25`),
        at: new Date(1_780_000_000_000 + at * 600_000).toISOString(),
      }),
    );
    const condition: Tree = { op: "ne", path: "status", value: "lost" };
    const groups = [
      { path: "at", period: "month" as const },
      { path: "town", period: null },
    ];
    const question = questionOf({ ...SALES, condition }, undefined, groups, [COUNT, sum("amount")]);
    const eyes = eyesOn(recordsOf(records).view);
    eyes.records.list("sale");
    const stretches: number[] = [];
    let begun = performance.now();
    const pause = async () => {
      stretches.push(performance.now() - begun);
      await new Promise((done) => setTimeout(done));
      begun = performance.now();
    };
    const order = (a: LocalRecord, b: LocalRecord) => (a.id < b.id ? -1 : 1);

    const pace = { stretch: 8, now: () => performance.now(), pause, signal: new AbortController().signal };
    const found = await inSlices(gathered(eyes, question, { rows: order }), pace);

    const worked = stretches.reduce((all, one) => all + one, 0);
    const longest = Math.max(...stretches);
    console.info(
      `50,000 records: ${Math.round(worked)} ms of work, the longest stretch ${Math.round(longest)} ms`,
    );
    expect(found?.count).toBe(33_334);
    expect(stretches.length).toBeGreaterThan(3);
    // The machine may be busy: what is asserted is that no stretch does a large part of the work.
    expect(longest).toBeLessThan(Math.max(50, worked / 4));
  }, 60_000);
});
