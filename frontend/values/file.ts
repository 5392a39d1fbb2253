/** A file of any kind, or several. Mirrors `backend/fields/file.py`. */
import { type Described, referring } from "./references";
import { refused, type ValueProblem } from "./result";

export const LARGEST_FILE = 25 * 1024 * 1024;
/** What is said of a file whose kind nobody knows. */
export const ANY_TYPE = "application/octet-stream";
const shape = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$/;

/** Say why a file cannot be taken; undefined when it can. */
export function fileProblem({ type, size }: Described): ValueProblem | undefined {
  if (typeof type !== "string" || !shape.test(type)) return refused("value-not-a-file").problem;
  if (size === 0) return refused("value-file-empty").problem;
  if (typeof size === "number" && size > LARGEST_FILE) {
    return refused("value-file-too-large", { megabytes: LARGEST_FILE / 1024 ** 2 }).problem;
  }
  return undefined;
}

export const file = referring({ refusal: "value-not-a-file", largest: LARGEST_FILE, problem: fileProblem });
