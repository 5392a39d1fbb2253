/** What the phone shows of an edit that waits while others have changed the record too. */
import { expect, it } from "vitest";
import { foretellerOf } from "../../../frontend/local/foretelling";
import { merged } from "../../../frontend/local/merging";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import { shown } from "../../../frontend/local/overlay";
import { cleanRecord } from "../../../frontend/local/record";
import { inverse } from "../../../frontend/local/undo";
import type { Act, Entity, Outcome, SetAct } from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";
import { entity, field } from "../metadata/builders";

const RECORD = "01900000-0000-7000-8000-000000000001";

const PARTS = entity("part", [
  field("name", "text"),
  field("stock", "integer", { policy: "add" }),
  field("seen", "date", { policy: "greatest" }),
  field("price", "decimal", { policy: "office" }),
  field("notes", "multi_line", { policy: "lines" }),
]);

function edit(edits: SetAct["edits"]): SetAct {
  return { kind: "set", entity: "part", record: RECORD, edits };
}

function waiting(act: Act, outcome: Outcome | null = null): OutboxEntry {
  return {
    id: `of ${JSON.stringify(act)}`,
    place: 1,
    number: outcome ? 1 : null,
    madeAt: "2026-11-22T10:00:00.000Z",
    metadataVersion: 1,
    acts: [act],
    effects: [],
    blobs: [],
    source: null,
    outcome,
    settled: false,
  } as unknown as OutboxEntry;
}

function inView(values: Values, version: number, acts: readonly SetAct[], of: Entity = PARTS): Values {
  const pending = acts.map((act) => ({ act, entry: waiting(act) }));
  return shown(cleanRecord("part", [RECORD, version, values]), pending, foretellerOf(of))?.values ?? {};
}

it("[BEY-03] an edit shows as it is while nobody else has changed the record", () => {
  const act = edit({ stock: { value: 7, old: 5, base: 3 }, price: { value: "2.00", old: "1.00", base: 3 } });

  const values = inView({ stock: 5, price: "1.00" }, 3, [act]);

  expect(values).toEqual({ stock: 7, price: "2.00" });
});

it("[BEY-03] [L44] what the office will make of an edit shows as soon as the others' change is here", () => {
  const act = edit({
    stock: { value: 7, old: 5, base: 3 },
    seen: { value: "2026-01-01", old: null, base: 3 },
    price: { value: "2.00", old: "1.00", base: 3 },
    notes: { value: "A\nb", old: "a\nb", base: 3 },
  });

  const values = inView({ stock: 10, seen: "2026-02-02", price: "3.00", notes: "a\nB" }, 4, [act]);

  expect(values).toEqual({ stock: 12, seen: "2026-02-02", price: "3.00", notes: "A\nB" });
});

it("[CON-06] where somebody will have to choose, the user's own value stays in view", () => {
  const act = edit({
    name: { value: "Mine", old: "Bolt", base: 3 },
    notes: { value: "A", old: "a", base: 3 },
    stock: { value: 7, base: 3 },
  });

  const values = inView({ name: "Theirs", notes: "Z", stock: 10 }, 4, [act]);

  expect(values).toEqual({ name: "Mine", notes: "A", stock: 7 });
});

it("[BEY-03] an edit on top of what was foretold is a change of its own, so nothing is counted twice", () => {
  const first = edit({ stock: { value: 7, old: 5, base: 3 } });
  const second = edit({ stock: { value: 13, old: 12, base: 4 } });

  const joined = merged([waiting(first)], waiting(second));
  const values = inView({ stock: 10 }, 4, [first, second]);

  expect(joined).toBeNull();
  expect(values.stock).toBe(13);
  expect(inView({ stock: 20 }, 5, [first, second]).stock).toBe(23);
});

it("[APP-12] an edit on top of one's own still joins the change that waits", () => {
  const first = edit({ stock: { value: 7, old: 5, base: 3 } });
  const second = edit({ stock: { value: 8, old: 7, base: 3 } });

  const joined = merged([waiting(first)], waiting(second));

  expect(joined?.entry.acts).toEqual([edit({ stock: { value: 8, old: 5, base: 3 } })]);
});

it("[BEY-03] undoing what was merged takes back the user's own part alone", () => {
  const act = edit({ stock: { value: 7, old: 5, base: 3 } });
  const outcome = { status: "merged", seq: 9, records: [], conflicts: [] } as unknown as Outcome;

  const opposite = inverse(waiting(act, outcome), () => 5);

  expect(opposite).toEqual([edit({ stock: { value: 5, old: 7, base: 3 } })]);
});
