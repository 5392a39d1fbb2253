/** The search over whole records: what is found, in which order, where it stands, and how long it takes. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanRecord, type LocalRecord } from "../../../frontend/local/record";
import type { RecordsView } from "../../../frontend/local/records";
import { Search } from "../../../frontend/local/search";
import { EntityIndex } from "../../../frontend/local/search-index";
import { best, type Matches, matching, ordered } from "../../../frontend/local/search-matches";
import { foundIn } from "../../../frontend/local/search-reasons";
import { emphasised, snippet } from "../../../frontend/local/search-snippet";
import { refines, searchedFields, searchWords } from "../../../frontend/local/search-words";
import type { Field } from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";
import { atOnce } from "../../../frontend/shared/slices";
import { effective, entity, field } from "../metadata/builders";

const READING = { locale: "sv-SE" };

interface Vectors {
  readonly fields: readonly { readonly id: string; readonly type: Field["type"] }[];
  readonly records: readonly Values[];
  readonly searches: readonly { readonly words: string; readonly found: readonly string[] }[];
}

const VECTORS = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../vectors/search.json"), "utf8"),
) as Vectors;
const CONTACT = entity(
  "contact",
  VECTORS.fields.map(({ id, type }) => field(id, type)),
);
const CONTACTS = VECTORS.records.map((values) => cleanRecord("contact", [String(values.number), 1, values]));

function indexed(records: readonly LocalRecord[]): EntityIndex {
  const index = new EntityIndex(CONTACT, READING);
  atOnce(index.follow(records));
  return index;
}

function find(index: EntityIndex, typed: string): Matches {
  return atOnce(matching(searchWords(typed), index.entries));
}

function ids(entries: readonly { readonly record: LocalRecord }[]): string[] {
  return entries.map(({ record }) => record.id);
}

function named(...names: readonly string[]): LocalRecord[] {
  return names.map((name) => cleanRecord("contact", [name, 1, { name }]));
}

const marked = (parts: readonly { readonly text: string; readonly hit: boolean }[]) =>
  parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

describe("[DAT-16] [L27] [inv 24] the same words find the same records on the phone as at the office", () => {
  it.each(VECTORS.searches)("$words", ({ words, found }) => {
    const matches = find(indexed(CONTACTS), words);

    expect(ids(matches.entries).sort()).toEqual(found);
  });

  it.each(VECTORS.searches)("within one list: $words", ({ words, found }) => {
    const view = {} as RecordsView;
    const paths = searchedFields(CONTACT).map(({ id }) => id);
    const { model } = effective({ entities: [CONTACT] });

    const rows = CONTACTS.filter(new Search(view, READING).test(model, paths, searchWords(words)));

    expect(ids(rows.map((record) => ({ record }))).sort()).toEqual(found);
  });
});

describe("[DAT-16] what was found", () => {
  it("begins with titles that begin with the words, and ends with records whose titles have none of them", () => {
    const records = [
      ...named("Old Nordic house", "Fennord", "Nordic Foods", "House of North", "Nord", "nördlich"),
      cleanRecord("contact", ["note", 1, { name: "Akva", notes: "north of Nord" }]),
    ];

    const matches = find(indexed(records), "nord");

    expect(ids(ordered(matches))).toEqual([
      "Nord",
      "Nordic Foods",
      "nördlich",
      "Old Nordic house",
      "Fennord",
      "note",
    ]);
    expect(ids(best(matches, 2))).toEqual(["Nord", "Nordic Foods"]);
  });

  it("needs every word, each in any field, in any order", () => {
    const record = cleanRecord("contact", ["a", 1, { name: "Håkans Möbler", notes: "baksidan" }]);
    const index = indexed([record]);

    const found = ["hakans baksidan", "baksidan mobler", "hakans framsidan"].map(
      (typed) => find(index, typed).entries.length,
    );

    expect(found).toEqual([1, 1, 0]);
  });

  it("follows what comes, changes and goes, and does not find what the user has deleted", () => {
    const [one, two, three] = named("Birch", "Alder", "Cedar") as [LocalRecord, LocalRecord, LocalRecord];
    const index = indexed([one, two]);
    const renamed = cleanRecord("contact", [two.id, 2, { name: "Dogwood" }]);

    atOnce(index.follow([renamed, three, { ...one, state: "deleted" }]));

    expect(index.entries.map(({ title }) => title)).toEqual(["cedar", "dogwood"]);
    expect(find(index, "alder").entries).toEqual([]);
  });

  it("is the same for a text that was extended as for one that was typed at once", () => {
    const index = indexed(CONTACTS);
    const before = find(index, "ha");

    const words = searchWords("hakan ring");
    const extended = atOnce(matching(words, index.entries, before.entries));

    expect(refines(words, before.words)).toBe(true);
    expect(refines(["nord"], ["nordic"])).toBe(false);
    expect(ordered(extended)).toEqual(ordered(find(index, "hakan ring")));
  });
});

describe("[DAT-16] where the words stand", () => {
  it.each([
    ["Håkans Möbler", "mobler hak", "[Håk]ans [Möbler]"],
    ["Straße", "strasse", "[Straße]"],
    ["Straße", "ss", "Stra[ß]e"],
    ["ﬁne wine", "i", "[ﬁ]ne w[i]ne"],
    ["Cafe\u0301 noir", "cafe n", "[Cafe\u0301] [n]oir"],
    ["two  spaces", "two spaces", "[two]  [spaces]"],
    ["<b>bold</b> & more", "b>bo", "<[b>bo]ld</b> & more"],
    ["김치 가게", "가게", "김치 [가게]"],
    ["no match", "xyz", "no match"],
    ["", "a", ""],
  ])("in %j, %j is %j", (text, typed, expected) => {
    expect(marked(emphasised(text, searchWords(typed)))).toBe(expected);
  });

  it("a long text is cut to the surroundings of the first one, between words", () => {
    const text = `${"Lorem ipsum dolor sit amet. ".repeat(2_000)}Ring Åsa på baksidan först. ${"Mera. ".repeat(900)}`;

    const shown = marked(snippet(text, searchWords("asa")));

    expect(shown).toMatch(/^….{0,24}Ring \[Åsa\] på baksidan först\..*…$/s);
    expect(shown.length).toBeLessThan(120);
  });

  it("a text without a single space is cut as well", () => {
    const shown = snippet("x".repeat(100_000), ["y"]);

    expect(marked(shown)).toBe(`${"x".repeat(72)}…`);
  });

  it("is told of the fields that have what the title lacks, those with most of it first", () => {
    const values = { name: "Håkans Möbler", notes: "ring Åsa om leverans", email: "asa@mobler.example" };
    const record = cleanRecord("contact", ["a", 1, values]);
    const reasons = (typed: string) =>
      foundIn(CONTACT, record, searchWords(typed), READING).map(
        (one) => `${one.field.id}: ${marked(one.parts)}`,
      );

    expect(reasons("hakan")).toEqual([]);
    expect(reasons("hakan asa leverans")).toEqual(["notes: ring [Åsa] om [leverans]"]);
    expect(reasons("ring example")).toEqual(["notes: [ring] Åsa om leverans", "email: asa@mobler.[example]"]);
  });
});

it("[DAT-16] 50,000 records are searched in stretches that a keystroke does not feel", () => {
  const words = ["Nordic", "Hansa", "Malmö", "Foods", "Stål", "Øst", "Trä", "Lager", "Söder", "Vatten"];
  const word = (at: number) => words[Math.floor(at) % words.length];
  const records = Array.from({ length: 50_000 }, (_, at) =>
    cleanRecord("contact", [
      String(at).padStart(6, "0"),
      1,
      {
        name: `${word(at)} ${word(at / 10)} ${at}`,
        number: `K-${at}`,
        notes: `Ring ${word(at)} innan leverans, porten är låst efter ${at % 24}`,
        phone: `070-${at} 12`,
        email: `kontakt${at}@example.com`,
      },
    ]),
  );
  const index = new EntityIndex(CONTACT, READING);
  const folding = stretches(index.follow(records));
  const typing: number[] = [];
  for (const typed of ["n", "no", "nord", "nordic m", "nordic malmo 7"]) {
    typing.push(...stretches(matching(searchWords(typed), index.entries)));
  }

  // Told, not held to a limit: a busy machine would fail it. Where work may pause is what counts.
  console.info(
    `folding ${sum(folding)} ms, longest stretch ${longest(folding)}; typing ${sum(typing)} ms, longest ${longest(typing)}`,
  );
  expect(folding.length).toBeGreaterThan(500);
  expect(typing.length).toBeGreaterThan(200);
  expect(find(index, "nordic malmo").entries.length).toBeGreaterThan(0);
});

/** Milliseconds between the pauses that a piece of work offers. */
function stretches(work: Generator<undefined, unknown, undefined>): number[] {
  const taken: number[] = [];
  for (let done: boolean | undefined = false; !done; ) {
    const before = performance.now();
    done = work.next().done;
    taken.push(performance.now() - before);
  }
  return taken;
}

const sum = (taken: readonly number[]) => Math.round(taken.reduce((all, one) => all + one, 0));
const longest = (taken: readonly number[]) => Math.max(...taken).toFixed(1);
