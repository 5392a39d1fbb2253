/** The value and text-key vectors, which the server runs too. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { equalKey, searchKey } from "../../../frontend/values/fold";
import { accept, equal, validate, valueTypes } from "../../../frontend/values/registry";
import type { FieldRule, FieldTypeId, Value } from "../../../frontend/values/types";

const folder = join(import.meta.dirname, "../../vectors");

interface Case {
  readonly field: Partial<FieldRule>;
  readonly wire: unknown;
  readonly canonical?: Value;
  readonly code?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

interface Vectors {
  readonly type: FieldTypeId;
  readonly cases: readonly Case[];
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(folder, path), "utf8")) as T;
}

const files = readdirSync(join(folder, "values"));

describe.each(files)("%s", (file) => {
  const { type, cases } = read<Vectors>(`values/${file}`);

  it.each(cases.map((one, place) => [place, JSON.stringify(one.wire)?.slice(0, 40), one] as const))(
    "case %i gets the verdict of its vector: %s",
    (_place, _name, one) => {
      const field: FieldRule = { id: "it", ...one.field, type };

      const problem = validate(one.wire, field);

      if (one.code) {
        expect(problem?.code).toBe(one.code);
        if (one.arguments) expect(problem?.arguments).toEqual(one.arguments);
      } else {
        expect(problem).toBeNull();
        const { value } = accept(one.wire, field);
        expect(value).toStrictEqual(one.canonical);
        expect(equal(value ?? null, one.canonical ?? null, field)).toBe(true);
        expect(accept(value, field)).toStrictEqual({ value });
      }
    },
  );
});

it("every field type has a file of vectors", () => {
  expect(files.map((file) => file.replace(".json", "")).sort()).toEqual(Object.keys(valueTypes).sort());
});

interface Keys {
  readonly blockSize: number;
  readonly blocks: Readonly<Record<"equal" | "search" | "equalBetween" | "searchBetween", readonly string[]>>;
  readonly strings: readonly { readonly text: string; readonly equal: string; readonly search: string }[];
}

const keys = read<Keys>("fold/keys.json");

function blockText(first: number, between: boolean): string {
  let joined = "|";
  for (let point = first; point < first + keys.blockSize; point += 1) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const char = String.fromCodePoint(point);
    joined += between ? `A${char}\u0301b|` : `${char}|`;
  }
  return joined === "|" ? "||" : joined;
}

const hash = (text: string) => createHash("sha256").update(text, "utf8").digest("hex").slice(0, 16);

describe("text keys", () => {
  it.each([
    ["equal", equalKey, false],
    ["search", searchKey, false],
    ["equalBetween", equalKey, true],
    ["searchBetween", searchKey, true],
  ] as const)(
    "every code point has the server's key: %s",
    (name, key, between) => {
      const hashes = keys.blocks[name].map((_, block) =>
        hash(key(blockText(block * keys.blockSize, between))),
      );

      expect(hashes).toHaveLength(0x110000 / keys.blockSize);
      expect(hashes).toEqual(keys.blocks[name]);
    },
    60_000,
  );

  it.each(keys.strings)("$text has the server's keys", ({ text, equal: same, search }) => {
    expect(equalKey(text)).toBe(same);
    expect(searchKey(text)).toBe(search);
    expect(equalKey(same)).toBe(same);
    expect(searchKey(same)).toBe(search);
  });
});
