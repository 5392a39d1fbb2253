/**
 * What an action sets by itself in a record, as the phone expects it until the server has run it. Pure.
 */
import { localDay } from "../expressions/periods";
import { findEntity } from "../metadata/find";
import type { Model, Setting } from "../protocol";
import type { Values } from "../shared/json";
import { unreachable } from "../shared/unreachable";

export interface Setter {
  /** The person who does it. */
  readonly me: string;
  /** UTC instant. */
  readonly now: string;
  /** Where his days begin. */
  readonly timeZone: string;
  readonly comment: string | null;
}

/** What settings put into the fields that an entity still has; what a rule makes depends on the record it copies. */
export function settingValues(
  model: Model,
  entity: string,
  settings: readonly Setting[],
  setter: Setter,
): Values {
  const fields = findEntity(model, entity)?.fields ?? [];
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const { to, value } = setting;
      const field = fields.find(({ id }) => id === setting.field);
      return field && to !== "rule" ? [[field.id, settingValue(to, value, field.type, setter)]] : [];
    }),
  );
}

function settingValue(
  to: Exclude<Setting["to"], "rule">,
  value: unknown,
  type: string,
  { me, now, timeZone, comment }: Setter,
): unknown {
  switch (to) {
    case "value":
      return value;
    case "comment":
      return comment;
    case "me":
      return me;
    case "now":
      return type === "date" ? localDay(now, timeZone) : now;
    default:
      return unreachable(to);
  }
}
