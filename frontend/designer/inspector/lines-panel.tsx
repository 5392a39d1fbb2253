/**
 * Lines of a form: those that it has, one more, and what each of them is.
 */
import type { Action, Lines } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { addLines, lineKinds } from "../commands/lines";
import { entityOf } from "../model-view";
import { said } from "../words";
import { More, NumberProperty, SelectProperty, TextsProperty } from "./properties";
import { useTarget, wrongWith } from "./target";
import { IdLine } from "./workspace-panel";

const MOST = 200;

export function LinesProperty({ action }: { readonly action: Action }) {
  const target = useTarget();
  const { editor } = target;
  const { model } = editor.whole.value;
  const kinds = lineKinds(model, action.entity);
  if (kinds.length === 0 && action.lines.length === 0) return null;
  const optionOf = (entity: string, parent: string) => `${entity}/${parent}`;
  const free = kinds.filter(({ entity, parent }) => {
    return !action.lines.some((one) => one.entity === entity && one.parent === parent);
  });
  const add = (value: string) => {
    const kind = free.find(({ entity, parent }) => optionOf(entity, parent) === value);
    if (kind) editor.run(addLines(editor.documents, editor.reserved.peek(), action.id, kind));
  };
  return (
    <FormField
      label={t("designer.lines")}
      help={t("designer.lines_help")}
      group
      error={wrongWith(target, "lines")}
    >
      {action.lines.map(({ id, entity, label }) => (
        <Button
          key={id}
          icon="list"
          onPress={() => editor.goTo({ document: "workspace", path: ["actions", action.id, "lines", id] })}
        >
          {said(label) || said(entityOf(model, entity)?.plural) || entity}
        </Button>
      ))}
      {free.length > 0 && (
        <FormField label={<span class="ui-hidden">{t("designer.lines_add")}</span>}>
          <Select
            value=""
            deliberate
            emptyLabel={t("designer.lines_add")}
            onInput={add}
            options={free.map(({ entity, parent, label }) => ({ value: optionOf(entity, parent), label }))}
          />
        </FormField>
      )}
    </FormField>
  );
}

interface LinesPanelProps {
  readonly lines: Lines;
  readonly action: Action;
}

export function LinesPanel({ lines, action }: LinesPanelProps) {
  const { editor } = useTarget();
  const { model } = editor.whole.value;
  const lookups = (entityOf(model, lines.entity)?.fields ?? []).filter(
    ({ type, target, several }) => type === "lookup" && target === action.entity && !several,
  );
  return (
    <>
      <p class="d-fact">
        {t("designer.fact.rows", { name: said(entityOf(model, lines.entity)?.plural) || lines.entity })}
      </p>
      <TextsProperty of="label" label={t("designer.label")} value={lines.label} />
      <SelectProperty
        of="parent"
        label={t("designer.lines_parent")}
        value={lines.parent}
        options={lookups.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
      />
      <NumberProperty of="least" label={t("designer.lines_least")} value={lines.least} min={0} max={MOST} />
      <NumberProperty of="most" label={t("designer.lines_most")} value={lines.most} min={1} max={MOST} />
      <More>
        <IdLine id={lines.id} />
      </More>
    </>
  );
}
