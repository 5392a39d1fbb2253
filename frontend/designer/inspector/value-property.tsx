/**
 * A value that a field's definition holds, a limit or the default: typed as on the phone, written as it travels.
 *
 * What is no value of the type is said and not written.
 */
import { useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import type { Field } from "../../protocol";
import { locale } from "../../shared/formats";
import { t } from "../../shared/messages";
import { DateInput } from "../../ui/date-input";
import { FormField } from "../../ui/form-field";
import { NumberInput } from "../../ui/number-input";
import { TextInput } from "../../ui/text-input";
import { valueTypes } from "../../values/registry";
import type { Filled } from "../../values/types";
import { said } from "../words";
import { SelectProperty } from "./properties";
import { typeInto, useTarget, write, wrongWith } from "./target";

const LIMITED: ReadonlySet<Field["type"]> = new Set(["integer", "big_integer", "decimal", "date"]);
const WITH_DEFAULT: ReadonlySet<Field["type"]> = new Set([
  "text",
  "multi_line",
  "integer",
  "big_integer",
  "decimal",
  "yes_no",
  "choice",
]);

/** The least and the most that may be entered, for types that have an order. */
export function LimitProperties({ field }: { readonly field: Field }) {
  if (!LIMITED.has(field.type)) return null;
  const free = { ...field, minimum: null, maximum: null };
  return (
    <div class="ui-form-pair">
      <ValueProperty of="minimum" label={t("designer.minimum")} rule={free} value={field.minimum} />
      <ValueProperty of="maximum" label={t("designer.maximum")} rule={free} value={field.maximum} />
    </div>
  );
}

/** What a new record begins with. */
export function DefaultProperty({ field }: { readonly field: Field }) {
  const target = useTarget();
  if (!WITH_DEFAULT.has(field.type) || field.several) return null;
  const label = t("designer.default");
  const none = t("designer.emptied");
  if (field.type === "choice") {
    return (
      <SelectProperty
        of="default"
        label={label}
        value={typeof field.default === "string" ? field.default : null}
        options={field.choices
          .filter(({ id, retired }) => !retired || id === field.default)
          .map(({ id, label: text }) => ({ value: id, label: said(text) || id }))}
        none={none}
      />
    );
  }
  if (field.type === "yes_no") {
    return (
      <SelectProperty
        of="default"
        label={label}
        value={typeof field.default === "boolean" ? String(field.default) : null}
        options={[
          { value: "true", label: t("field.yes") },
          { value: "false", label: t("field.no") },
        ]}
        none={none}
        onChange={(answer) => write(target, "default", answer && answer === "true")}
      />
    );
  }
  return <ValueProperty of="default" label={label} rule={field} value={field.default} />;
}

interface ValuePropertyProps {
  readonly of: string;
  readonly label: string;
  /** The field by whose type and limits the value is read. */
  readonly rule: Field;
  readonly value: unknown;
}

function ValueProperty({ of, label, rule, value }: ValuePropertyProps) {
  const target = useTarget();
  const [typed, setTyped] = useState<string | null>(null);
  const type = valueTypes[rule.type];
  const reading = { locale: locale.value };
  const read = (text: string) => type.parse(text, rule, reading);
  const { problem } = typed === null ? { problem: undefined } : read(typed);
  const known = value === null || value === undefined ? null : type.accept(value, rule);
  const written =
    known?.value == null ? String(value ?? "") : type.toInput(known.value as Filled, rule, reading);
  const control = {
    value: typed ?? written,
    onInput(text: string) {
      setTyped(text);
      const result = read(text);
      if (!result.problem) typeInto(target, of, result.value);
    },
    onLeave() {
      setTyped(null);
      target.editor.store.seal();
    },
  };
  return (
    <FormField label={label} error={problem ? problemText(problem) : wrongWith(target, of)}>
      {rule.type === "date" ? (
        <DateInput {...control} />
      ) : rule.type === "integer" || rule.type === "decimal" ? (
        <NumberInput {...control} whole={rule.type === "integer"} />
      ) : (
        <TextInput {...control} />
      )}
    </FormField>
  );
}
