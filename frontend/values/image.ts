/** A picture, or several. Mirrors `backend/fields/image.py`. */
import { type Described, referring } from "./references";
import { refused, type ValueProblem } from "./result";

export const IMAGE_TYPES: readonly unknown[] = ["image/jpeg", "image/png", "image/webp"];
export const LARGEST_IMAGE = 20 * 1024 * 1024;

/** Say why a file cannot be taken; undefined when it can. */
export function pictureProblem({ type, size }: Described): ValueProblem | undefined {
  if (type === "image/heic" || type === "image/heif") return refused("value-image-heic").problem;
  if (!IMAGE_TYPES.includes(type)) return refused("value-image-type").problem;
  if (typeof size === "number" && size > LARGEST_IMAGE) {
    return refused("value-image-too-large", { megabytes: LARGEST_IMAGE / 1024 ** 2 }).problem;
  }
  return undefined;
}

/** Of a signature it is the picture of what was drawn, or of the name that was typed. */
export const image = referring({
  refusal: "value-not-an-image",
  largest: LARGEST_IMAGE,
  sides: true,
  problem: pictureProblem,
});
