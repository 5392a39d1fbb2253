/** A number that the office gives: read-only, and empty until then. */
import { t } from "../../shared/messages";
import { TextInput } from "../../ui/text-input";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input }: ControlProps) {
  return (
    <TextInput
      name={field.id}
      value={asText(input) || t("mobile.form.number_later")}
      onInput={() => {}}
      readOnly
    />
  );
}

export const autoNumber: FieldControl = { Control, begin: toInput };
