/** The catalogues as the build writes them: each message says what its source says, without a parser. */

import { readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { PARTS, pageTexts } from "../../../scripts/vite/texts";

type Built = Readonly<Record<string, string | ReturnType<IntlMessageFormat["getAst"]>>>;

/** Any argument by any name: a number, which is also one of two in a plural. */
const VALUES = new Proxy<Record<string, number>>(
  {},
  {
    get: () => 2,
    has: () => true,
    getOwnPropertyDescriptor: () => ({ value: 2, configurable: true, enumerable: true }),
  },
);

function built(language: string, part?: string): Built {
  const file = `/texts/${language}.json`;
  const code = readFileSync(`texts/${language}.json`, "utf8");
  const { transform } = pageTexts() as unknown as { transform(code: string, id: string): { code: string } };
  const made = transform(code, part ? `${file}?${part}` : file).code;
  return JSON.parse(made.replace(/^export default /, "")) as Built;
}

describe.each(["en", "sv"])("the catalogue in %s", (language) => {
  const source = JSON.parse(readFileSync(`texts/${language}.json`, "utf8")) as Record<string, string>;
  const bundled = [undefined, ...Object.keys(PARTS)].map((part) => built(language, part));
  const all = Object.assign({}, ...bundled) as Built;

  it("says each message once, as it is written", () => {
    const keys = bundled.flatMap((part) => Object.keys(part));
    expect(keys).toHaveLength(new Set(keys).size);
    expect(keys.length).toBeGreaterThan(1000);
    for (const [key, text] of Object.entries(all)) {
      const said = typeof text === "string" ? text : new IntlMessageFormat(text, language).format(VALUES);
      expect(said, key).toEqual(new IntlMessageFormat(source[key] ?? "", language).format(VALUES));
    }
  });

  it("leaves nothing for a parser to read", () => {
    const plain = Object.values(all).filter((text) => typeof text === "string");
    expect(plain.filter((text) => /[{}'<]/.test(text))).toEqual([]);
    expect(plain.length).toBeLessThan(Object.keys(all).length);
  });
});
