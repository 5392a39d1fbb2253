/** The lines of a form: what they make of a change, what a draft keeps of them, and what happens to them meanwhile. */
import { describe, expect, it } from "vitest";
import { FormState } from "../../../frontend/blocks/form/form-state";
import { LineForms } from "../../../frontend/blocks/form/line-forms";
import { WholeForm } from "../../../frontend/blocks/form/whole-form";
import { controls } from "../../../frontend/fields/controls";
import type { DraftField, DraftLines, TypedLine } from "../../../frontend/local/form-drafts";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Field } from "../../../frontend/protocol";

const READING = { language: "en", locale: "en", zone: "UTC" } as never;
const ORDER = "order-1";

function field(id: string, type: string, more: object = {}): DraftField {
  const rule = { id, type, label: { en: id }, required: false, ...more } as unknown as Field;
  return { node: "n", field: rule, label: id, help: "", readOnly: false };
}

const SET: DraftLines = {
  id: "lines",
  node: "actions/new_order/lines/lines",
  entity: "order_line",
  parent: "order",
  label: "Lines",
  one: "Line",
  least: 0,
  most: 200,
  fields: [field("item", "text", { required: true }), field("count", "integer")],
  start: { count: 1 },
};

interface Wanted {
  readonly set?: Partial<DraftLines>;
  readonly fresh?: boolean;
  readonly typed?: readonly TypedLine[];
}

function forms({ set = {}, fresh = true, typed }: Wanted = {}): LineForms {
  return new LineForms({
    set: { ...SET, ...set },
    controls,
    reading: READING,
    fresh,
    ...(typed && { typed }),
  });
}

function line(id: string, values: object, version = 3): LocalRecord {
  const state = { state: "clean", progress: "none", partial: false } as const;
  return { entity: "order_line", id, version, values: { order: ORDER, ...values }, ...state };
}

const knows = () => true;

describe("[DSG-14] [L19] lines of a new record", () => {
  it("are made with it, each with the record that they hang on and what it began with", () => {
    const lines = forms();

    lines.add("l1").form.set("item", "Bolt");
    lines.add("l2").form.set("item", "Nut");

    expect(lines.acts(ORDER)).toMatchObject([
      { kind: "create", record: "l1", values: { item: "Bolt", count: 1, order: ORDER } },
      { kind: "create", record: "l2", values: { item: "Nut", count: 1, order: ORDER } },
    ]);
  });

  it("are told of where one lacks what it must have, or holds what is no value", () => {
    const lines = forms();
    lines.add("l1").form.set("item", "Bolt");
    const second = lines.add("l2");

    expect(lines.check()).toEqual({ record: "l2", field: "item" });
    second.form.set("item", "Nut");
    second.form.set("count", "many");

    expect(lines.check()).toEqual({ record: "l2", field: "count" });
  });

  it("are as many as the form takes, no fewer and no more", () => {
    const lines = forms({ set: { least: 1, most: 2 } });

    expect(lines.wrongCount.value).toBeNull();
    expect(lines.check()).toBe("count");
    expect(lines.wrongCount.value).toEqual({ code: "few", limit: 1 });
    for (const id of ["l1", "l2", "l3"]) lines.add(id).form.set("item", id);
    expect(lines.check()).toBe("count");
    expect(lines.wrongCount.value).toEqual({ code: "many", limit: 2 });
    lines.remove(lines.lines[0] as never, 0);

    expect(lines.check()).toBeNull();
  });

  it("are 200 at most, and the 201st says so", () => {
    const lines = forms();
    for (let at = 0; at < 201; at += 1) lines.add(`l${at}`).form.set("item", "Bolt");

    expect(lines.check()).toBe("count");
    expect(lines.wrongCount.value).toEqual({ code: "many", limit: 200 });
  });

  it("come back where they were when their removal is undone", () => {
    const lines = forms();
    for (const id of ["l1", "l2", "l3"]) lines.add(id);

    const back = lines.remove(lines.lines[1] as never, 0);
    expect(lines.lines.map(({ record }) => record)).toEqual(["l1", "l3"]);
    back();

    expect(lines.lines.map(({ record }) => record)).toEqual(["l1", "l2", "l3"]);
  });
});

describe("[DSG-14] lines of a record that is edited", () => {
  it("are changed, taken out and added in one change, and only where somebody did", () => {
    const lines = forms({ fresh: false });
    const [a, b, c] = [line("a", { item: "Bolt" }), line("b", { item: "Nut" }), line("c", { item: "Screw" })];
    lines.follow([b, c, a], knows);

    lines.lines[0]?.form.set("item", "Bolt M6", a);
    lines.remove(lines.lines[1] as never, b.version);
    lines.add("new").form.set("item", "Washer");

    expect(lines.acts(ORDER)).toEqual([
      {
        kind: "set",
        entity: "order_line",
        record: "a",
        edits: { item: { value: "Bolt M6", old: "Bolt", base: 3 } },
      },
      {
        kind: "create",
        entity: "order_line",
        record: "new",
        values: { item: "Washer", count: 1, order: ORDER },
      },
      { kind: "delete", entity: "order_line", record: "b", base: 3 },
    ]);
  });

  it("come and go as the office has them, and what was typed into one stays", () => {
    const lines = forms({ fresh: false });
    const [a, b] = [line("a", { item: "Bolt" }), line("b", { item: "Nut" })];
    lines.follow([a, b], knows);
    lines.lines[1]?.form.set("item", "Nut M6", b);

    lines.follow([line("c", { item: "Screw" })], knows);

    expect(lines.lines.map(({ record, form }) => [record, form.values.item])).toEqual([
      ["b", "Nut M6"],
      ["c", "Screw"],
    ]);
    expect(lines.acts(ORDER)).toMatchObject([{ kind: "set", record: "b" }]);
  });

  it("[inv 17] hold nothing of the office's once it has taken a line away, and have it again when it comes back", () => {
    const lines = forms({ fresh: false });
    const a = line("a", { item: "Bolt", count: 47 });
    lines.follow([a], knows);
    lines.lines[0]?.form.set("item", "Bolt M6", a);

    lines.follow([], knows);
    expect(JSON.stringify(lines.typed.value)).not.toContain('Bolt"');
    expect(lines.lines[0]?.form.values).toEqual({ item: "Bolt M6" });
    lines.follow([a], knows);

    expect(lines.lines[0]?.form.values).toMatchObject({ item: "Bolt M6", count: 47 });
  });

  it("are not asked for that were too few before", () => {
    const lines = forms({ fresh: false, set: { least: 2 } });
    const a = line("a", { item: "Bolt" });
    lines.follow([a], knows);

    expect(lines.check()).toBeNull();
    lines.remove(lines.lines[0] as never, a.version);

    expect(lines.check()).toBe("count");
  });
});

describe("[DRF-01] a draft of lines", () => {
  it("has them as they were typed: added, changed and taken out", () => {
    const before = forms({ fresh: false });
    const [a, b] = [line("a", { item: "Bolt" }), line("b", { item: "Nut" })];
    before.follow([a, b], knows);
    before.lines[0]?.form.set("count", "no number", a);
    before.lines[0]?.form.set("item", "Bolt M6", a);
    before.remove(before.lines[1] as never, b.version);
    before.add("new").form.set("item", "Washer");

    const after = forms({ fresh: false, typed: structuredClone(before.typed.value) });
    after.follow([a, b], knows);

    expect(after.lines.map(({ record }) => record)).toEqual(["a", "new"]);
    expect(after.lines[0]?.form.input("count")).toBe("no number");
    expect(after.acts(ORDER)).toEqual(before.acts(ORDER));
  });

  it("is there while the header alone is untouched", () => {
    const head = new FormState({ fields: [], controls, reading: READING, values: {} });
    const lines = forms();
    const whole = new WholeForm(head, [lines]);

    expect(whole.dirty.value).toBe(false);
    lines.add("l1");

    expect(whole.dirty.value).toBe(true);
    expect(whole.typed.value.lines?.lines).toHaveLength(1);
  });
});
