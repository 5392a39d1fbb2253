/**
 * The control of every type that is one line of text; only the keyboard differs.
 */

import { TextInput, type TextKind } from "../ui/text-input";
import { toInput } from "../values/registry";
import { asText, type ControlProps, type FieldControl } from "./contract";

export function textControl(kind: TextKind, autoComplete = "off"): FieldControl {
  function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
    return (
      <TextInput
        kind={kind}
        name={field.id}
        value={asText(input)}
        onInput={onInput}
        onLeave={onLeave}
        readOnly={readOnly}
        autoComplete={autoComplete}
      />
    );
  }
  return { Control, begin: toInput };
}
