/**
 * A reference to a record: shows its name; a tap opens the search over the records on this phone. Several stand
 * beside each other.
 */
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { useFrame } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { format, toInput } from "../../values/registry";
import { asText, type ControlProps, type FieldControl } from "../contract";
import { Several } from "./several";
import { toMatchOf } from "./to-match";

function Control(props: ControlProps) {
  return props.field.several ? <Several {...props} /> : <One {...props} />;
}

function One({ field, input, onInput, readOnly, tools }: ControlProps) {
  const { id, ...frame } = useFrame();
  const chosen = asText(input) || null;
  const words = toMatchOf(input);
  const name = chosen
    ? format(chosen, field, tools.reading)
    : words !== null && t("mobile.form.match.words", { words });
  if (readOnly) {
    return <input {...frame} id={id} class="ui-control" name={field.id} value={name || ""} readOnly />;
  }
  const labels = [frame["aria-labelledby"], `${id}-chosen`].filter(Boolean).join(" ");
  const { "aria-required": _required, "aria-invalid": invalid, ...described } = frame;
  return (
    <div class="field-lookup">
      <button
        {...described}
        id={id}
        class="ui-control field-lookup-button"
        type="button"
        name={field.id}
        aria-labelledby={labels}
        aria-haspopup="dialog"
        data-invalid={invalid}
        onClick={() => tools.pick(field, chosen ? [chosen] : [], ([record]) => onInput(record ?? ""))}
      >
        <span id={`${id}-chosen`} class={name ? undefined : "ui-quiet"} dir="auto">
          {name || t("mobile.form.choose")}
        </span>
        <Icon name="chevron-right" />
      </button>
      {(words !== null || (chosen && !field.required)) && (
        <IconButton icon="x" label={t("ui.clear")} onPress={() => onInput("")} />
      )}
    </div>
  );
}

export const lookup: FieldControl = {
  Control,
  group: ({ several }) => several === true,
  begin: (value, field, reading) => (field.several ? value : toInput(value, field, reading)),
};
