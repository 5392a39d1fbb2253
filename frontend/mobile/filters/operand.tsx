/**
 * What a condition compares with: the control that fits the field's type and the comparison.
 */
import { useState } from "preact/hooks";
import type { Leaf } from "../../expressions/tree";
import { operandKind } from "../../expressions/vocabulary";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { NumberInput } from "../../ui/number-input";
import { TextInput } from "../../ui/text-input";
import type { FieldRule, Filled, Value } from "../../values/types";
import { One } from "./one-value";
import { Choices, Several } from "./several-values";

interface OperandProps {
  readonly leaf: Leaf;
  readonly field: FieldRule;
  readonly error: string | undefined;
  readonly onValue: (value: unknown) => void;
}

export function Operand({ leaf, field, error, onValue }: OperandProps) {
  const label = t("filter.lines.value");
  switch (operandKind(leaf.op)) {
    case "none":
      return null;
    case "text":
      return (
        <FormField label={label} error={error}>
          <TextInput name="operand" value={textOf(leaf.value)} onInput={onValue} />
        </FormField>
      );
    case "days":
      return <Days value={leaf.value} error={error} onValue={onValue} />;
    case "value":
      return <One field={asked(field)} value={oneOf(leaf.value)} error={error} onValue={onValue} />;
    case "values":
      return field.type === "choice" ? (
        <Choices field={field} values={listOf(leaf.value)} error={error} onValue={onValue} />
      ) : (
        <Several field={asked(field)} values={listOf(leaf.value)} error={error} onValue={onValue} />
      );
  }
}

interface DaysProps {
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onValue: (value: unknown) => void;
}

function Days({ value, error, onValue }: DaysProps) {
  const [typed, setTyped] = useState(typeof value === "number" ? String(value) : "");
  return (
    <FormField label={t("filter.lines.days")} error={error}>
      <NumberInput
        name="operand"
        whole
        value={typed}
        onInput={(text) => {
          setTyped(text);
          onValue(/^\s*\d+\s*$/.test(text) ? Number(text) : undefined);
        }}
      />
    </FormField>
  );
}

/** A value to compare with has the field's type and none of its limits; a number that the office gives is typed. */
function asked({
  id,
  type,
  scale = null,
  choices = [],
  target = null,
  label,
  currency,
}: FieldRule): FieldRule {
  return {
    id,
    type: type === "auto_number" ? "text" : type,
    scale,
    choices,
    target,
    ...(label && { label }),
    ...(currency !== undefined && { currency }),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function oneOf(value: unknown): Value {
  return (value ?? null) as Value;
}

function listOf(value: unknown): readonly Filled[] {
  return Array.isArray(value) ? (value as readonly Filled[]) : [];
}
