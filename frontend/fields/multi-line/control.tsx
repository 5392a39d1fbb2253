/** A text of several lines; the box grows with it. */
import { TextArea } from "../../ui/text-input";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  return (
    <TextArea name={field.id} value={asText(input)} onInput={onInput} onLeave={onLeave} readOnly={readOnly} />
  );
}

export const multiLine: FieldControl = { Control, begin: toInput };
