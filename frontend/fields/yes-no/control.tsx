/**
 * Yes, no, or not said: a choice of three, for a switch could not show the third.
 */
import { t } from "../../shared/messages";
import { Select } from "../../ui/select";
import type { ControlProps, FieldControl } from "../contract";

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
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

export const yesNo: FieldControl = { Control, begin: (value) => value };
