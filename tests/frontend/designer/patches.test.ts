import { describe, expect, it } from "vitest";
import { applyPatches, inverses, Misfit } from "../../../frontend/designer/patches";
import type { Patch } from "../../../frontend/protocol";
import { same } from "../../../frontend/shared/json";
import vectors from "../../vectors/patches.json";

interface Case {
  readonly name: string;
  readonly document: unknown;
  readonly patches: readonly unknown[];
  readonly result?: unknown;
  readonly restored?: unknown;
  readonly reason?: string;
}

const CASES = vectors.cases as readonly Case[];

describe("patches by the vectors that the server passes too", () => {
  for (const one of CASES.filter(({ reason }) => reason === undefined)) {
    it(`${one.name}, and back`, () => {
      const patches = one.patches as readonly Patch[];
      const given = structuredClone(one.document);

      const result = applyPatches(one.document, patches);
      const back = applyPatches(result, inverses(patches));

      expect(same(result, one.result)).toBe(true);
      expect(same(back, one.restored ?? one.document)).toBe(true);
      expect(one.document).toEqual(given);
    });
  }

  for (const one of CASES.filter(({ reason }) => reason !== undefined)) {
    it(one.name, () => {
      let refused: unknown;

      try {
        applyPatches(one.document, one.patches as readonly Patch[]);
      } catch (error) {
        refused = error;
      }

      expect(refused).toBeInstanceOf(Misfit);
      expect((refused as Misfit).reason).toBe(one.reason);
    });
  }

  it("has cases of both kinds", () => {
    const refusals = CASES.filter(({ reason }) => reason !== undefined);

    expect(refusals.length).toBeGreaterThan(20);
    expect(CASES.length - refusals.length).toBeGreaterThan(20);
  });
});
