/** A link: a web page opens beside the app, an address or a number in its own application. */
import { accept, format } from "../../values/registry";
import { Breakable } from "../breakable";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ field, value, tools }: DisplayProps) {
  const shown = format(value, field, tools.reading);
  // Read once more: only what the type accepts is safe as an address.
  const safe = accept(value, { ...field, required: false }).value;
  if (typeof safe !== "string") return <span dir="ltr">{shown}</span>;
  const away = /^https?:/.test(safe);
  return (
    <a
      class="field-link"
      href={safe}
      dir="ltr"
      {...(away && { target: "_blank", rel: "noopener noreferrer" })}
    >
      <Breakable text={shown} />
    </a>
  );
}

export const link: FieldDisplay = { Display };
