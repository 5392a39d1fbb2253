/** A choice as a word on its colour; several beside each other. */
import { choiceLabel, chosenOf } from "../../values/choice";
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

function Display({ field, value, tools: { reading } }: DisplayProps) {
  return (
    <span class="field-marks">
      {chosenOf(value, field).map((id) => (
        <ChoiceMark key={id} field={field} value={id} reading={reading} />
      ))}
    </span>
  );
}

export const choice: FieldDisplay = { Display };
