/** One of a few, by the phone's own wheel or list; several by ticking them. */
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { Select } from "../../ui/select";
import { choiceLabel, chosenOf, offered } from "../../values/choice";
import { toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";

function Control(props: ControlProps) {
  return props.field.several ? <Several {...props} /> : <One {...props} />;
}

function One({ field, input, onInput, onLeave, readOnly, tools }: ControlProps) {
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

function Several({ field, input, onInput, readOnly, tools }: ControlProps) {
  const chosen = chosenOf(input, field);
  return (
    <div class="field-choices">
      {offered(field, chosen).map((one) => (
        <Checkbox
          key={one.id}
          name={field.id}
          label={choiceLabel(one, tools.reading)}
          checked={chosen.includes(one.id)}
          disabled={readOnly}
          onChange={(on) => onInput(on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))}
        />
      ))}
    </div>
  );
}

export const choice: FieldControl = {
  Control,
  group: ({ several }) => several === true,
  begin: (value, field, reading) => (field.several ? value : toInput(value, field, reading)),
};
