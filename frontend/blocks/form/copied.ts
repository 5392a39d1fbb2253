/**
 * What a new record takes over from the one that it copies. Pure.
 *
 * What belongs to one record alone stays with it: its pictures and files, its numbers, and what no two may share.
 */
import type { Subject } from "../../expressions/rules";
import type { RecordRules } from "../../metadata/record-rules";
import type { Action, Field } from "../../protocol";
import type { Values } from "../../shared/json";

const ITS_OWN: ReadonlySet<Field["type"]> = new Set([
  "auto_number",
  "image",
  "file",
  "signature",
  "position",
]);

/**
 * What a copy begins with: what its form asks for as it is there, and what formulas of the action make of the record.
 *
 * @param fields those of the entity by name
 * @param asked names of fields that the form lets be changed
 */
export function copiedFrom(
  { entity, settings }: Action,
  fields: ReadonlyMap<string, Field>,
  asked: readonly string[],
  rules: Pick<RecordRules, "made">,
  record: Subject,
): Values {
  const set = new Set(settings.map(({ field }) => field));
  const taken = asked.filter((name) => {
    const field = fields.get(name);
    return field && !field.unique && !ITS_OWN.has(field.type) && !set.has(name);
  });
  const made = settings.flatMap(({ to, rule, field: name }) => {
    const field = to === "rule" ? fields.get(name) : undefined;
    return field ? [[name, rules.made(entity, rule, field, record)]] : [];
  });
  return Object.fromEntries([...taken.map((name) => [name, record.values[name] ?? null]), ...made]);
}
