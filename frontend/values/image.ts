/**
 * A picture, or several: references to blobs. The bytes travel on their own. Mirrors `backend/fields/image.py`.
 *
 * `pictureProblem` says before anything is read or sent whether a file can be taken.
 */
import { compareOrdered, type ValueType } from "./contract";
import { textOf } from "./plain-text";
import { idOf } from "./record-id";
import { accepted, type Result, refused, type ValueProblem } from "./result";
import type { ImageReference } from "./types";

export const IMAGE_TYPES: readonly unknown[] = ["image/jpeg", "image/png", "image/webp"];
export const LARGEST_IMAGE = 20 * 1024 * 1024;
export const MOST_IMAGES = 20;
const WIDEST = 32_767;
const NEEDED = ["blob", "name", "type", "size", "sha256"];
const ALLOWED = [...NEEDED, "width", "height"];

type Images = ImageReference | readonly ImageReference[];

/** Say why a file cannot be taken; undefined when it can. */
export function pictureProblem(file: { type?: unknown; size?: unknown }): ValueProblem | undefined {
  if (file.type === "image/heic" || file.type === "image/heif") return refused("value-image-heic").problem;
  if (!IMAGE_TYPES.includes(file.type)) return refused("value-image-type").problem;
  if (typeof file.size === "number" && file.size > LARGEST_IMAGE) {
    return refused("value-image-too-large", { megabytes: LARGEST_IMAGE / 1024 ** 2 }).problem;
  }
  return undefined;
}

function whole(number: unknown, largest: number): number | null {
  return typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= largest
    ? number
    : null;
}

function referenceOf(wire: unknown): Result<ImageReference> {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) return refused("value-not-an-image");
  const given: Partial<Record<string, unknown>> = { ...wire };
  const keys = Object.keys(given);
  if (!NEEDED.every((key) => keys.includes(key)) || !keys.every((key) => ALLOWED.includes(key))) {
    return refused("value-not-an-image");
  }
  const problem = pictureProblem(given);
  if (problem) return { problem };
  const name = textOf(given.name, 200);
  if (name.problem) return name;
  const sides = ["width", "height"].flatMap((side) => {
    return given[side] === null || given[side] === undefined
      ? []
      : [[side, whole(given[side], WIDEST)] as const];
  });
  const reference = {
    blob: idOf(given.blob),
    name: name.value?.replace(/[/\\]/g, "_") ?? null,
    type: given.type,
    size: whole(given.size, LARGEST_IMAGE),
    sha256: typeof given.sha256 === "string" && /^[0-9a-f]{64}$/.test(given.sha256) ? given.sha256 : null,
    ...Object.fromEntries(sides),
  };
  return isReference(reference) ? accepted(reference) : refused("value-not-an-image");
}

function isReference(found: Record<keyof ImageReference, unknown> | object): found is ImageReference {
  return !Object.values(found).includes(null);
}

const listed = (value: Images): readonly ImageReference[] =>
  Array.isArray(value) ? value : [value as ImageReference];
const written = (value: Images) =>
  JSON.stringify(listed(value).map((one) => ALLOWED.map((key) => one[key as keyof ImageReference] ?? null)));

export const image: ValueType<Images> = {
  accept(wire, field) {
    if (wire === null || wire === undefined) return accepted<Images>(null);
    if (!field.several) return referenceOf(wire);
    if (!Array.isArray(wire)) return refused("value-not-an-image");
    if (wire.length > MOST_IMAGES) return refused("value-too-many", { maximum: MOST_IMAGES });
    const references: ImageReference[] = [];
    for (const one of wire) {
      const read = referenceOf(one);
      if (read.problem) return read;
      if (read.value) references.push(read.value);
    }
    const blobs = new Set(references.map((one) => one.blob));
    if (blobs.size < references.length) return refused("value-not-an-image");
    return accepted(references.length ? references : null);
  },
  parse: (input, field) => image.accept(input, field),
  toInput: (value) => image.format(value, { id: "", type: "image" }, { locale: "en" }),
  format: (value) =>
    listed(value)
      .map((one) => one.name)
      .join(", "),
  compare: (a, b) => compareOrdered(listed(a).length, listed(b).length),
  equal: (a, b) => written(a) === written(b),
  searchText: () => "",
};
