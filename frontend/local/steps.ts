/**
 * What a business step will put into a record, as the phone expects it until the server has run it. Pure.
 */
import type { Setting } from "../protocol";
import type { Values } from "../shared/json";
import { unreachable } from "../shared/unreachable";

export function stepValues(
  settings: readonly Setting[],
  comment: string | null,
  me: string,
  now: string,
): Values {
  return Object.fromEntries(settings.map((setting) => [setting.field, value(setting, comment, me, now)]));
}

function value(setting: Setting, comment: string | null, me: string, now: string): unknown {
  switch (setting.to) {
    case "value":
      return setting.value;
    case "comment":
      return comment;
    case "me":
      return me;
    case "now":
      return now;
    default:
      return unreachable(setting.to);
  }
}
