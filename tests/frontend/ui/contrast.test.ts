import { describe, expect, it } from "vitest";
import { ACCENTS } from "../../../frontend/ui/accents";
import { contrast, linearRgb } from "./oklch";
import { accents, type Colours, colour, highContrast, root, type Scheme } from "./token-sheet";

const SCHEMES: readonly Scheme[] = ["light", "dark"];
const GROUNDS = ["ground", "surface", "fill"];
const STATES = ["sent", "waiting", "needs", "refused", "offline"];

function ratio(colours: Colours, front: string, back: string, scheme: Scheme): number {
  return contrast(colour(colours, front, scheme), colour(colours, back, scheme));
}

describe.each(SCHEMES)("in the %s scheme", (scheme) => {
  it("black on white is 21 to 1, so the arithmetic is right", () => {
    const black = { lightness: 0, chroma: 0, hue: 0 };
    const white = { lightness: 1, chroma: 0, hue: 0 };

    expect(contrast(black, white)).toBeCloseTo(21, 1);
  });

  it.each(STATES)("the words of the state %s reach 7:1 on every ground", (state) => {
    const backs = [...GROUNDS, `${state}-soft`];

    const worst = Math.min(...backs.map((back) => ratio(root, state, back, scheme)));

    expect(worst).toBeGreaterThanOrEqual(7);
  });

  it.each(ACCENTS)("the accent %s reaches 4.5:1 as text, under text and on its own soft ground", (name) => {
    const colours = accents.get(name) ?? new Map();

    const asText = GROUNDS.map((back) => ratio(colours, "accent", back, scheme));
    const onSoft = ratio(colours, "accent", "accent-soft", scheme);
    const underText = ratio(colours, "on-accent", "accent", scheme);

    expect(Math.min(...asText, onSoft, underText)).toBeGreaterThanOrEqual(4.5);
  });

  it("text reaches 7:1 and quiet text 4.5:1 on every ground", () => {
    const backs = [...GROUNDS, "fill-hover", "fill-pressed", "accent-soft"];

    const text = backs.map((back) => ratio(accents.get("blue") ?? root, "text", back, scheme));
    const quiet = backs.map((back) => ratio(accents.get("blue") ?? root, "text-quiet", back, scheme));

    expect(Math.min(...text)).toBeGreaterThanOrEqual(7);
    expect(Math.min(...quiet)).toBeGreaterThanOrEqual(4.5);
  });

  it("the edges of controls reach 3:1", () => {
    const worst = Math.min(...["ground", "surface"].map((back) => ratio(root, "line-control", back, scheme)));

    expect(worst).toBeGreaterThanOrEqual(3);
  });

  it("danger reaches 4.5:1 as text", () => {
    const worst = Math.min(...GROUNDS.map((back) => ratio(root, "danger", back, scheme)));

    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it("quiet text reaches 7:1 for people who ask for more contrast", () => {
    const worst = Math.min(...GROUNDS.map((back) => ratio(highContrast, "text-quiet", back, scheme)));

    expect(worst).toBeGreaterThanOrEqual(7);
  });

  it("no colour lies outside what every screen can show", () => {
    const sheets = [root, ...accents.values(), highContrast];
    const names = [...STATES, ...STATES.map((state) => `${state}-soft`), "danger", "on-accent"];

    const outside = sheets.flatMap((colours) =>
      [...names, ...(colours.has("accent") ? ["accent", "accent-soft"] : [])].filter((name) =>
        linearRgb(colour(colours, name, scheme)).some((channel) => channel < -0.002 || channel > 1.002),
      ),
    );

    expect(outside).toEqual([]);
  });
});

it("tokens.css has the 12 accents that designers choose from", () => {
  expect([...accents.keys()].sort()).toEqual([...ACCENTS].sort());
});
