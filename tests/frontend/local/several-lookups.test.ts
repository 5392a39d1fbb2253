/** Lookups of several records in what is asked of records in memory: found by their names, and walked by nothing. */
import { describe, expect, it } from "vitest";
import { groupingBy } from "../../../frontend/blocks/figures/grouping";
import type { Asker } from "../../../frontend/expressions/asker";
import { takes } from "../../../frontend/expressions/vocabulary";
import type { LocalRecord } from "../../../frontend/local/record";
import type { RecordsView } from "../../../frontend/local/records";
import { filtered, Search } from "../../../frontend/local/search";
import { searchWords } from "../../../frontend/local/search-words";
import { findPath } from "../../../frontend/metadata/find";
import { policiesOf } from "../../../frontend/metadata/policies";
import { compare } from "../../../frontend/values/registry";
import { effective, entity, field } from "../metadata/builders";

const [ANA, BO, CARL] = ["a", "b", "c"].map((one) => `01900000-0000-7000-8000-00000000000${one}`) as [
  string,
  string,
  string,
];
const NAMES: Readonly<Record<string, string>> = { [ANA]: "Örjan", [BO]: "Bo" };
const READING = { locale: "sv-SE", resolve: (_target: unknown, id: string) => NAMES[id] };
const ASKER: Asker = { person: ANA, today: "2026-11-22", timeZone: "UTC" };
const CREW = field("crew", "lookup", { several: true, target: "person" });
const { model } = effective({
  entities: [entity("person", [field("name", "text")]), entity("trip", [field("name", "text"), CREW])],
});
const nothing = { held: () => undefined, label: () => undefined } as unknown as RecordsView;

function trip(crew: readonly string[] | null): LocalRecord {
  const id = JSON.stringify(crew);
  return {
    entity: "trip",
    id,
    version: 1,
    values: { crew },
    state: "clean",
    progress: "none",
    partial: false,
  };
}

describe("[DSG-16] a lookup of several records", () => {
  it("leads nowhere in a path", () => {
    expect(findPath(model, "trip", "crew")?.end).toEqual(CREW);
    expect(findPath(model, "trip", "crew.name")).toBeUndefined();
    expect(new Search(nothing, READING).key(model, trip([BO]), "crew.name")).toBe("");
  });

  it("[APP-05] is found by any of the names", () => {
    const search = new Search(nothing, READING);
    const trips = [trip([ANA, BO]), trip([BO]), trip([CARL]), trip(null)];

    const found = trips.filter(search.test(model, ["crew"], searchWords("orjan bo")));

    expect(found).toEqual([trips[0]]);
  });

  it("is asked whether any of those wanted is among them, and whether there is any", () => {
    const trips = [trip([ANA, BO]), trip([CARL]), trip(null)];
    const meeting = (op: "in" | "not-in" | "null" | "not-null", value?: readonly string[]) =>
      filtered(model, nothing, trips, { op, path: "crew", value } as never, ASKER).map(
        ({ values }) => values.crew,
      );

    expect(meeting("in", [BO, CARL])).toEqual([[ANA, BO], [CARL]]);
    expect(meeting("not-in", [BO])).toEqual([[CARL], null]);
    expect(meeting("null")).toEqual([null]);
    expect(meeting("not-null")).toHaveLength(2);
    expect(["eq", "eq-userid"].map((op) => takes(op as "eq", CREW))).toEqual([false, false]);
  });

  it("is ordered by its names, and gathered by each of them", () => {
    const by = groupingBy(CREW, null, "UTC");

    expect(compare([BO], [ANA], CREW, READING)).toBeLessThan(0);
    expect(compare([ANA, BO], [BO], CREW, READING)).toBeGreaterThan(0);
    expect([by.labelOf(BO, READING), by.labelOf(CARL, READING)]).toEqual(["Bo", ""]);
  });

  it("[BEY-03] may be united where two have changed it", () => {
    expect(policiesOf(CREW)).toEqual(["ask", "office", "device", "union"]);
    expect(policiesOf({ ...CREW, several: false })).not.toContain("union");
  });
});
