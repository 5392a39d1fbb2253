/**
 * Yes or no: a box to tick in a form or a list, and a switch for a setting that holds at once.
 */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { current, type Live } from "./live";
import "./checkbox.css";

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
    <div class={`ui-tick ui-tick-${look}`}>
      <input
        id={id}
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
