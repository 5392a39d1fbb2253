/**
 * Several values that a condition compares with: ticked where they are choices, added one by one otherwise.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { choiceLabel, offered } from "../../values/choice";
import { format } from "../../values/registry";
import type { FieldRule, Filled } from "../../values/types";
import { One, Picker } from "./one-value";

interface SeveralProps {
  readonly field: FieldRule;
  readonly values: readonly Filled[];
  readonly error: string | undefined;
  readonly onValue: (value: unknown) => void;
}

export function Choices({ field, values, error, onValue }: SeveralProps) {
  const { reading } = useBlocks();
  const ids = values.map(String);
  const choices = [
    ...new Map([null, ...ids].flatMap((id) => offered(field, id)).map((one) => [one.id, one])).values(),
  ];
  return (
    <FormField label={t("filter.lines.values")} error={error} group>
      {choices.map((one) => (
        <Checkbox
          key={one.id}
          label={choiceLabel(one, reading)}
          checked={ids.includes(one.id)}
          onChange={(on) => {
            const chosen = choices
              .map(({ id }) => id)
              .filter((id) => (id === one.id ? on : ids.includes(id)));
            onValue(chosen.length > 0 ? chosen : undefined);
          }}
        />
      ))}
    </FormField>
  );
}

export function Several({ field, values, error, onValue }: SeveralProps) {
  const { reading } = useBlocks();
  const [next, setNext] = useState<unknown>(undefined);
  const [count, setCount] = useState(0);
  const set = (all: readonly unknown[]) => onValue(all.length > 0 ? all : undefined);
  const add = (value: unknown) => {
    if (value === undefined || values.some((one) => JSON.stringify(one) === JSON.stringify(value))) return;
    set([...values, value]);
    setNext(undefined);
    setCount(count + 1);
  };
  const isLookup = field.type === "lookup";
  const [picking, setPicking] = useState(false);
  return (
    <div class="app-values">
      <FormField label={t("filter.lines.values")} error={error} group>
        {values.map((value, at) => {
          const word = format(value, field, reading);
          return (
            <div key={JSON.stringify(value)} class="app-value">
              <span dir="auto">{word}</span>
              <IconButton
                icon="x"
                label={t("filter.lines.remove_value", { value: word })}
                onPress={() => set(values.toSpliced(at, 1))}
              />
            </div>
          );
        })}
        {isLookup && (
          <Button icon="plus" onPress={() => setPicking(true)}>
            {t("filter.lines.add_value")}
          </Button>
        )}
      </FormField>
      {!isLookup && (
        <>
          <One
            key={count}
            field={field}
            value={null}
            error={undefined}
            onValue={setNext}
            label={t("filter.lines.next_value")}
          />
          <Button icon="plus" disabled={next === undefined} onPress={() => add(next)}>
            {t("filter.lines.add_value")}
          </Button>
        </>
      )}
      {picking && (
        <Picker
          field={{ ...field, several: true }}
          chosen={values.map(String)}
          onClose={() => setPicking(false)}
          onPick={(records) => {
            setPicking(false);
            set(records);
          }}
        />
      )}
    </div>
  );
}
