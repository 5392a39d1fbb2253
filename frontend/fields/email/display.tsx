/** An e-mail address that a tap writes to. */
import { Breakable } from "../breakable";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ value }: DisplayProps) {
  return (
    <a
      class="field-link"
      href={`mailto:${encodeURIComponent(String(value)).replaceAll("%40", "@")}`}
      dir="ltr"
    >
      <Breakable text={String(value)} />
    </a>
  );
}

export const email: FieldDisplay = { Display };
