/** A text of several lines, with its line ends. */
import { format } from "../../values/registry";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ field, value, tools }: DisplayProps) {
  return (
    <p class="field-lines" dir="auto">
      {format(value, field, tools.reading)}
    </p>
  );
}

export const multiLine: FieldDisplay = { Display, tall: true };
