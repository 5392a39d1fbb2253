/** A day, by the phone's own picker. */
import { DateInput } from "../../ui/date-input";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  return (
    <DateInput
      name={field.id}
      value={asText(input)}
      onInput={onInput}
      onLeave={onLeave}
      readOnly={readOnly}
      min={typeof field.minimum === "string" ? field.minimum : undefined}
      max={typeof field.maximum === "string" ? field.maximum : undefined}
    />
  );
}

export const date: FieldControl = { Control, begin: toInput };
