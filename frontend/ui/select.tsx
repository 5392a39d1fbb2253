/**
 * A choice out of a few, by the phone's own wheel or list.
 */

import type { ControlProps } from "./control";
import { useFrame } from "./form-field";
import { Icon } from "./icon";
import { current } from "./live";
import "./control.css";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectProps extends ControlProps<string> {
  readonly options: readonly SelectOption[];
  /** Shown while nothing is chosen; with it the choice may be taken back. */
  readonly emptyLabel?: string;
  /** Choosing does something at once: keys open the list, and Enter chooses from it. */
  readonly deliberate?: boolean;
}

export function Select({
  value,
  onInput,
  onLeave,
  name,
  readOnly,
  options,
  emptyLabel,
  deliberate,
}: SelectProps) {
  return (
    <span class="ui-select">
      <select
        {...useFrame()}
        class="ui-control"
        name={name}
        value={current(value)}
        disabled={readOnly}
        onChange={(event) => onInput(event.currentTarget.value)}
        onBlur={onLeave}
        onKeyDown={deliberate ? openInstead : undefined}
      >
        {emptyLabel !== undefined && <option value="">{emptyLabel}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

/** Without a list to open the browser chooses as ever. */
function openInstead(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLSelectElement;
  const chooses = event.key.startsWith("Arrow") || (event.key.length === 1 && event.key !== " ");
  if (!chooses || event.altKey || event.ctrlKey || event.metaKey || !list.showPicker) return;
  event.preventDefault();
  list.showPicker();
}
