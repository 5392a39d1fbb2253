/**
 * The fields of a form, or of one of its lines, each with its label, help and error in its place.
 */
import { createContext } from "preact";
import { useContext, useMemo, useRef } from "preact/hooks";
import type { FieldTools } from "../../fields/contract";
import { controls } from "../../fields/controls";
import { allToMatch, severalOf, toMatchOf } from "../../fields/lookup/to-match";
import { problemText } from "../../fields/problem-text";
import type { LocalRecord } from "../../local/record";
import type { LookupLook } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField as Frame } from "../../ui/form-field";
import { StateMark } from "../../ui/state";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import type { FormField, FormState } from "./form-state";
import { LookupAroundContext } from "./lookup-around";
import { namedBy } from "./lookup-look";
import { LookupMatch } from "./lookup-match";
import "../../fields/fields.css";

/** A record that is being chosen, or several. */
export interface Picking {
  readonly field: FieldRule;
  readonly look: LookupLook | undefined;
  readonly chosen: readonly string[];
  /** What stands in place of a record until it is matched. */
  readonly words: string | null;
  readonly onPick: (records: readonly string[]) => void;
  /** Keep words in place of a record, beside those that are chosen. */
  readonly onLater: (words: string, chosen: readonly string[]) => void;
}

/** Opens the choice of a record over the form. */
export const PickContext = createContext<(picking: Picking) => void>(() => {});

interface FormFieldsProps {
  readonly form: FormState;
  /** The record as it is now; none for a new one. */
  readonly record: LocalRecord | undefined;
  /** Fields that the office has changed since they were touched here. */
  readonly overtaken?: ReadonlySet<string>;
  /** What the office said about fields. */
  readonly refusals?: ReadonlyMap<string, string>;
}

export function FormFields({ form, record, overtaken, refusals }: FormFieldsProps) {
  const shown = form.fields.filter(({ hidden }) => !hidden);
  return (
    <>
      {shown.map((one) => (
        <ShownControl
          key={one.field.id}
          shown={one}
          form={form}
          record={record}
          overtaken={overtaken?.has(one.field.id) ?? false}
          refusal={refusals?.get(one.field.id)}
        />
      ))}
    </>
  );
}

interface ShownControlProps {
  readonly shown: FormField;
  readonly form: FormState;
  readonly record: LocalRecord | undefined;
  readonly overtaken: boolean;
  readonly refusal: string | undefined;
}

function ShownControl({ shown, form, record, overtaken, refusal }: ShownControlProps) {
  const { field, label, help, readOnly, node, lookup } = shown;
  const { lens, records, reading, pictures } = useBlocks();
  const pick = useContext(PickContext);
  const { drafted } = useContext(LookupAroundContext);
  const latest = useRef(record);
  latest.current = record;
  const tools = useMemo((): FieldTools => {
    const take = (input: unknown) => form.set(field.id, input, latest.current);
    return {
      reading: namedBy(lookup, lens, records, reading, drafted),
      pictures,
      pick(rule, chosen, onPick) {
        const input = form.input(field.id);
        const onLater = (words: string, chosen: readonly string[]) =>
          take(rule.several ? severalOf(chosen, [...allToMatch(input), words]) : { toMatch: words });
        const words = toMatchOf(input);
        pick({ field: rule, look: lookup, chosen, words, onPick, onLater });
      },
      making: (work) => form.waitFor(work),
    };
  }, [form, field.id, lookup, lens, records, reading, pictures, pick, drafted]);
  const input = form.input(field.id);
  const unmatched = allToMatch(input);
  const match = (words: string, found: string) => {
    const others = unmatched.filter((one) => one !== words);
    const records = Array.isArray(input) ? input.filter((one) => typeof one === "string") : [];
    form.set(field.id, field.several ? severalOf([...records, found], others) : found, record);
  };
  const { Control, group, inline } = controls[field.type];
  const problem = form.problems.value.get(field.id);
  return (
    <div data-field={field.id} data-node={node}>
      <Frame
        label={label}
        help={help || undefined}
        required={field.required && !readOnly}
        group={group?.(field)}
        inline={inline}
        error={problem ? problemText(problem) : refusal}
        remark={form.remark(field.id)}
        aside={asideOf(overtaken, form.provisional(field.id))}
      >
        <Control
          field={field}
          input={input}
          onInput={(input) => form.set(field.id, input, record)}
          onLeave={() => form.leave(field.id)}
          readOnly={readOnly}
          tools={tools}
        />
        {!readOnly &&
          unmatched.map((words) => (
            <LookupMatch
              key={words}
              field={field}
              look={lookup}
              words={words}
              onMatch={(found) => match(words, found)}
            />
          ))}
      </Frame>
    </div>
  );
}

function asideOf(overtaken: boolean, provisional: boolean) {
  if (overtaken) return <StateMark state="needs" word={t("mobile.form.overtaken")} />;
  return provisional ? <StateMark state="waiting" word={t("mobile.form.provisional")} /> : undefined;
}
