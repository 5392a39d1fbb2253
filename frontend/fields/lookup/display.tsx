/** A reference to a record, by its name; a link where there is a page for it. */
import { format } from "../../values/registry";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ field, value, tools, href }: DisplayProps) {
  const name = format(value, field, tools.reading);
  if (!href) return <span dir="auto">{name}</span>;
  return (
    <a class="field-link" href={href} dir="auto">
      {name}
    </a>
  );
}

export const lookup: FieldDisplay = { Display };
