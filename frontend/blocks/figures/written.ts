/**
 * Figures and groups in words, as the reader's region writes numbers.
 */
import { type Exact, plain, rounded } from "../../expressions/arithmetic";
import type { Field, Measure } from "../../protocol";
import { t } from "../../shared/messages";
import { currencyScale } from "../../values/currencies";
import { formatExact } from "../../values/exact";
import type { Reading } from "../../values/types";
import type { Lens } from "../lens";
import type { Group } from "./gathered";
import type { Figure } from "./measures";

/** Fractional digits of an average of whole numbers. */
const AVERAGE_DIGITS = 2;

/** Write what a measure of a field comes to. */
export function figureText(
  figure: Figure,
  measure: Measure,
  field: Field | undefined,
  reading: Reading,
): string {
  if (figure.kind === "none") return t("mobile.block.no_figure");
  if (figure.kind === "mixed") return t("mobile.block.several_currencies");
  return amountText(figure.value, figure.currency, digitsOf(measure, field), reading);
}

/** Write an exact number with so many digits after the point, or so much of a currency with as many as it has. */
function amountText(value: Exact, currency: string | null, digits: number, { locale }: Reading): string {
  const scale = currency === null ? digits : (currencyScale(currency) ?? digits);
  return formatExact(shortened(value, scale), locale, {
    ...(currency !== null && { style: "currency", currency }),
    minimumFractionDigits: scale,
    maximumFractionDigits: scale,
  });
}

/** Write a whole goal without digits after the point. */
export function goalText(goal: Exact, currency: string | null, { locale }: Reading): string {
  return formatExact(plain(goal), locale, {
    ...(currency !== null && { style: "currency", currency }),
    trailingZeroDisplay: "stripIfInteger",
  });
}

function digitsOf({ of }: Measure, field: Field | undefined): number {
  if (of === "count") return 0;
  const scale = field?.type === "decimal" ? (field.scale ?? 2) : 0;
  return of === "average" ? Math.max(scale, AVERAGE_DIGITS) : scale;
}

function shortened(value: Exact, digits: number): string {
  return plain(rounded(value, digits) ?? value);
}

/** What a measure is called: "Number of orders", "Average amount". */
export function measureLabel(lens: Lens, entity: string, { of, field }: Measure): string {
  if (of === "count") {
    return t("mobile.block.measure.count", {
      plural: lens.text(lens.entity(entity)?.plural).toLocaleLowerCase(),
    });
  }
  const end = field ? lens.path(entity, field).at(-1) : undefined;
  return t(`mobile.block.measure.${of}`, { field: lens.text(end?.label) });
}

/** What a group is called; of a record that is not here and may not be named that it is elsewhere. */
export function groupLabel({ key, label }: Pick<Group, "key" | "label">): string {
  if (key === null) return t("mobile.block.no_value");
  return label || t("mobile.record.elsewhere");
}

/** The share that a number is of another, for drawing; 0 where there is none. */
export function shareOf(value: Exact, whole: Exact): number {
  return whole.eq(0) ? 0 : value.div(whole).round(4).toNumber();
}
