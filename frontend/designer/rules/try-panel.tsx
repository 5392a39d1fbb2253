/**
 * A rule tried: values as a practice record has them, each of which may be changed, and what the rule makes of them.
 */
import { useMemo, useState } from "preact/hooks";
import type { Rule } from "../../expressions/formula/formula";
import type { RuleType } from "../../expressions/formula/types";
import { localDay } from "../../expressions/periods";
import { zoneHere } from "../../shared/clock";
import type { Values } from "../../shared/json";
import { language, t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { Editor } from "../editor";
import { entityOf, pathWords } from "../model-view";
import { fieldsOf } from "./formula-model";
import { resultText } from "./result-text";
import { askedLines, askedOf, linesOf, recordsOf, tried } from "./trial";
import { TrialInput } from "./trial-input";
import { TrialLines } from "./trial-lines";

interface TryPanelProps {
  readonly editor: Editor;
  readonly rule: Rule;
  readonly type: RuleType;
  readonly entity: string;
}

export function TryPanel({ editor, rule, type, entity }: TryPanelProps) {
  const practice = editor.practice.value;
  const { model } = editor.whole.value;
  const fields = useMemo(() => fieldsOf(model), [model]);
  const records = recordsOf(practice, entity);
  const asked = askedOf(rule, entity, fields);
  const over = askedLines(rule, entity, fields);
  const [chosen, setRecord] = useState<string | null | undefined>();
  const telling = () =>
    records.find(({ id }) => over.some((one) => linesOf(practice, one, id).length > 0)) ?? records[0];
  const record = chosen === undefined ? (telling()?.id ?? null) : chosen;
  const [typed, setTyped] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [lines, setLines] = useState<ReadonlyMap<string, readonly Values[]>>(new Map());
  const shown = new Map(
    over.map((one) => {
      const key = `${one.entity} ${one.parent}`;
      return [key, lines.get(key) ?? linesOf(practice, one, record)] as const;
    }),
  );
  const given = { record, typed, lines: shown };
  const asker = askerNow(practice.person);
  const title = entityOf(model, entity)?.title ?? "";
  const words = () => {
    try {
      return resultText(tried(rule, entity, fields, practice, asker, given), type, editor);
    } catch {
      return t("designer.rule.try_failed");
    }
  };
  const put = (path: string, value: unknown) => setTyped(new Map(typed).set(path, value));
  return (
    <section class="d-try" aria-label={t("designer.rule.try")}>
      <h3>{t("designer.rule.try")}</h3>
      {records.length > 0 && (
        <FormField label={t("designer.rule.try_record")}>
          <Select
            value={record ?? ""}
            emptyLabel={t("designer.rule.try_empty")}
            onInput={(id) => {
              setRecord(id || null);
              setTyped(new Map());
              setLines(new Map());
            }}
            options={records.map(({ id, values }, at) => ({
              value: id,
              label: String(values[title] ?? t("designer.rule.try_nth", { number: at + 1 })),
            }))}
          />
        </FormField>
      )}
      {asked.map(({ path, fields: along }) => {
        const field = along.at(-1);
        if (!field) return null;
        const own = tried({ op: "field", path }, entity, fields, practice, asker, given);
        return (
          <TrialInput
            key={`${record} ${path}`}
            label={pathWords(model, entity, path)}
            field={field}
            value={typed.has(path) ? (typed.get(path) ?? null) : own}
            editor={editor}
            onValue={(value) => put(path, value)}
          />
        );
      })}
      {over.map((one) => {
        const key = `${one.entity} ${one.parent}`;
        return (
          <TrialLines
            key={`${record} ${key}`}
            asked={one}
            rows={shown.get(key) ?? []}
            editor={editor}
            onRows={(rows) => setLines(new Map(lines).set(key, rows))}
          />
        );
      })}
      <p class="d-try-result" role="status">
        <span class="ui-quiet">{t("designer.rule.try_result")}</span>
        <strong>{words()}</strong>
      </p>
    </section>
  );
}

function askerNow(person: string) {
  const now = new Date().toISOString();
  const timeZone = zoneHere();
  return { person, timeZone, now, today: localDay(now, timeZone), language: language.peek() };
}
