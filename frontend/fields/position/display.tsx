/** A place that a tap shows on the phone's own map. */
import { onMac } from "../../ui/mac";
import { degrees } from "../../values/position";
import { format } from "../../values/registry";
import type { Position } from "../../values/types";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ field, value, tools }: DisplayProps) {
  return (
    <a class="field-link" href={mapped(value as Position)} dir="ltr">
      {format(value, field, tools.reading)}
    </a>
  );
}

/** Return the address that opens a map; Apple's devices have one of their own and no `geo:` (RFC 5870). */
export function mapped({ lat, lon }: Position, apple = onMac()): string {
  const place = `${degrees(lat)},${degrees(lon)}`;
  return apple ? `maps:?q=${place}` : `geo:${place}?q=${place}`;
}

export const position: FieldDisplay = { Display };
