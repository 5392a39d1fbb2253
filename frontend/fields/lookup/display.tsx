/** References to records, by their names; of one that is nowhere near, that it is not. */
import { t } from "../../shared/messages";
import { referredBy } from "../../values/lookup";
import type { DisplayProps, FieldDisplay } from "../contract";

function Display({ field, value, tools: { reading }, href }: DisplayProps) {
  const named = referredBy(value, field, reading).map((id) => {
    return reading.resolve?.(field.target, id) ?? t("mobile.record.elsewhere");
  });
  const names = named.join(", ");
  if (!href) return <span dir="auto">{names}</span>;
  return (
    <a class="field-link" href={href} dir="auto">
      {names}
    </a>
  );
}

export const lookup: FieldDisplay = { Display };
