/**
 * What an action puts into fields by itself: a value, the comment of a step, who does it, when.
 */
import type { Action, Field, Setting } from "../../protocol";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { addSetting } from "../commands/actions";
import { removeNode, setProperty } from "../commands/nodes";
import { entityOf } from "../model-view";
import { problemWords } from "../problem-words";
import { RuleProperty } from "../rules/rule-property";
import { said } from "../words";
import { useTarget } from "./target";

type To = Setting["to"];

/** Types whose values no step sets. */
const NOT_SET: ReadonlySet<Field["type"]> = new Set([
  "auto_number",
  "image",
  "file",
  "signature",
  "position",
]);

export function SettingsProperty({ action }: { readonly action: Action }) {
  const { editor } = useTarget();
  const fields = entityOf(editor.whole.value.model, action.entity)?.fields ?? [];
  const settable = fields.filter(({ type, several }) => !NOT_SET.has(type) && !several);
  const free = settable.filter(({ id }) => !action.settings.some((setting) => setting.field === id));
  const add = (id: string) => {
    const field = settable.find((one) => one.id === id);
    if (!field) return;
    const [to = "value"] = sourcesOf(field, action);
    const value = to === "value" ? firstValue(field) : undefined;
    editor.run(
      addSetting(editor.documents, editor.reserved.peek(), action.id, {
        field: id,
        to,
        ...(value !== undefined && { value }),
      }),
    );
  };
  return (
    <FormField
      label={t(action.kind === "step" ? "designer.sets" : "designer.begins_with")}
      {...(action.kind !== "step" && { help: t("designer.begins_with_help") })}
      group
    >
      {action.settings.map((setting) => (
        <SettingLine
          key={setting.id}
          action={action}
          setting={setting}
          field={fields.find(({ id }) => id === setting.field)}
        />
      ))}
      <FormField label={<span class="ui-hidden">{t("designer.sets_add")}</span>}>
        <Select
          value=""
          deliberate
          emptyLabel={t("designer.sets_add")}
          onInput={add}
          options={free.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
        />
      </FormField>
    </FormField>
  );
}

interface SettingLineProps {
  readonly action: Action;
  readonly setting: Setting;
  readonly field: Field | undefined;
}

function SettingLine({ action, setting, field }: SettingLineProps) {
  const { editor } = useTarget();
  const path = ["actions", action.id, "settings", setting.id];
  const name = said(field?.label) || setting.field;
  const put = (key: string, value: unknown) =>
    editor.run(setProperty(editor.documents, "workspace", path, key, value, name));
  const [wrong] = editor.findingsAt({ document: "workspace", path });
  return (
    <div class="d-setting">
      <FormField label={name} error={wrong && problemWords(wrong.problem)}>
        <Select
          value={setting.to}
          onInput={(to) => put("to", to)}
          options={(field ? sourcesOf(field, action) : ([setting.to] as To[])).map((to) => ({
            value: to,
            label: t(`designer.set_to.${to}`),
          }))}
        />
      </FormField>
      {setting.to === "value" && field && (
        <FormField label={<span class="ui-hidden">{t("designer.value_of", { name })}</span>}>
          <ValueInput field={field} value={setting.value} onChange={(value) => put("value", value)} />
        </FormField>
      )}
      {setting.to === "rule" && field && (
        <RuleProperty
          of="rule"
          label={t("designer.formula_of", { name })}
          value={setting.rule}
          entity={action.entity}
          result={field}
          inside={["settings", setting.id]}
        />
      )}
      <IconButton
        icon="x"
        label={t("designer.remove_named", { name })}
        onPress={() =>
          editor.run(
            removeNode(
              editor.documents,
              { document: "workspace", list: path.slice(0, -1), id: setting.id },
              name,
            ),
          )
        }
      />
    </div>
  );
}

interface ValueInputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A constant of a field; choices and ticks by name, the rest as it is written on the wire. */
function ValueInput({ field, value, onChange }: ValueInputProps) {
  if (field.type === "choice") {
    return (
      <Select
        value={typeof value === "string" ? value : ""}
        emptyLabel={t("designer.emptied")}
        onInput={(choice) => onChange(choice === "" ? null : choice)}
        options={field.choices.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
      />
    );
  }
  if (field.type === "yes_no") {
    return (
      <Select
        value={value === true ? "yes" : "no"}
        onInput={(answer) => onChange(answer === "yes")}
        options={[
          { value: "yes", label: t("field.yes") },
          { value: "no", label: t("field.no") },
        ]}
      />
    );
  }
  const written = typeof value === "string" || typeof value === "number" ? String(value) : "";
  return (
    <TextInput
      value={written}
      onInput={(words) =>
        onChange(
          words === "" ? null : field.type === "integer" && /^-?\d+$/.test(words) ? Number(words) : words,
        )
      }
    />
  );
}

/** What can be put into a field, the usual one first; a copy is asked for what it has. */
function sourcesOf(field: Field, action: Action): To[] {
  return [...plainSources(field, action), ...(action.copies ? (["rule"] as const) : [])];
}

/** Only a step asks for a comment. */
function plainSources(field: Field, { kind }: Action): To[] {
  switch (field.type) {
    case "text":
    case "multi_line":
      return kind === "step" ? ["comment", "value"] : ["value"];
    case "date":
    case "date_time":
      return ["now", "value"];
    case "lookup":
      return field.target === "person" ? ["me", "value"] : ["value"];
    default:
      return ["value"];
  }
}

function firstValue(field: Field): unknown {
  if (field.type === "choice") return field.choices.find(({ retired }) => !retired)?.id ?? null;
  return field.type === "yes_no" ? true : undefined;
}
