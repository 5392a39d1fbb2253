/** A phone number that a tap dials. */
import { dialled } from "../../values/phone";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ value }: DisplayProps) {
  return (
    <a class="field-link" href={dialled(String(value))} dir="ltr">
      {String(value)}
    </a>
  );
}

export const phone: FieldDisplay = { Display };
