/**
 * The control of whole and decimal numbers: the reader's own decimal sign, whatever the browser's language.
 */
import { NumberInput } from "../ui/number-input";
import { toInput } from "../values/registry";
import { asText, type ControlProps, type FieldControl } from "./contract";

export function numberControl(whole: boolean): FieldControl {
  function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
    return (
      <NumberInput
        name={field.id}
        value={asText(input)}
        onInput={onInput}
        onLeave={onLeave}
        readOnly={readOnly}
        whole={whole}
      />
    );
  }
  return { Control, begin: toInput };
}
