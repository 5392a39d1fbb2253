/**
 * Yes or no: a box to tick in a form or a list, and a switch for a setting that holds at once.
 */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useFrame } from "./form-field";
import { current, type Live } from "./live";
import "./checkbox.css";

interface BoxProps {
  /** null: neither, which is not ticked and looks different. */
  readonly checked: boolean | null;
  readonly onChange: (checked: boolean) => void;
  readonly onLeave?: () => void;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** The box alone, of a field whose frame has the label, help and error. */
export function Box({ checked, onChange, onLeave, disabled, name }: BoxProps) {
  return (
    <input
      {...useFrame()}
      class="ui-tick-box"
      type="checkbox"
      name={name}
      checked={checked === true}
      indeterminate={checked === null}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
      onBlur={onLeave}
    />
  );
}

interface CheckboxProps {
  readonly label: ComponentChildren;
  readonly checked: Live<boolean>;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ComponentChildren;
  readonly disabled?: boolean;
  readonly name?: string;
}

export function Checkbox(props: CheckboxProps) {
  return <Tick {...props} look="box" />;
}

export function Switch(props: CheckboxProps) {
  return <Tick {...props} look="switch" />;
}

function Tick({
  label,
  checked,
  onChange,
  help,
  disabled,
  name,
  look,
}: CheckboxProps & { look: "box" | "switch" }) {
  const id = useId();
  return (
    <div class={look === "switch" ? "ui-tick ui-tick-switch" : "ui-tick"}>
      <input
        id={id}
        class="ui-tick-box"
        type="checkbox"
        role={look === "switch" ? "switch" : undefined}
        name={name}
        checked={current(checked)}
        disabled={disabled}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div class="ui-tick-words">
        <label for={id}>{label}</label>
        {help !== undefined && (
          <p id={`${id}-help`} class="ui-field-help">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
