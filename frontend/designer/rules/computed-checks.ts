/**
 * What keeps a field from being computed by a rule, told while it is written; the server looks further.
 *
 * A computed value is stored, so it is one for everybody and for every day, and none can be made from itself.
 */
import { reads } from "../../expressions/reads";
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import type { Selected } from "../editor";
import { entityOf } from "../model-view";
import { said } from "../words";

/** Say what is wrong with a rule by which a field is computed; null for any other rule. */
export function wrongWithComputed(rule: unknown, { document, path }: Selected, model: Model): string | null {
  const [, entity, , field, key] = path;
  const holder = document === "model" && entity ? entityOf(model, entity) : undefined;
  if (!holder || !field || key !== "computed") return null;
  if (reads(rule).asker.size > 0) return t("designer.rule.for_whom");
  const rules = new Map<string, unknown>(holder.fields.map(({ id, computed }) => [id, computed]));
  rules.set(field, rule);
  const way = wayBack(field, field, rules, new Set());
  const name = (id: string) => said(holder.fields.find((one) => one.id === id)?.label) || id;
  return way && t("designer.rule.circle", { fields: way.map(name).join(" → ") });
}

function wayBack(
  from: string,
  to: string,
  rules: ReadonlyMap<string, unknown>,
  seen: Set<string>,
): readonly string[] | null {
  if (seen.has(from)) return null;
  seen.add(from);
  for (const path of reads(rules.get(from) ?? null).paths) {
    if (path === to) return [from, to];
    const way = rules.get(path) ? wayBack(path, to, rules, seen) : null;
    if (way) return [from, ...way];
  }
  return null;
}
