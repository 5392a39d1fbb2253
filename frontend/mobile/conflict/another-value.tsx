/**
 * The control for a value in place of one that cannot be used: it tells what was entered once it may stand.
 */
import { useEffect, useState } from "preact/hooks";
import type { FieldTools } from "../../fields/contract";
import { controls } from "../../fields/controls";
import { problemText } from "../../fields/problem-text";
import { holderAmong } from "../../local/holder";
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { parse, validate } from "../../values/registry";
import type { Filled, Value } from "../../values/types";
import { useApp } from "../app-context";
import { useReading } from "../reading";
import "../../fields/fields.css";

export interface AnotherValueProps {
  readonly entity: string;
  readonly record: string;
  readonly field: Field;
  /** What stands in it at first. */
  readonly first: Value;
  /** Told what may be used; undefined: nothing yet. */
  readonly onValue: (value: Filled | undefined) => void;
  /** The return key: go on with what was chosen. */
  readonly onDone: () => void;
  /** Opens the choice of a record. */
  readonly pick?: FieldTools["pick"];
}

const NOTHING_TO_PICK: FieldTools["pick"] = () => undefined;

export function AnotherValue({ entity, record, field, first, onValue, onDone, pick }: AnotherValueProps) {
  const app = useApp();
  const reading = useReading();
  const { Control, Alone = Control, begin, group } = controls[field.type];
  const [input, setInput] = useState(() => begin(first, field, reading));
  const [left, setLeft] = useState(false);
  const read = parse(input, field, reading);
  const value = read.problem ? null : read.value;
  const problem = read.problem ?? validate(value, field);
  const { records } = app.core.replica;
  const taken = field.unique && holderAmong(records.list(entity), field, value, record) !== undefined;
  const usable = value === null || problem || taken ? undefined : value;
  useEffect(() => onValue(usable), [JSON.stringify(usable)]);
  const said = taken ? t("problem.value-not-unique") : left && problem ? problemText(problem) : undefined;
  const tools = { reading, pictures: app.pictures, pick: pick ?? NOTHING_TO_PICK };
  return (
    <form
      class="conflict-enter"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (usable !== undefined) onDone();
      }}
    >
      <FormField label={t("mobile.conflict.another")} group={group?.(field)} error={said}>
        <Alone field={field} input={input} onInput={setInput} onLeave={() => setLeft(true)} tools={tools} />
      </FormField>
    </form>
  );
}
