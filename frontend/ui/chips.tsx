/**
 * The row of filters over a list: one of them holds at a time, like a group of radio buttons.
 *
 * Native radio inputs give arrow keys, focus and the right words to a screen reader.
 */
import { useEffect, useId, useRef } from "preact/hooks";
import { current, type Live } from "./live";
import "./chips.css";

export interface Chip<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: Live<string | number>;
}

interface ChipsProps<Id extends string> {
  /** What the row chooses, for a screen reader: "Show". */
  readonly label: string;
  readonly chips: readonly Chip<Id>[];
  readonly selected: Live<Id>;
  readonly onSelect: (id: Id) => void;
}

export function Chips<Id extends string>({ label, chips, selected, onSelect }: ChipsProps<Id>) {
  const name = useId();
  const row = useRef<HTMLDivElement>(null);
  const here = current(selected);
  useEffect(() => {
    const chosen = row.current?.querySelector<HTMLInputElement>("input:checked");
    chosen?.closest("label")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [here]);
  return (
    <div class="ui-chips" ref={row} role="radiogroup" aria-label={label}>
      {chips.map((chip) => (
        <label key={chip.id} class="ui-chip">
          <input
            class="ui-hidden"
            type="radio"
            name={name}
            value={chip.id}
            checked={chip.id === here}
            onChange={() => onSelect(chip.id)}
          />
          <span>{chip.label}</span>
          {chip.count !== undefined && <span class="ui-chip-count">{chip.count}</span>}
        </label>
      ))}
    </div>
  );
}
