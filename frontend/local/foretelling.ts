/**
 * What the office will make of an edit that waits, as far as this phone can know: pure.
 *
 * The phone does not hold the versions of single fields, so a field counts as changed by others when the record is
 * newer than what the user saw and the value is another one. Where somebody will have to choose, the user's own
 * value stays in view until the office has answered.
 */
import { fieldsOf } from "../metadata/find";
import type { Entity, SetAct } from "../protocol";
import type { Values } from "../shared/json";
import { accept } from "../values/registry";
import type { FieldRule, Value } from "../values/types";
import { rulesOf } from "./policies";
import { mergeEdits, type Rules, type SeenEdit, type Standing } from "./three-way";

/** Tells what an edit will have written on top of the office's values, of which `version` is the number. */
export type Foreteller = (act: SetAct, values: Values, version: number) => Values;

/** What foretells merges of an entity's records. */
export function foretellerOf(entity: Entity): Foreteller {
  const fields = fieldsOf(entity);
  const rules = rulesOf(entity);
  return (act, values, version) => foretold(act, values, version, rules, fields);
}

function foretold(
  act: SetAct,
  values: Values,
  version: number,
  rules: Rules<Value>,
  fields: ReadonlyMap<string, FieldRule>,
): Values {
  const edits: Record<string, SeenEdit<Value>> = {};
  const office: Record<string, Standing<Value>> = {};
  const written: Record<string, unknown> = {};
  for (const [name, edit] of Object.entries(act.edits)) {
    const rule = fields.get(name);
    if (!rule || version <= edit.base) {
      written[name] = edit.value;
      continue;
    }
    const there = (values[name] ?? null) as Value;
    const old = seen(edit.old, rule);
    const moved = old === undefined || !rules.alike(name, there, old);
    edits[name] = {
      value: (edit.value ?? null) as Value,
      base: edit.base,
      ...(old !== undefined && { old }),
    };
    office[name] = { value: there, version: moved ? version : 0 };
  }
  const merged = mergeEdits(edits, office, rules);
  for (const name of [...merged.apply, ...merged.conflicts.flat()])
    written[name] = edits[name]?.value ?? null;
  return { ...written, ...merged.made };
}

/** Read what the user saw; undefined where it is not known, or no value of the field any more. */
function seen(wire: unknown, rule: FieldRule): Value | undefined {
  if (wire === undefined) return undefined;
  const read = accept(wire, rule);
  return read.problem ? undefined : read.value;
}
