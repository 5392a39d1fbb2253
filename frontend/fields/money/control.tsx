/**
 * An amount beside its currency.
 *
 * Currencies in use come first: the field's own, then the common ones, then all of them by the alphabet.
 */
import { t } from "../../shared/messages";
import { useFrame } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { currencyCodes } from "../../values/currencies";
import { toInput } from "../../values/registry";
import type { FieldRule } from "../../values/types";
import { asText, type ControlProps, type FieldControl } from "../contract";

export interface MoneyInput {
  readonly amount: string;
  readonly currency: string;
}

const COMMON = ["EUR", "SEK", "NOK", "DKK", "USD", "GBP", "CHF"] as const;

function Control({ field, input, onInput, onLeave, readOnly }: ControlProps) {
  const { amount, currency } = moneyInput(input, field);
  const frame = useFrame();
  return (
    <div class="field-money">
      <input
        {...frame}
        class="ui-control ui-control-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        dir="ltr"
        name={field.id}
        value={amount}
        readOnly={readOnly}
        onInput={(event) => onInput({ amount: event.currentTarget.value, currency })}
        onBlur={onLeave}
      />
      <Currency
        value={currency}
        first={field.currency ?? "EUR"}
        readOnly={readOnly}
        onInput={(chosen) => onInput({ amount, currency: chosen })}
      />
    </div>
  );
}

interface CurrencyProps {
  readonly value: string;
  readonly first: string;
  readonly readOnly: boolean | undefined;
  readonly onInput: (currency: string) => void;
}

/** Named by itself: the frame's label belongs to the amount. */
function Currency({ value, first, readOnly, onInput }: CurrencyProps) {
  const options = [...new Set([first, value, ...COMMON, ...currencyCodes])].filter(Boolean);
  return (
    <span class="ui-select">
      <select
        class="ui-control"
        aria-label={t("mobile.form.currency")}
        value={value}
        disabled={readOnly}
        onChange={(event) => onInput(event.currentTarget.value)}
      >
        {options.map((code) => (
          <option key={code} value={code}>
            {code}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

function moneyInput(input: unknown, field: FieldRule): MoneyInput {
  const given = typeof input === "object" && input !== null ? (input as Partial<MoneyInput>) : {};
  return { amount: asText(given.amount), currency: asText(given.currency) || (field.currency ?? "EUR") };
}

export const money: FieldControl = {
  Control,
  begin(value, field, reading) {
    const currency = typeof value === "object" && value && "currency" in value ? value.currency : undefined;
    return { amount: toInput(value, field, reading), currency: currency ?? field.currency ?? "EUR" };
  },
};
