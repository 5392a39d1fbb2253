/**
 * What a rule came to, as a person reads it.
 */
import type { RuleType } from "../../expressions/formula/types";
import { locale } from "../../shared/formats";
import { language, t } from "../../shared/messages";
import { format } from "../../values/registry";
import type { FieldRule, Value } from "../../values/types";
import type { Editor } from "../editor";
import { entityOf } from "../model-view";
import { recordsOf } from "./trial";

export function resultText(result: unknown, { kind, target }: RuleType, editor: Editor): string {
  if (result === null || result === undefined) return t("designer.rule.try_nothing");
  if (result === true || result === false) return t(result ? "field.yes" : "field.no");
  if (kind === "choice" || kind === "other") return String(result);
  const scale = kind === "decimal" ? (String(result).split(".")[1]?.length ?? 0) : null;
  const field: FieldRule = {
    id: "result",
    type: kind === "text" ? "multi_line" : kind,
    scale,
    target: target ?? null,
  };
  return format(result as Value, field, {
    locale: locale.value,
    language: language.value,
    resolve: (entity, id) => nameOf(editor, entity ?? "", id),
  });
}

/** Name a practice record. */
export function nameOf(editor: Editor, entity: string, id: string): string | undefined {
  const title = entityOf(editor.whole.peek().model, entity)?.title ?? "";
  const record = recordsOf(editor.practice.peek(), entity).find((one) => one.id === id);
  const name = record?.values[title];
  return name === undefined || name === null ? undefined : String(name);
}
