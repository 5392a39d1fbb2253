/**
 * The size of a file in words: "12 kB", "3.4 MB".
 */
import type { Reading } from "../../values/types";

export function sizeWords(bytes: number, { locale }: Reading): string {
  const [number, unit] =
    bytes < 1000
      ? [bytes, "byte"]
      : bytes < 1_000_000
        ? [bytes / 1000, "kilobyte"]
        : [bytes / 1_000_000, "megabyte"];
  const maximumFractionDigits = unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits }).format(number);
}
