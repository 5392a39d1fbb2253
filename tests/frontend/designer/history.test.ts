import fc from "fast-check";
import { expect, it } from "vitest";
import { addAction, removeAction } from "../../../frontend/designer/commands/actions";
import { addEntity, addField, removeEntity, removeField } from "../../../frontend/designer/commands/entities";
import { moveBy, removeNode, setProperty, setText } from "../../../frontend/designer/commands/nodes";
import { addPage, removePage } from "../../../frontend/designer/commands/pages";
import { addShownFields } from "../../../frontend/designer/commands/shown-fields";
import { addEntityPages } from "../../../frontend/designer/commands/starter";
import type { Documents, Intention } from "../../../frontend/designer/document";
import { joined, NO_HISTORY, recorded } from "../../../frontend/designer/history";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { applyIntention, inverseIntention } from "../../../frontend/designer/patches";
import { same } from "../../../frontend/shared/json";
import { documents } from "./documents";

const FACTS = ["pages", "order", "blocks", "facts", "fields"];

/** A command over whatever stands in the documents; `at` picks the node. */
type Move = (now: Documents, at: number) => Intention | null;

function pick<T>(nodes: readonly T[], at: number): T | undefined {
  return nodes[at % Math.max(1, nodes.length)];
}

const MOVES: readonly Move[] = [
  (now, at) => addPage(now, NOTHING_RESERVED, { kind: at % 2 ? "list" : "detail", entity: entity(now, at) }),
  (now, at) => removePage(now, pick(now.workspace.pages, at)?.id ?? ""),
  (now, at) => moveBy(now, place(["pages"], pick(now.workspace.pages, at)?.id), at % 2 ? 1 : -1, "page"),
  (now, at) => addShownFields(now, NOTHING_RESERVED, FACTS, "order", [at % 2 ? "note" : "customer.city"]),
  (now, at) => removeNode(now, place(FACTS, at % 2 ? "customer" : "status"), "field"),
  (now, at) => moveBy(now, place(FACTS, at % 2 ? "customer" : "status"), at % 3 ? 1 : -1, "field"),
  (now, at) => setText(now, "workspace", [], "title", at % 2 ? "en" : "sv", at % 3 ? `T${at}` : "", "title"),
  (now, at) => setProperty(now, "workspace", [], "icon", `icon-${at % 4}`, "icon"),
  (now, at) =>
    addAction(now, NOTHING_RESERVED, { kind: "step", entity: entity(now, at), label: `Step ${at}` }),
  (now, at) => removeAction(now, pick(now.workspace.actions, at)?.id ?? ""),
  (_, at) =>
    addEntity(documents(), NOTHING_RESERVED, { label: `Kind ${at}`, plural: "", fields: [] }).intention,
  (now, at) => addField(now, NOTHING_RESERVED, entity(now, at), { label: `Field ${at}`, type: "text" }),
  (now, at) => removeField(now, "order", pick(["customer", "status", "total", "note"], at) ?? ""),
  (now, at) => removeEntity(now, entity(now, at)),
  (now, at) => addEntityPages(now, NOTHING_RESERVED, entity(now, at)),
];

function entity(now: Documents, at: number): string {
  return pick(now.model.entities, at)?.id ?? "";
}

function place(list: readonly string[], id: string | undefined) {
  return { document: "workspace", list, id: id ?? "" } as const;
}

/** Commands in a row; one that has nothing to do, or whose place has gone, is left out. */
function played(steps: readonly (readonly [number, number])[]) {
  let now = documents();
  const done: Intention[] = [];
  for (const [which, at] of steps) {
    const onFacts = which >= 3 && which <= 5;
    if (onFacts && !now.workspace.pages.some(({ id }) => id === "order")) continue;
    if (which === 10 && now.model.entities.some(({ id }) => id === `kind_${at}`)) continue;
    const intention = MOVES[which]?.(now, at);
    if (!intention) continue;
    now = applyIntention(now, intention);
    done.push(intention);
  }
  return { now, done };
}

const STEPS = fc.array(fc.tuple(fc.nat(MOVES.length - 1), fc.nat(20)), { maxLength: 25 });

it("whatever was done, undoing all of it gives back the documents, and redoing it what was there", () => {
  fc.assert(
    fc.property(STEPS, (steps) => {
      const { now, done } = played(steps);

      const back = done
        .toReversed()
        .reduce((state, intention) => applyIntention(state, inverseIntention(intention, "undo")), now);
      const again = done.reduce(applyIntention, back);

      expect(same(back, documents())).toBe(true);
      expect(same(again, now)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("intentions joined into one do the same, and are undone as one", () => {
  fc.assert(
    fc.property(STEPS, (steps) => {
      const { now, done } = played(steps);
      const [first, ...rest] = done;
      if (!first) return;

      const one = rest.reduce(joined, first);
      const back = applyIntention(now, inverseIntention(one, "undo"));

      expect(same(applyIntention(documents(), one), now)).toBe(true);
      expect(same(back, documents())).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it("what was taken back cannot be done again once something else was done", () => {
  const [first, second] = played([
    [7, 1],
    [7, 2],
  ]).done;
  if (!first || !second) throw new Error("Both change the icon");
  const taken = { done: [], undone: [{ intention: first, merge: null }] };

  const history = recorded(taken, second, null);

  expect(history.undone).toEqual([]);
});

it("the oldest of very many steps are forgotten", () => {
  const [step] = played([[7, 1]]).done;
  if (!step) throw new Error("The icon changes");
  let history = NO_HISTORY;

  for (let count = 0; count < 130; count += 1)
    history = recorded(history, { ...step, label: String(count) }, null);

  expect(history.done).toHaveLength(100);
  expect(history.done[0]?.intention.label).toBe("30");
});
