import { expect, it } from "vitest";
import { KeptOrder } from "../../../frontend/local/kept-order";

interface Thing {
  readonly id: number;
  readonly name: number;
}

function byName(a: Thing, b: Thing): number {
  return a.name - b.name || a.id - b.id;
}

/** Numbers that look thrown, the same in every run. */
function thrown(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

it("an order that is kept is the order that sorting all would give, whatever changes, comes and goes", () => {
  const chance = thrown(7);
  const kept = new KeptOrder<Thing>();
  let things = Array.from({ length: 200 }, (_, id) => ({ id, name: chance(50) }));
  kept.sorted(things, byName, ["names"]);

  for (let turn = 0; turn < 300; turn += 1) {
    const next = [...things];
    for (let times = chance(6); times > 0; times -= 1) {
      const at = chance(next.length);
      const what = chance(4);
      if (what === 0) next.splice(at, 1);
      else if (what === 1) next.push({ id: 1_000 + turn * 10 + times, name: chance(50) });
      else if (what === 2) next.splice(at, 0, ...next.splice(chance(next.length), 1));
      else next[at] = { id: next[at]?.id ?? 0, name: chance(50) };
    }
    things = next;

    expect(kept.sorted(things, byName, ["names"])).toEqual([...things].sort(byName));
  }
});

it("a few changes among many cost few comparisons", () => {
  const chance = thrown(3);
  const kept = new KeptOrder<Thing>();
  const things = Array.from({ length: 10_000 }, (_, id) => ({ id, name: chance(1_000_000) }));
  kept.sorted(things, byName, []);
  const changed = things.map((thing, at) =>
    at % 1_000 === 5 ? { ...thing, name: chance(1_000_000) } : thing,
  );
  let comparisons = 0;

  const rows = kept.sorted(
    changed,
    (a, b) => {
      comparisons += 1;
      return byName(a, b);
    },
    [],
  );

  expect(rows).toEqual([...changed].sort(byName));
  expect(comparisons).toBeLessThan(400);
});

it("sorts all anew when what the order hangs on is another", () => {
  const kept = new KeptOrder<Thing>();
  const things = [
    { id: 1, name: 2 },
    { id: 2, name: 1 },
  ];
  kept.sorted(things, byName, ["up"]);

  const down = kept.sorted(things, (a, b) => byName(b, a), ["down"]);

  expect(down.map(({ id }) => id)).toEqual([1, 2]);
});
