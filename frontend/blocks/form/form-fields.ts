/**
 * Which fields the form of an action has, and what they hold when it opens. Pure.
 */
import type { Action, Setting } from "../../protocol";
import type { Values } from "../../shared/json";
import { unreachable } from "../../shared/unreachable";
import type { Lens } from "../lens";
import type { FormField } from "./form-state";

/**
 * The fields that a form shows: those of the action, as far as the entity still has them.
 *
 * @param fixed fields that this user does not change, whatever the action says
 */
export function fieldsOf(
  lens: Lens,
  action: Action,
  fixed: ReadonlySet<string> = new Set(),
): readonly FormField[] {
  return action.fields.flatMap((shown) => {
    const field = lens.field(action.entity, shown.field);
    if (!field) return [];
    const set = shown.readOnly ?? field.readOnly;
    const readOnly = set || fixed.has(field.id) || field.type === "auto_number";
    return {
      node: `actions/${action.id}/fields/${shown.id}`,
      field: { ...field, required: shown.required ?? field.required },
      label: lens.text(shown.label) || lens.text(field.label),
      help: lens.text(shown.help) || lens.text(field.help),
      readOnly,
    };
  });
}

export interface Opening {
  readonly me: string;
  /** UTC instant. */
  readonly now: string;
  /** The lookup that the record on show fills, and its id. */
  readonly parent?: { readonly field: string; readonly record: string };
}

/** What a new record holds when its form opens: defaults, then the action's settings, then the record on show. */
export function startOf(lens: Lens, action: Action, { me, now, parent }: Opening): Values {
  const fields = lens.entity(action.entity)?.fields ?? [];
  const defaults = fields.filter((field) => (field.default ?? null) !== null && !field.readOnly);
  const values: Record<string, unknown> = Object.fromEntries(
    defaults.map((field) => [field.id, field.default]),
  );
  for (const setting of action.settings) {
    const type = lens.field(action.entity, setting.field)?.type;
    if (type) values[setting.field] = settingValue(setting, type, me, now);
  }
  if (parent) values[parent.field] = parent.record;
  return values;
}

function settingValue({ to, value }: Setting, type: string, me: string, now: string): unknown {
  switch (to) {
    case "value":
      return value;
    case "me":
      return me;
    case "now":
      // The day of the instant in UTC, as the server takes it.
      return type === "date" ? now.slice(0, 10) : now;
    case "comment":
      return null;
    default:
      return unreachable(to);
  }
}
