import { describe, expect, it } from "vitest";
import { operatorWords, type Wording } from "../../../frontend/expressions/phrases";
import { sentenceOf } from "../../../frontend/expressions/sentences";
import { OPERATORS, type Tree } from "../../../frontend/expressions/tree";
import en from "../../../texts/en.json";
import sv from "../../../texts/sv.json";
import { about, ELSEWHERE, english, fieldOf, NORTH, swedish } from "./wording";

const status: Tree = { op: "in", path: "status", value: ["open", "sent"] };
const region: Tree = { op: "eq", path: "customer.region", value: NORTH };
const recent: Tree = { op: "last-x-days", path: "due", value: 30 };
const large: Tree = { op: "gt", path: "total", value: "1234.5" };
const mine: Tree = { op: "eq-useroruserteams", path: "owner" };
const urgent: Tree = { op: "eq", path: "urgent", value: true };

const BEGUN = {
  "last-x-days": ["Due is in the last … days", "Förfallodag är inom de senaste … dagarna"],
  "next-x-days": ["Due is in the next … days", "Förfallodag är inom de närmaste … dagarna"],
  "older-than-x-days": ["Due is more than … days ago", "Förfallodag är för mer än … dagar sedan"],
};

function said(tree: Tree | null, wording: Wording = english): string {
  return sentenceOf(tree, about, wording);
}

describe("[OUT-04] a filter reads as a sentence", () => {
  it("[OUT-04] in English, choices and records by their labels", () => {
    expect(said({ op: "and", of: [status, region, recent] })).toBe(
      "Status is Open or Sent, and Customer › Region is North, and Due is in the last 30 days",
    );
  });

  it.each(["last-x-days", "next-x-days", "older-than-x-days"] as const)(
    "days that are not typed yet are missing, not none: %s",
    (op) => {
      const begun = { op, path: "due" } as Tree;

      const words = [said(begun), said(begun, swedish)];

      expect(words).toEqual(BEGUN[op]);
    },
  );

  it("a value that goes on and on is quoted by its beginning", () => {
    const words = said({ op: "like", path: "title", value: "z".repeat(800) });

    expect(words).toContain(`“${"z".repeat(59)}…”`);
  });

  it("[OUT-04] in Swedish", () => {
    expect(said({ op: "and", of: [status, region, recent] }, swedish)).toBe(
      "Status är Öppen eller Skickad, och Kund › Region är North, och Förfallodag är inom de senaste 30 dagarna",
    );
  });

  it.each<[Tree, string, string]>([
    [
      { op: "le", path: "due", value: "2026-11-21" },
      "Due is not after 21 Nov 2026",
      "Förfallodag är senast 21 nov. 2026",
    ],
    [
      { op: "ge", path: "closed", value: "2026-11-21T18:08:23.798Z" },
      "Closed is not before 21 Nov 2026, 19:08",
      "Stängd är tidigast 21 nov. 2026 19:08",
    ],
    [large, "Total is more than 1,234.50", "Summa är mer än 1\u00a0234,50"],
    [
      { op: "eq", path: "price", value: { amount: "12.5", currency: "SEK" } },
      "Price is SEK\u00a012.50",
      "Pris är 12,50\u00a0kr",
    ],
    [
      { op: "not-like", path: "title", value: " Håkan " },
      "Title does not contain “Håkan”",
      "Rubrik innehåller inte ”Håkan”",
    ],
    [{ op: "next-x-days", path: "due", value: 1 }, "Due is today", "Förfallodag är i dag"],
    [
      { op: "older-than-x-days", path: "due", value: 7 },
      "Due is more than 7 days ago",
      "Förfallodag är för mer än 7 dagar sedan",
    ],
    [{ op: "null", path: "photo" }, "Photo is empty", "Bild saknar värde"],
    [urgent, "Urgent is Yes", "Brådskande är Ja"],
    [{ op: "eq-userid", path: "owner" }, "Owner is me", "Ägare är jag"],
  ])("%j", (tree, inEnglish, inSwedish) => {
    expect([said(tree), said(tree, swedish)]).toEqual([inEnglish, inSwedish]);
  });

  it("[OUT-04] of no conditions takes all records", () => {
    expect([said(null), said({ op: "and", of: [] }), said(null, swedish)]).toEqual([
      "All records",
      "All records",
      "Alla poster",
    ]);
  });

  it("a record that is not on this phone is called just that, never by its id", () => {
    expect(said({ op: "eq", path: "customer.region", value: ELSEWHERE })).toBe(
      "Customer › Region is a record that is not on this phone",
    );
  });

  it("of a long list some values are named and the rest counted", () => {
    const value = [..."abcdefghijk"];

    expect(said({ op: "not-in", path: "title", value })).toBe(
      "Title is none of “a”, “b”, “c”, “d”, “e”, “f”, “g”, “h” and 3 more",
    );
  });

  it("[L45] one that this app is too old for says that instead of half a filter", () => {
    const newer = {
      op: "or",
      of: [status, { op: "sounds-like", path: "title", value: "x" }],
    } as unknown as Tree;

    expect(said(newer)).toBe("This filter needs a newer version of the app.");
  });
});

describe("[OUT-04] groups are told apart by words", () => {
  it("one group inside another is either … or, or both … and", () => {
    const either: Tree = { op: "and", of: [{ op: "or", of: [urgent, recent] }, large] };
    const both: Tree = { op: "or", of: [{ op: "and", of: [urgent, recent] }, large] };

    expect(said(either)).toBe(
      "Total is more than 1,234.50, and either Urgent is Yes or Due is in the last 30 days",
    );
    expect(said(both, swedish)).toBe(
      "Summa är mer än 1\u00a0234,50, eller både Brådskande är Ja och Förfallodag är inom de senaste 30 dagarna",
    );
  });

  it("a list inside an either has no or of its own", () => {
    expect(said({ op: "and", of: [large, { op: "or", of: [status, mine] }] })).toBe(
      "Total is more than 1,234.50, and either Status is one of Open and Sent or (Owner is me or one of my teams)",
    );
  });

  it("three levels need no brackets while each group has only one inside", () => {
    const tree: Tree = {
      op: "or",
      of: [region, { op: "and", of: [large, { op: "or", of: [urgent, recent] }] }],
    };

    expect(said(tree)).toBe(
      "Customer › Region is North, or both Total is more than 1,234.50 and either Urgent is Yes or Due is in the last 30 days",
    );
  });

  it("two groups in a group inside are put in brackets", () => {
    const pairs: Tree = {
      op: "or",
      of: [
        { op: "and", of: [large, urgent] },
        { op: "and", of: [region, recent] },
      ],
    };

    expect(said({ op: "and", of: [status, pairs] })).toBe(
      "Status is Open or Sent, and either (both Total is more than 1,234.50 and Urgent is Yes) " +
        "or (both Customer › Region is North and Due is in the last 30 days)",
    );
  });

  it("none of several is each of them not", () => {
    expect(said({ op: "not", of: [status, large] })).toBe(
      "Status is none of Open and Sent, and it is not true that Total is more than 1,234.50",
    );
  });

  it("not all of several is one of them not", () => {
    const tree: Tree = { op: "not", of: [{ op: "and", of: [urgent, { op: "null", path: "due" }] }] };

    expect(said(tree)).toBe("Urgent is not Yes, or Due has a value");
  });

  it("a sentence that begins with a word of ours begins with a capital", () => {
    const tree: Tree = { op: "not", of: [recent] };

    expect([said(tree), said(tree, swedish)]).toEqual([
      "It is not true that Due is in the last 30 days",
      "Det är inte så att Förfallodag är inom de senaste 30 dagarna",
    ]);
  });
});

it("[DAT-03] every operator has words in both languages", () => {
  const lacking = OPERATORS.filter((op) =>
    [en, sv].some((texts) => !(`filter.operator.${op}` in texts && `filter.sentence.${op}` in texts)),
  );

  expect(lacking).toEqual([]);
});

it("more and less are said otherwise of numbers, days and texts", () => {
  const words = ["total", "due", "title"].map((id) => operatorWords("gt", fieldOf(id), english));

  expect(words).toEqual(["is more than", "is after", "comes after"]);
});
