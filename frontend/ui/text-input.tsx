/**
 * One line of text, and a text of several lines that grows as it is written.
 */

import type { ControlProps } from "./control";
import { useFrame } from "./form-field";
import { current } from "./live";
import "./control.css";

export type TextKind = "text" | "email" | "tel" | "url" | "password";

interface TextInputProps extends ControlProps<string> {
  readonly kind?: TextKind;
  /** What the browser may fill in: "username", "one-time-code". */
  readonly autoComplete?: string;
}

export function TextInput({
  value,
  onInput,
  onLeave,
  name,
  readOnly,
  kind = "text",
  autoComplete,
}: TextInputProps) {
  return (
    <input
      {...useFrame()}
      class="ui-control"
      // Preact's types know each kind apart, never their union.
      type={kind as "text"}
      name={name}
      value={current(value)}
      readOnly={readOnly}
      autoComplete={autoComplete}
      autoCapitalize={kind === "text" ? undefined : "none"}
      dir={kind === "text" ? "auto" : undefined}
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}

interface TextAreaProps extends ControlProps<string> {
  readonly rows?: number;
}

export function TextArea({ value, onInput, onLeave, name, readOnly, rows = 3 }: TextAreaProps) {
  return (
    <textarea
      {...useFrame()}
      class="ui-control ui-control-area"
      name={name}
      rows={rows}
      value={current(value)}
      readOnly={readOnly}
      dir="auto"
      onInput={(event) => onInput(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
