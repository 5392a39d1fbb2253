/**
 * One value that a condition compares with, by the control of the field's type.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { LookupPicker } from "../../blocks/form/lookup-picker";
import { type Party, PartyPicker } from "../../blocks/form/party-picker";
import { OWNER } from "../../expressions/paths";
import { controls } from "../../fields/controls";
import { problemText } from "../../fields/problem-text";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { parse } from "../../values/registry";
import type { FieldRule, Value } from "../../values/types";

interface OneProps {
  readonly field: FieldRule;
  readonly value: Value;
  readonly error: string | undefined;
  readonly onValue: (value: unknown) => void;
  readonly label?: string;
}

export function One({ field, value, error, onValue, label = t("filter.lines.value") }: OneProps) {
  const { reading, pictures } = useBlocks();
  const { Control, Alone = Control, begin, group } = controls[field.type];
  const [input, setInput] = useState(() => begin(value, field, reading));
  const [unread, setUnread] = useState<string>();
  const [picking, setPicking] = useState(false);
  const take = (next: unknown) => {
    setInput(next);
    const read = parse(next, field, reading);
    setUnread(read.problem ? problemText(read.problem) : undefined);
    onValue(read.problem ? undefined : (read.value ?? undefined));
  };
  const picked = ([record]: readonly string[]) => {
    setPicking(false);
    take(record);
  };
  return (
    <>
      <FormField label={label} error={unread ?? error} group={group?.(field)}>
        <Alone
          field={field}
          input={input}
          onInput={take}
          tools={{ reading, pictures, pick: () => setPicking(true) }}
        />
      </FormField>
      {picking && <Picker field={field} onPick={picked} onClose={() => setPicking(false)} />}
    </>
  );
}

interface PickerProps {
  /** With `several`: records are ticked. */
  readonly field: FieldRule;
  readonly chosen?: readonly string[];
  readonly onPick: (records: readonly string[]) => void;
  readonly onClose: () => void;
}

/** An owner is a person or a team, chosen one by one; any other lookup leads to one kind of record. */
export function Picker({ field, chosen = [], onPick, onClose }: PickerProps) {
  if (field.id === OWNER.id && field.target === OWNER.target) {
    const picked = ({ id }: Party) => onPick([...chosen.filter((one) => one !== id), id]);
    return <PartyPicker title={t("filter.owner")} onPick={picked} onClose={onClose} />;
  }
  return <LookupPicker field={field} chosen={chosen} onPick={onPick} onClose={onClose} />;
}
