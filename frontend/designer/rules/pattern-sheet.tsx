/**
 * The sheet in which a pattern is written: its text, fields to put into it, and how a practice record then looks.
 */
import { useRef, useState } from "preact/hooks";
import type { FormulaModel } from "../../expressions/formula/names";
import type { ValueTree } from "../../expressions/rule-tree";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Sheet } from "../../ui/sheet";
import { TextInput } from "../../ui/text-input";
import { patternFieldOf, showByPattern } from "../commands/shown-as";
import type { Editor } from "../editor";
import { said } from "../words";
import { wrongWithComputed } from "./computed-checks";
import { fieldsOf } from "./formula-model";
import { type PatternField, patternFields, readPattern } from "./pattern";
import { recordsOf, tried } from "./trial";
import "./rules.css";

export interface PatternSheetProps {
  readonly editor: Editor;
  readonly entity: Entity;
  readonly model: FormulaModel;
  /** As it stands; empty: there is none yet. */
  readonly pattern: string;
  readonly onClose: () => void;
}

export function PatternSheet({ editor, entity, model, pattern: before, onClose }: PatternSheetProps) {
  const whole = editor.whole.value.model;
  const fields = patternFields(whole, model, entity.id);
  const [pattern, setPattern] = useState(before || proposed(fields, entity));
  const [pressed, setPressed] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const { rule, problem } = readPattern(pattern, entity.id, whole, model);
  const kept = patternFieldOf(entity)?.id;
  const place = ["entities", entity.id, "fields", kept ?? "", "computed"];
  const circle = rule && kept ? wrongWithComputed(rule, { document: "model", path: place }, whole) : null;
  const wrong = problem ? t(`designer.pattern.${problem.code}`, { ...problem }) : circle;

  const input = () => form.current?.querySelector("input");
  const put = ({ name }: PatternField) => {
    const at = input()?.selectionStart ?? pattern.length;
    const piece = `{${name}}`;
    setPattern(pattern.slice(0, at) + piece + pattern.slice(at));
    requestAnimationFrame(() => {
      input()?.focus();
      input()?.setSelectionRange(at + piece.length, at + piece.length);
    });
  };
  const done = () => {
    setPressed(true);
    if (!rule || wrong) return input()?.focus();
    editor.run(showByPattern(editor.documents, editor.reserved.peek(), entity.id, rule));
    onClose();
  };

  return (
    <Sheet
      open
      place="side"
      title={t("designer.pattern.title", { name: said(entity.plural) || entity.id })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" onPress={done}>
            {t("designer.pattern.use")}
          </Button>
        </>
      }
    >
      <div class="d-form" ref={form}>
        <FormField
          label={t("designer.pattern.label")}
          help={t("designer.pattern.help")}
          error={wrong && (pressed || pattern !== before) ? wrong : undefined}
        >
          <TextInput value={pattern} onInput={setPattern} />
        </FormField>
        <section class="d-pattern-fields" aria-label={t("designer.pattern.fields")}>
          {fields.map((field) => (
            <Button key={field.path} icon="plus" onPress={() => put(field)}>
              {field.name}
            </Button>
          ))}
        </section>
        {rule && !wrong && (
          <p class="d-try-result" role="status">
            <span class="ui-quiet">{t("designer.pattern.example")}</span>
            <strong dir="auto">
              {exampleOf(editor, entity.id, rule) ?? t("designer.pattern.no_example")}
            </strong>
          </p>
        )}
      </div>
    </Sheet>
  );
}

/** The practice record of which most is said. */
function exampleOf(editor: Editor, entity: string, rule: ValueTree): string | null {
  const practice = editor.practice.value;
  const fields = fieldsOf(editor.whole.value.model);
  const anybody = { person: "", today: "1970-01-01", timeZone: "UTC" };
  const shown = recordsOf(practice, entity).map(({ id }) =>
    tried(rule, entity, fields, practice, anybody, { record: id, typed: new Map(), lines: new Map() }),
  );
  const texts = shown.filter((one): one is string => typeof one === "string");
  return texts.sort((one, other) => other.length - one.length)[0] ?? null;
}

/** What names the records now, and one field more. */
function proposed(fields: readonly PatternField[], { title }: Entity): string {
  const first = fields.find(({ path }) => path === title || path.startsWith(`${title}.`)) ?? fields[0];
  const second = fields.find((field) => field !== first);
  return [first, second].flatMap((field) => (field ? [`{${field.name}}`] : [])).join(" · ");
}
