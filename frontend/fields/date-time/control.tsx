/** A day with its time, by the phone's own picker, in the user's zone. */
import { DateTimeInput } from "../../ui/date-input";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  return (
    <DateTimeInput
      name={field.id}
      value={asText(input)}
      onInput={onInput}
      onLeave={onLeave}
      readOnly={readOnly}
    />
  );
}

export const dateTime: FieldControl = { Control, begin: toInput };
