/**
 * A day, a day with its time, or a time, by the phone's own picker.
 *
 * Values are ISO without a zone (`2026-11-21`, `2026-11-21T09:30`, `09:30`); empty is the empty string.
 */

import type { ControlProps } from "./control";
import { useFrame } from "./form-field";
import { current } from "./live";
import "./control.css";

interface DateInputProps extends ControlProps<string> {
  readonly min?: string;
  readonly max?: string;
}

export function DateInput(props: DateInputProps) {
  return <PickerInput {...props} type="date" />;
}

export function DateTimeInput(props: DateInputProps) {
  return <PickerInput {...props} type="datetime-local" />;
}

export function TimeInput(props: DateInputProps) {
  return <PickerInput {...props} type="time" />;
}

interface PickerInputProps extends DateInputProps {
  readonly type: "date" | "datetime-local" | "time";
}

function PickerInput({ type, value, onInput, onLeave, name, readOnly, min, max }: PickerInputProps) {
  return (
    <input
      {...useFrame()}
      class="ui-control ui-control-picker"
      type={type}
      name={name}
      value={current(value)}
      readOnly={readOnly}
      min={min}
      max={max}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
