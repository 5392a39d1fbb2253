/** Text on one line. */
import { textLike } from "./contract";
import { textOf } from "./plain-text";

const MAXIMUM = 4000;

export const text = textLike((wire, field) => textOf(wire, Math.min(field.maxLength ?? MAXIMUM, MAXIMUM)));
