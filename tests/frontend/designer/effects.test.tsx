/** What the publish dialog says that publishing will do, as it is counted; and indexes proposed from use. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Editor } from "../../../frontend/designer/editor";
import { mayBeIndexed, proposalsFor, usesIn } from "../../../frontend/designer/indexes/uses";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { entityOf } from "../../../frontend/designer/model-view";
import {
  type Counted,
  countEffects,
  effectWords,
  phoneWords,
} from "../../../frontend/designer/publish/effects";
import { EffectsSection } from "../../../frontend/designer/publish/effects-section";
import { wholeDocuments } from "../../../frontend/designer/whole";
import type { Effect, Entity, PhoneEffects, Profile, PublicationEffects } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { field } from "../metadata/builders";
import { documents } from "./documents";
import { openedEditor } from "./fake-server";

beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const { model, workspace } = wholeDocuments(documents());

function effect(parts: Partial<Effect> = {}): Effect {
  const counts = { records: 4, looked: 4, unfit: 0, seconds: 0 };
  return {
    kind: "require",
    entity: "order",
    field: "number",
    choice: null,
    type: null,
    rule: null,
    ...counts,
    ...parts,
  };
}

const PHONES: PhoneEffects = { breaking: false, others: [], downloads: [], devices: 3 };

function part(parts: Partial<PublicationEffects>): PublicationEffects {
  return { effects: [], phones: null, done: 0, total: 1, next: null, ...parts };
}

describe("[BEY-24] what a change does to records", () => {
  it.each([
    [
      { kind: "convert", type: "integer", records: 1204, looked: 1204, unfit: 3 },
      "Order · Number becomes Whole number: 1,201 values are converted, 3 cannot be.",
    ],
    [
      { kind: "convert", type: "integer", records: 9000, looked: 500, unfit: 0 },
      "Order · Number becomes Whole number: 500 values are converted. 500 of 9,000 looked at so far.",
    ],
    [
      { records: 212 },
      "Order · Number becomes required: 212 records lack it. They stay, and ask for it at their next edit.",
    ],
    [{ records: 0 }, "Order · Number becomes required: every record has it."],
    [{ kind: "drop", records: 88 }, "Order · Number is deleted: 88 records keep a value that nobody sees."],
    [
      { kind: "retire", field: "status", choice: "open", records: 14 },
      "Order · Status: Open is retired. 14 records keep it.",
    ],
    [
      { kind: "compute", records: 31000, seconds: 20 },
      "Order · Number is computed for 31,000 records, which takes about 20 s.",
    ],
    [
      { kind: "unique", unfit: 2 },
      "Order · Number becomes unique: 2 values are there more than once, so this cannot be published.",
    ],
    [
      { kind: "require_when", records: 9, looked: 9, unfit: 3 },
      "Order · Number becomes required where its condition holds: 3 records lack it there. They stay, and ask for it at their next edit.",
    ],
    [
      { kind: "require_when", records: 900, looked: 500, unfit: 0 },
      "Order · Number becomes required where its condition holds: no record lacks it there. There may be more: 500 of 900 looked at.",
    ],
    [
      { records: null },
      "Order · Number changes. How many records that concerns cannot be counted beforehand.",
    ],
  ] as const)("%o: %s", (parts, words) => {
    expect(effectWords(effect(parts as Partial<Effect>), model, null)).toBe(words);
  });

  it("says what must hold from now on in the words of its rule", () => {
    const message = { en: "A number has eight digits." };
    const rule = { id: "digits", condition: {}, message, field: "number", severity: "error" };
    const entities = model.entities.map((one) => (one.id === "order" ? { ...one, validities: [rule] } : one));
    const demand = effect({ kind: "demand", field: null, rule: "digits", records: 9, looked: 9, unfit: 1 });

    const words = effectWords(demand, { ...model, entities } as typeof model, model);

    expect(words).toBe(
      "Orders, from now on: “A number has eight digits.” 1 record does not meet that. It stays, and has to be put right at its next edit.",
    );
  });

  it("is told of what is deleted by the names that it had", () => {
    const without = { ...model, entities: model.entities.filter(({ id }) => id !== "order") };

    const words = effectWords(effect({ kind: "drop", field: null, records: 2 }), without, model);

    expect(words).toBe("Orders are deleted: 2 records stay at the office and nobody sees them.");
  });
});

describe("[BEY-24] what phones will do", () => {
  const sales = [{ label: "Sales", people: 12 }];

  it("names who is asked, what comes down again, and what becomes of waiting work", () => {
    const phones = { ...PHONES, breaking: true, downloads: [{ entity: "order", records: 1204 }] };

    const words = phoneWords(phones, sales, "hard", model);

    expect(words).toEqual([
      "Must update before they edit anything: Sales (12 people).",
      "Phones download their Orders again: up to 1,204 records each.",
      "Work that waits on phones is brought to the new version when it comes in. 3 devices were here in the last 30 days.",
    ]);
  });

  it.each([
    [false, "Nobody is asked: phones take it when they next sync."],
    [true, "Asked all the same, since forms of before no longer fit: Sales (12 people)."],
  ])("a silent publication that breaks forms (%s) says: %s", (breaking, words) => {
    const [first] = phoneWords({ ...PHONES, breaking }, sales, "silent", model);

    expect(first).toBe(words);
  });
});

describe("[BEY-24] counting", () => {
  it("goes on until there is no more, and puts what was looked at further in its place", async () => {
    const converted = { kind: "convert", type: "integer", records: 9 } as const;
    const parts = [
      part({ effects: [effect({ ...converted, looked: 5 })], next: "a" }),
      part({ effects: [effect({ ...converted, looked: 9 }), effect()], phones: PHONES }),
    ];
    const asked: (string | null)[] = [];
    const told: Counted[] = [];

    await countEffects(
      async (after) => {
        asked.push(after);
        return parts[asked.length - 1] as PublicationEffects;
      },
      (counted) => told.push(counted),
      new AbortController().signal,
    );

    expect(asked).toEqual([null, "a"]);
    expect(told.map(({ state }) => state)).toEqual(["counting", "whole"]);
    expect(told[1]?.effects.map(({ looked }) => looked)).toEqual([9, 4]);
  });

  it("that fails says so, and keeps what was counted", async () => {
    const told: Counted[] = [];
    const read = vi
      .fn()
      .mockResolvedValueOnce(part({ effects: [effect()], next: "a" }))
      .mockRejectedValue(new Error("away"));

    await countEffects(read, (counted) => told.push(counted), new AbortController().signal);

    expect(told.at(-1)).toMatchObject({ state: "failed", effects: [{ kind: "require" }] });
  });
});

function answering(answers: Readonly<Record<string, unknown>>): Editor {
  const editor = openedEditor();
  const fetch = async (address: RequestInfo | URL) => {
    const path = String(address).replace("/api/v1", "").split("?")[0] ?? "";
    return new Response(JSON.stringify(answers[path] ?? {}), {
      headers: { "Content-Type": "application/json" },
    });
  };
  Object.defineProperty(editor, "client", { value: new Client({ fetch }) });
  return editor;
}

it("[BEY-24] values that cannot be converted are shown when they are asked for", async () => {
  const converted = effect({ kind: "convert", type: "integer", unfit: 1 });
  const editor = answering({
    "/designs/sales/effects": part({ effects: [converted], phones: PHONES }),
    "/designs/sales/effects/unfit": { values: [{ id: "o", title: "Norr", value: "many" }] },
  });
  render(<EffectsSection editor={editor} roles={[]} urgency="soft" />);

  fireEvent.click(await screen.findByRole("button", { name: "Show them" }));

  await screen.findByText("many");
  expect(screen.getByText("Norr")).toBeTruthy();
  expect(screen.getByText("No role sees the workspace yet, so nobody is asked.")).toBeTruthy();
});

const order = entityOf(model, "order") as Entity;
const dated: Entity = { ...order, fields: [...order.fields, field("due", "date")] };

describe("[BEY-24] an index is proposed", () => {
  const condition = {
    op: "and",
    of: [
      { op: "gt", path: "due", value: "2026-01-01" },
      { op: "eq", path: "customer.name", value: "Norr" },
    ],
  };
  const profile = { id: "all", entities: [{ id: "order", rules: [{ kind: "filter", condition }] }] };

  it("where lists and profiles sort and filter, and not beyond lookups", () => {
    const uses = usesIn([workspace], [profile as unknown as Profile]);

    const proposed = proposalsFor(dated, uses).map((one) => [one.field.id, one.sorted, one.filtered]);

    expect(proposed).toEqual([
      ["number", 1, 0],
      ["due", 0, 1],
    ]);
  });

  it("not where there is one, nor where none can be", () => {
    const indexed = { ...dated, fields: dated.fields.map((one) => ({ ...one, indexed: true })) };

    const proposed = proposalsFor(indexed, usesIn([workspace], []));

    expect(proposed).toEqual([]);
    expect(mayBeIndexed(field("a", "text"))).toBe(false);
    expect(mayBeIndexed(field("a", "text", { maxLength: 200 }))).toBe(true);
    expect(mayBeIndexed(field("a", "date", { unique: true }))).toBe(false);
    expect(mayBeIndexed(field("a", "lookup"))).toBe(false);
  });

  it("with one press at the entity, which is one step", async () => {
    const editor = answering({ "/designs": [], "/profiles": [] });
    editor.select({ document: "model", path: ["entities", "order"] });
    render(<Inspector editor={editor} />);
    await screen.findByText("Orders are sorted by Number in 1 place.");

    fireEvent.click(screen.getByRole("button", { name: "Keep an index Number" }));

    const number = () => entityOf(editor.whole.value.model, "order")?.fields[0];
    expect(number()?.indexed).toBe(true);
    await waitFor(() => expect(screen.queryByText(/Orders are sorted by Number/)).toBeNull());
    editor.undo();
    expect(number()?.indexed).toBeNull();
  });
});
