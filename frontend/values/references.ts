/**
 * References to blobs, one or several: what pictures, signatures and files have in common. The bytes travel on their
 * own. Mirrors `backend/fields/blob_reference.py`.
 */
import { compareOrdered, type ValueType } from "./contract";
import { textOf } from "./plain-text";
import { idOf } from "./record-id";
import { referencesIn } from "./references-in";
import { accepted, type Result, refused, type ValueCode, type ValueProblem } from "./result";
import type { BlobReference } from "./types";

export const MOST_REFERENCES = 20;
const WIDEST = 32_767;
const NEEDED = ["blob", "name", "type", "size", "sha256"];
const SIDES = ["width", "height"];

/** What a file that was chosen, or a reference that came, says of itself. */
export interface Described {
  readonly type?: unknown;
  readonly size?: unknown;
}

interface Kind {
  /** What is said of something that is no such reference. */
  readonly refusal: ValueCode;
  /** In bytes. */
  readonly largest: number;
  /** Whether its size in pixels may be told. */
  readonly sides?: boolean;
  /** Say why a file cannot be taken; undefined when it can. */
  readonly problem: (of: Described) => ValueProblem | undefined;
}

type References = BlobReference | readonly BlobReference[];

export function referring(kind: Kind): ValueType<References> {
  const names = (value: References) =>
    referencesIn(value)
      .map(({ name }) => name)
      .join(", ");
  return {
    accept(wire, field) {
      if (wire === null || wire === undefined) return accepted<References>(null);
      if (!field.several) return referenceOf(wire, kind);
      if (!Array.isArray(wire)) return refused(kind.refusal);
      if (wire.length > MOST_REFERENCES) return refused("value-too-many", { maximum: MOST_REFERENCES });
      const references: BlobReference[] = [];
      for (const one of wire) {
        const read = referenceOf(one, kind);
        if (read.problem) return read;
        if (read.value) references.push(read.value);
      }
      const blobs = new Set(references.map(({ blob }) => blob));
      if (blobs.size < wire.length) return refused(kind.refusal);
      return accepted<References>(references.length > 0 ? references : null);
    },
    parse(input, field) {
      return this.accept(input, field);
    },
    toInput: names,
    format: names,
    compare: (a, b) => compareOrdered(names(a), names(b)),
    equal: (a, b) => written(a) === written(b),
    searchText: names,
  };
}

const written = (value: References) =>
  JSON.stringify(
    referencesIn(value).map((one) => [...NEEDED, ...SIDES].map((key) => one[key as keyof BlobReference])),
  );

function referenceOf(wire: unknown, { refusal, largest, sides, problem }: Kind): Result<BlobReference> {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) return refused(refusal);
  const given: Partial<Record<string, unknown>> = { ...wire };
  const keys = Object.keys(given);
  const allowed = sides ? [...NEEDED, ...SIDES] : NEEDED;
  if (!NEEDED.every((key) => keys.includes(key)) || !keys.every((key) => allowed.includes(key))) {
    return refused(refusal);
  }
  const found = problem(given);
  if (found) return { problem: found };
  const name = textOf(given.name, 200);
  if (name.problem) return name;
  const told = SIDES.filter((side) => (given[side] ?? null) !== null);
  const reference = {
    blob: idOf(given.blob),
    name: name.value?.replace(/[/\\]/g, "_") ?? null,
    type: given.type,
    size: whole(given.size, largest),
    sha256: typeof given.sha256 === "string" && /^[0-9a-f]{64}$/.test(given.sha256) ? given.sha256 : null,
    ...Object.fromEntries(told.map((side) => [side, whole(given[side], WIDEST)])),
  };
  return isReference(reference) ? accepted(reference) : refused(refusal);
}

function isReference(found: object): found is BlobReference {
  return !Object.values(found).includes(null);
}

function whole(number: unknown, largest: number): number | null {
  return typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= largest
    ? number
    : null;
}
