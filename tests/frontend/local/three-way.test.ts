/** The three-way merge and its policies, by the cases that the office runs as well. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rulesOf } from "../../../frontend/local/policies";
import { mergeEdits, type SeenEdit, type Standing } from "../../../frontend/local/three-way";
import type { Entity, Field } from "../../../frontend/protocol";
import { accept } from "../../../frontend/values/registry";
import type { Value } from "../../../frontend/values/types";

interface Case {
  readonly name: string;
  readonly policy?: Entity["policy"];
  readonly fields: Readonly<Record<string, Partial<Field> & { choices?: unknown }>>;
  readonly edits: Readonly<Record<string, { new: unknown; old?: unknown; seen: number }>>;
  readonly office: Readonly<Record<string, { value: unknown; version: number; own?: boolean }>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

function cases(file: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), "utf-8"));
}

describe.each(["merges.json", "random_merges.json"])("%s", (file) => {
  it.each(cases(file).map((one) => [one.name, one] as const))("[BEY-03] [L44] [inv 18] %s", (_name, one) => {
    const entity = entityOf(one);

    const outcome = outcomeOf(one, entity);

    expect(outcome).toEqual(one.expect);
  });
});

function entityOf({ fields, policy = "ask" }: Case): Entity {
  const listed = Object.entries(fields).map(([id, { choices, ...rule }]) => ({
    ...rule,
    id,
    choices: Array.isArray(choices) ? choices.map((choice) => ({ id: choice })) : [],
  }));
  return { id: "thing", policy, fields: listed } as unknown as Entity;
}

function outcomeOf(one: Case, entity: Entity): Record<string, unknown> {
  const fields = new Map(entity.fields.map((field) => [field.id, field]));
  const read = (name: string, wire: unknown): Value | undefined => {
    const field = fields.get(name);
    const found = field && accept(wire, field);
    return found && !found.problem ? found.value : undefined;
  };
  const edits: Record<string, SeenEdit<Value>> = {};
  for (const [name, { new: wire, seen, ...edit }] of Object.entries(one.edits)) {
    const old = "old" in edit ? read(name, edit.old) : undefined;
    edits[name] = { value: read(name, wire) ?? null, base: seen, ...(old !== undefined && { old }) };
  }
  const office: Record<string, Standing<Value>> = {};
  for (const [name, { value, ...standing }] of Object.entries(one.office)) {
    office[name] = { ...standing, value: read(name, value) ?? null };
  }
  const { apply, made, same, overruled, conflicts } = mergeEdits(edits, office, rulesOf(entity));
  return {
    apply: apply.sort(),
    made,
    same: same.sort(),
    overruled: overruled.sort(),
    conflicts: conflicts.map((unit) => unit.sort()).sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  };
}
