/** A phone number that a tap dials. */
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ value }: DisplayProps) {
  return (
    <a class="field-link" href={`tel:${String(value).replace(/[^+0-9*#;,]/g, "")}`} dir="ltr">
      {String(value)}
    </a>
  );
}

export const phone: FieldDisplay = { Display };
