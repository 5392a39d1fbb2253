/** A number that the office gives, read-only and empty until then; where people write it, a text. */
import { t } from "../../shared/messages";
import { TextInput } from "../../ui/text-input";
import { isNumbered } from "../../values/auto-number";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";
import { textControl } from "../text-control";

const written = textControl("text");

function Control(props: ControlProps) {
  const { field, input } = props;
  if (!isNumbered(field)) return <written.Control {...props} />;
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
