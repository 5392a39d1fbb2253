/** The search inside a list, long and short, while someone types and while its records change. */
import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Asked, ListSearch } from "../../../frontend/blocks/list/list-search";
import { cleanRecord, type LocalRecord } from "../../../frontend/local/record";
import type { RecordsView } from "../../../frontend/local/records";
import { Search } from "../../../frontend/local/search";
import { searchWords } from "../../../frontend/local/search-words";
import { effective, entity, field } from "../metadata/builders";

const { model } = effective({ entities: [entity("customer", [field("name", "text")])] });
const LONG = 3_000;

class Counted extends Search {
  /** How many records were looked at. */
  looks = 0;

  override test(...asked: Parameters<Search["test"]>) {
    const meets = super.test(...asked);
    return (record: LocalRecord) => {
      this.looks += 1;
      return meets(record);
    };
  }
}

let search: Counted;
const stops: (() => void)[] = [];

beforeEach(() => {
  search = new Counted({} as RecordsView, { locale: "en-GB" });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function customer(at: number, name: string): LocalRecord {
  return cleanRecord("customer", [`c${at}`, 1, { name }]);
}

/** One in a hundred is called Nord and something, all others Syd. */
function customers(count: number): readonly LocalRecord[] {
  return Array.from({ length: count }, (_, at) => customer(at, `${at % 100 === 7 ? "Nord" : "Syd"} ${at}`));
}

function asked(rows: readonly LocalRecord[], typed: string, basis: readonly unknown[] = []): Asked {
  return { model, search, rows, paths: ["name"], words: searchWords(typed), basis };
}

const names = (rows: readonly LocalRecord[]) => rows.map(({ values }) => values.name);

/** Look at the answer as a page does: again when there is another. */
async function answered(finder: ListSearch, question: Asked): Promise<readonly LocalRecord[]> {
  let found = finder.found(question);
  stops.push(
    effect(() => {
      found = finder.found(question);
    }),
  );
  await expect.poll(() => found.whole).toBe(true);
  stops.pop()?.();
  return found.rows;
}

it("[APP-05] a short list is answered at once", () => {
  const found = new ListSearch().found(asked(customers(200), "nord"));

  expect(found.whole).toBe(true);
  expect(names(found.rows)).toEqual(["Nord 7", "Nord 107"]);
});

it("[APP-05] a long list is answered in slices, and shows what it showed before until the answer is whole", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();

  const first = finder.found(asked(rows, "nord"));

  expect(first).toEqual({ rows, whole: false });
  expect(search.looks).toBe(0);
  const nordic = await answered(finder, asked(rows, "nord"));
  expect(nordic).toHaveLength(LONG / 100);
  expect(finder.found(asked(rows, "syd"))).toEqual({ rows: nordic, whole: false });
});

it("[APP-05] more of a word is looked for among what was found, at once where that is little", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  await answered(finder, asked(rows, "nord"));
  search.looks = 0;

  const found = finder.found(asked(rows, "nord 2107"));

  expect([found.whole, names(found.rows)]).toEqual([true, ["Nord 2107"]]);
  expect(search.looks).toBe(LONG / 100);
});

it("[APP-05] a record that changes, comes or goes is found as it is now, at once", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  const before = await answered(finder, asked(rows, "nord"));
  const next = [...rows];
  next[5] = customer(5, "Nord 5");
  next.splice(8, 1);
  next.splice(10, 0, customer(LONG, "Nord, new"));
  search.looks = 0;

  const found = finder.found(asked(next, "nord"));

  expect(found.whole).toBe(true);
  expect(names(found.rows)).toEqual(["Nord 5", "Nord 7", "Nord, new", ...names(before.slice(1))]);
  expect(search.looks).toBeLessThan(10);
});

it("[APP-05] all is looked at again when records have changed that the list is searched through", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  await answered(finder, asked(rows, "nord", [1]));
  search.looks = 0;

  await answered(finder, asked(rows, "nord", [2]));

  expect(search.looks).toBe(LONG);
});

it("[APP-05] who types on is answered what he typed last, and nothing of before", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  const shown: unknown[] = [];

  for (const typed of ["s", "sy", "syd 10"]) finder.found(asked(rows, typed));
  const last = asked(rows, "syd 10");
  stops.push(effect(() => void shown.push(finder.found(last))));

  await expect.poll(() => shown.length).toBe(2);
  expect(shown[0]).toEqual({ rows, whole: false });
  expect(shown[1]).toMatchObject({ whole: true });
  expect(search.looks).toBe(LONG);
});

it("[APP-05] a search that begins anew does not begin with what the one before had found", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  await answered(finder, asked(rows, "nord"));

  finder.forget();

  expect(finder.found(asked(rows, "syd")).rows).toBe(rows);
});

it("[APP-05] texts that were folded before a word was typed are looked at as any others", async () => {
  const rows = customers(LONG);
  const finder = new ListSearch();
  finder.prepare(asked(rows, ""));
  await expect.poll(() => search.looks).toBe(LONG);

  const first = finder.found(asked(rows, "nord"));

  expect(first.rows).toBe(rows);
  expect(await answered(finder, asked(rows, "nord"))).toHaveLength(LONG / 100);
});
