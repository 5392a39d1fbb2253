/**
 * A box to tick, with the field's label beside it. Until it is touched it is neither ticked nor empty.
 *
 * Alone, where there is no form to leave it untouched in, it is a choice between the two words.
 */
import { t } from "../../shared/messages";
import { Box } from "../../ui/checkbox";
import { Select } from "../../ui/select";
import type { ControlProps, FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  return (
    <Box
      name={field.id}
      checked={typeof input === "boolean" ? input : null}
      onChange={onInput}
      onLeave={onLeave}
      disabled={readOnly}
    />
  );
}

function Alone({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  const answer = input === true ? "yes" : input === false ? "no" : "";
  const options = [
    { value: "yes", label: t("field.yes") },
    { value: "no", label: t("field.no") },
  ];
  return (
    <Select
      name={field.id}
      value={answer}
      options={options}
      emptyLabel={t("mobile.form.not_said")}
      onInput={(chosen) => onInput(chosen === "" ? null : chosen === "yes")}
      onLeave={onLeave}
      readOnly={readOnly}
    />
  );
}

export const yesNo: FieldControl = { Control, Alone, inline: true, begin: (value) => value };
