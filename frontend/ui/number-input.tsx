/**
 * A number as text: the phone's number keyboard, and the reader's own decimal sign.
 *
 * It hands on what was typed; what it means is the field type's business (a native number input would throw away
 * "12,5" where the browser's language writes "12.5").
 */

import type { ControlProps } from "./control";
import { useFrame } from "./form-field";
import { current } from "./live";
import "./control.css";

interface NumberInputProps extends ControlProps<string> {
  /** Whole numbers get a keyboard without a decimal sign. */
  readonly whole?: boolean;
  /** Stands behind the number: "kg", "€". */
  readonly unit?: string;
}

export function NumberInput({ value, onInput, onLeave, name, readOnly, whole, unit }: NumberInputProps) {
  const input = (
    <input
      {...useFrame()}
      class="ui-control ui-control-number"
      type="text"
      inputMode={whole ? "numeric" : "decimal"}
      name={name}
      value={current(value)}
      readOnly={readOnly}
      autoComplete="off"
      dir="ltr"
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
  if (!unit) return input;
  return (
    <span class="ui-control-with-unit">
      {input}
      <span class="ui-control-unit" aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}
