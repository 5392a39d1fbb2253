/** Text on several lines, each ended by a line feed. */
import { textLike } from "./contract";
import { textOf } from "./plain-text";

const MAXIMUM = 100_000;

export const multiLine = textLike((wire, field) =>
  textOf(wire, Math.min(field.maxLength ?? MAXIMUM, MAXIMUM), true),
);
