import { describe, expect, it } from "vitest";
import { equalKey, searchKey } from "../../../frontend/values/fold";

const western = Array.from({ length: 0x100 }, (_, point) => point)
  .filter((point) => (point >= 0x20 && point < 0x7f) || (point >= 0xc0 && point !== 0xd7 && point !== 0xf7))
  .map((point) => String.fromCodePoint(point));

/** A text with a Greek letter in it takes the way that is right for all texts. */
function longWay(key: (text: string) => string, text: string): string {
  return key(`Δ${text}Δ`).replace(/^δ|δ$/g, "");
}

describe("[inv 24] western texts, which are folded by a shorter way, get the same keys", () => {
  it.each([
    ["equal", equalKey],
    ["search", searchKey],
  ] as const)("%s key of every pair of letters", (_name, key) => {
    const pairs = western.flatMap((one) => western.map((other) => `a${one}${other}b`));

    const differing = pairs.filter((text) => key(text) !== longWay(key, text));

    expect(differing).toEqual([]);
  });
});
