/**
 * A place on earth, by latitude and longitude (WGS 84). Mirrors `backend/fields/position.py`.
 *
 * A control holds both as typed; `accuracy` and `at` are there only where a phone has measured the place.
 */

import { isObject, same } from "../shared/json";
import { numberFormat } from "../shared/kept-formats";
import { compareOrdered, type ValueType } from "./contract";
import { canonicalMoment } from "./date-time";
import { typedExact } from "./exact";
import { accepted, type Result, refused } from "./result";
import { plainNumber } from "./typed-number";
import type { FieldRule, Position } from "./types";

/** A centimetre. */
const DEGREES = 7;
const METRES = 1;
const FARTHEST = 100_000_000;
const KEYS = ["lat", "lon", "accuracy", "at"];

/** What a control holds. */
export interface PositionInput {
  readonly lat: string;
  readonly lon: string;
  readonly accuracy?: number;
  readonly at?: string;
}

function rounded(number: unknown, digits: number): number | null {
  if (typeof number !== "number" || !Number.isFinite(number) || Math.abs(number) > FARTHEST) return null;
  return Number(number.toFixed(digits)) || 0; // never minus zero
}

function accept(wire: unknown): Result<Position> {
  if (wire === null || wire === undefined) return accepted<Position>(null);
  if (!isObject(wire) || Array.isArray(wire)) return refused("value-not-a-position");
  if (!Object.keys(wire).every((key) => KEYS.includes(key))) return refused("value-not-a-position");
  const [lat, lon] = [rounded(wire.lat, DEGREES), rounded(wire.lon, DEGREES)];
  if (lat === null || lon === null) return refused("value-not-a-position");
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return refused("value-off-the-earth");
  const accuracy = (wire.accuracy ?? null) === null ? undefined : rounded(wire.accuracy, METRES);
  const at = (wire.at ?? null) === null ? undefined : canonicalMoment(wire.at);
  if (accuracy === null || (accuracy ?? 0) < 0 || at === null) return refused("value-not-a-position");
  return accepted({ lat, lon, ...(accuracy !== undefined && { accuracy }), ...(at !== undefined && { at }) });
}

/** Write degrees with a point and no more digits than they need. */
export function degrees(number: number): string {
  return number.toFixed(DEGREES).replace(/\.?0+$/, "");
}

/** Return what a control holds of a place. */
export function positionInput(value: Position | null, locale: string): PositionInput {
  if (!value) return { lat: "", lon: "" };
  const { lat, lon, ...measured } = value;
  return { lat: typedExact(degrees(lat), locale), lon: typedExact(degrees(lon), locale), ...measured };
}

function typed(text: string, locale: string): number | null {
  const plain = plainNumber(text, locale);
  return /^-?[0-9]{1,3}(?:\.[0-9]+)?$/.test(plain) ? Number(plain) : null;
}

export const position: ValueType<Position> = {
  accept,
  parse(input, _field, { locale }) {
    if (!isObject(input) || typeof input.lat !== "string" || typeof input.lon !== "string")
      return accept(input);
    const { lat, lon, ...measured } = input as unknown as PositionInput;
    if (!lat.trim() && !lon.trim()) return accepted<Position>(null);
    return accept({ lat: typed(lat, locale), lon: typed(lon, locale), ...measured });
  },
  toInput: (value) => position.format(value, PLACE, { locale: "en" }),
  format({ lat, lon, accuracy }, _field, { locale }) {
    const written = numberFormat(locale, { maximumFractionDigits: 5 });
    const metres = numberFormat(locale, METRE)
      .format(accuracy ?? 0)
      .replace(" ", "\u00a0");
    return `${written.format(lat)}; ${written.format(lon)}${accuracy === undefined ? "" : ` ±${metres}`}`;
  },
  compare: (a, b) => compareOrdered(a.lat, b.lat) || compareOrdered(a.lon, b.lon),
  equal: same,
  searchText: () => "",
};

const PLACE: FieldRule = { id: "", type: "position" };
const METRE = { style: "unit", unit: "meter", maximumFractionDigits: 0 } as const;
