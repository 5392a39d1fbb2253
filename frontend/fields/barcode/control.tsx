/**
 * What a code says, typed or read by a scanner that types: the return key that it ends with does not save the form.
 */
import { useFrame } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  return (
    <span class="ui-control-with-unit">
      <input
        {...useFrame()}
        class="ui-control"
        type="text"
        name={field.id}
        value={asText(input)}
        readOnly={readOnly}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        dir="auto"
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onLeave?.();
        }}
        onBlur={onLeave}
      />
      <span class="ui-control-unit">
        <Icon name="scan-barcode" />
      </span>
    </span>
  );
}

export const barcode: FieldControl = { Control, begin: toInput };
