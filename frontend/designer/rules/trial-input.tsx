/**
 * One value to try a rule with, in the control of its type; what is no value of the type is said and not used.
 */
import { useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { locale } from "../../shared/formats";
import { language, t } from "../../shared/messages";
import type { ControlProps } from "../../ui/control";
import { DateInput, DateTimeInput } from "../../ui/date-input";
import { FormField } from "../../ui/form-field";
import { NumberInput } from "../../ui/number-input";
import { Select, type SelectOption } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { format, parse, toInput } from "../../values/registry";
import type { FieldRule, Reading, Value } from "../../values/types";
import type { Editor } from "../editor";
import { said } from "../words";
import { nameOf } from "./result-text";
import { recordsOf } from "./trial";

interface TrialInputProps {
  readonly label: string;
  readonly field: FieldRule;
  readonly value: unknown;
  readonly editor: Editor;
  readonly onValue: (value: unknown) => void;
}

export function TrialInput({ label, field, value, editor, onValue }: TrialInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const reading: Reading = {
    locale: locale.value,
    language: language.value,
    resolve: (target, id) => (target ? nameOf(editor, target, id) : undefined),
  };
  const current = (value ?? null) as Value;
  if (field.several || field.type === "image" || field.type === "position") {
    return (
      <FormField label={label}>
        <TextInput readOnly value={format(current, field, reading)} onInput={() => {}} />
      </FormField>
    );
  }
  // A rule may be tried on what no record could hold.
  const { id, type, scale = null, currency = null, choices = [], target = null } = field;
  const free: FieldRule = { id, type, scale, currency, choices, target };
  const options = optionsOf(free, editor);
  if (options) {
    return (
      <FormField label={label}>
        <Select
          value={current === null ? "" : String(current)}
          emptyLabel={t("designer.emptied")}
          onInput={(one) => onValue(one === "" ? null : type === "yes_no" ? one === "true" : one)}
          options={options}
        />
      </FormField>
    );
  }
  const read = typed === null ? null : parse(typed, free, reading);
  const control = {
    value: typed ?? amountOf(value) ?? toInput(current, free, reading),
    onInput(text: string) {
      setTyped(text);
      const result = parse(text, free, reading);
      if (!result.problem) onValue(result.value);
    },
  };
  return (
    <FormField label={label} error={read?.problem && problemText(read.problem)}>
      <Typed type={type} {...control} />
    </FormField>
  );
}

function Typed({ type, ...control }: ControlProps<string> & Pick<FieldRule, "type">) {
  switch (type) {
    case "date":
      return <DateInput {...control} />;
    case "date_time":
      return <DateTimeInput {...control} />;
    case "integer":
    case "big_integer":
    case "decimal":
    case "money":
      return <NumberInput {...control} whole={type !== "decimal" && type !== "money"} />;
    default:
      return <TextInput {...control} />;
  }
}

/** Money is typed in the currency of its field. */
function amountOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "amount" in value ? String(value.amount) : null;
}

function optionsOf(
  { type, choices = [], target }: FieldRule,
  editor: Editor,
): readonly SelectOption[] | null {
  if (type === "yes_no") {
    return [
      { value: "true", label: t("field.yes") },
      { value: "false", label: t("field.no") },
    ];
  }
  if (type === "choice") return choices.map(({ id, label }) => ({ value: id, label: said(label) || id }));
  if (type !== "lookup" || !target) return null;
  return recordsOf(editor.practice.value, target).map(({ id }) => ({
    value: id,
    label: nameOf(editor, target, id) ?? id,
  }));
}
