/** One of a few: the phone's own wheel or list. */
import { t } from "../../shared/messages";
import { Select } from "../../ui/select";
import { choiceLabel, offered } from "../../values/choice";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly, tools }: ControlProps) {
  const current = asText(input);
  const options = offered(field, current || null).map((one) => ({
    value: one.id,
    label: choiceLabel(one, tools.reading),
  }));
  return (
    <Select
      name={field.id}
      value={current}
      options={options}
      emptyLabel={t("mobile.form.choose")}
      onInput={onInput}
      onLeave={onLeave}
      readOnly={readOnly}
    />
  );
}

export const choice: FieldControl = { Control, begin: toInput };
