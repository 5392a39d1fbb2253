/**
 * The fields of a form, each with its label, help and error in its place.
 */
import { useRef, useState } from "preact/hooks";
import type { FieldTools } from "../../fields/contract";
import { controls } from "../../fields/controls";
import { problemText } from "../../fields/problem-text";
import type { LocalRecord } from "../../local/record";
import { t } from "../../shared/messages";
import { FormField as Frame } from "../../ui/form-field";
import { StateMark } from "../../ui/state";
import type { FieldRule } from "../../values/types";
import { useBlocks } from "../context";
import type { FormField, FormState } from "./form-state";
import { LookupPicker } from "./lookup-picker";
import "../../fields/fields.css";

interface FormProps {
  readonly id: string;
  readonly form: FormState;
  /** The record as it is now; none for a new one. */
  readonly record?: LocalRecord;
  /** Fields that the office has changed since they were touched here. */
  readonly overtaken?: ReadonlySet<string>;
  /** What the office said about fields. */
  readonly refusals?: ReadonlyMap<string, string>;
  readonly onSubmit: () => void;
}

interface Picking {
  readonly field: FieldRule;
  readonly onPick: (record: string) => void;
}

export function Form({ id, form, record, overtaken, refusals, onSubmit }: FormProps) {
  const { reading, pictures } = useBlocks();
  const element = useRef<HTMLFormElement>(null);
  const [picking, setPicking] = useState<Picking | null>(null);
  const tools: FieldTools = {
    reading,
    pictures,
    pick: (field, _current, onPick) => setPicking({ field, onPick }),
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = form.check();
    if (wrong === null) onSubmit();
    else focusField(element.current, wrong);
  };
  return (
    <>
      <form ref={element} id={id} class="ui-form" noValidate onSubmit={submit}>
        {form.fields.map((shown) => (
          <ShownControl
            key={shown.field.id}
            shown={shown}
            form={form}
            record={record}
            tools={tools}
            overtaken={overtaken?.has(shown.field.id) ?? false}
            refusal={refusals?.get(shown.field.id)}
          />
        ))}
      </form>
      {picking && (
        <LookupPicker
          field={picking.field}
          onPick={(chosen) => {
            picking.onPick(chosen);
            setPicking(null);
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </>
  );
}

interface ShownControlProps {
  readonly shown: FormField;
  readonly form: FormState;
  readonly record: LocalRecord | undefined;
  readonly tools: FieldTools;
  readonly overtaken: boolean;
  readonly refusal: string | undefined;
}

function ShownControl({ shown, form, record, tools, overtaken, refusal }: ShownControlProps) {
  const { field, label, help, readOnly, node } = shown;
  const { Control, group } = controls[field.type];
  const problem = form.problems.value.get(field.id);
  return (
    <div data-field={field.id} data-node={node}>
      <Frame
        label={label}
        help={help || undefined}
        required={field.required && !readOnly}
        group={group}
        error={problem ? problemText(problem) : refusal}
        aside={overtaken ? <StateMark state="needs" word={t("mobile.form.overtaken")} /> : undefined}
      >
        <Control
          field={field}
          input={form.input(field.id)}
          onInput={(input) => form.set(field.id, input, record)}
          onLeave={() => form.leave(field.id)}
          readOnly={readOnly}
          tools={tools}
        />
      </Frame>
    </div>
  );
}

function focusField(form: HTMLFormElement | null, field: string): void {
  const frame = form?.querySelector(`[data-field="${CSS.escape(field)}"]`);
  const control = frame?.querySelector<HTMLElement>("input:not([type=file]), select, textarea, button");
  control?.focus();
  frame?.scrollIntoView({ block: "center" });
}
