/**
 * What every control of a form takes, so that a field type can swap one for another.
 */
import type { Live } from "./live";

export interface ControlProps<Value> {
  readonly value: Live<Value>;
  /** Each change, as it is typed. */
  readonly onInput: (value: Value) => void;
  /** The finger or the focus has left it. */
  readonly onLeave?: () => void;
  readonly name?: string;
  readonly readOnly?: boolean;
}
