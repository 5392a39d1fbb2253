/** A choice as a word on its colour. */
import { choiceLabel } from "../../values/choice";
import type { FieldRule, Reading } from "../../values/types";
import { accentNamed } from "../accent";
import type { DisplayProps, FieldDisplay } from "../contract";

interface ChoiceMarkProps {
  readonly field: FieldRule;
  readonly value: string;
  readonly reading: Reading;
}

export function ChoiceMark({ field, value, reading }: ChoiceMarkProps) {
  const one = field.choices?.find(({ id }) => id === value);
  if (!one) return <span>{value}</span>;
  const word = choiceLabel(one, reading);
  if (!one.colour) return <span>{word}</span>;
  return (
    <span class="field-choice" data-accent={accentNamed(one.colour)}>
      {word}
    </span>
  );
}

function Display({ field, value, tools }: DisplayProps) {
  return <ChoiceMark field={field} value={String(value)} reading={tools.reading} />;
}

export const choice: FieldDisplay = { Display };
