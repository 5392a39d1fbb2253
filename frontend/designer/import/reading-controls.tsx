/**
 * How the cells of a column are read: which mark stands before decimals, in what order days are written, the currency.
 */
import type { ColumnGuess } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { currencyCodes } from "../../values/currencies";
import { asksFor, type FieldType, type Reading } from "./columns";

interface ReadingControlsProps {
  readonly guess: ColumnGuess;
  readonly type: FieldType;
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
}

const DAYS = ["ymd", "dmy", "mdy"] as const;

export function ReadingControls({ guess, type, reading, onChange }: ReadingControlsProps) {
  return (
    <>
      {asksFor(type, guess).map((key) => (
        <FormField
          key={key}
          label={<span class="ui-hidden">{t(`designer.import.${key}_of`, { name: guess.label })}</span>}
        >
          {key === "decimal" && (
            <Select
              value={reading.decimal}
              onInput={(value) => onChange({ ...reading, decimal: value === "," ? "," : "." })}
              options={[
                { value: ".", label: "1234.50" },
                { value: ",", label: "1234,50" },
              ]}
            />
          )}
          {key === "days" && (
            <Select
              value={reading.days}
              onInput={(value) => onChange({ ...reading, days: DAYS.find((one) => one === value) ?? "ymd" })}
              options={DAYS.map((value) => ({ value, label: t(`designer.import.days.${value}`) }))}
            />
          )}
          {key === "currency" && (
            <Select
              value={reading.currency ?? "EUR"}
              onInput={(currency) => onChange({ ...reading, currency })}
              options={currencyCodes.map((value) => ({ value, label: value }))}
            />
          )}
        </FormField>
      ))}
    </>
  );
}
