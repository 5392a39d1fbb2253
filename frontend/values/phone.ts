/**
 * A telephone number, as people write it: not rewritten, only what cannot be dialled is refused. A search finds it
 * by its digits, however they were grouped.
 */
import { textLike, type ValueType } from "./contract";
import { textOf } from "./plain-text";
import { accepted, refused } from "./result";

const shape = /^\+?[0-9 ()./*#-]+(?:(?:,|;|x|ext\.?) ?[0-9]{1,8})?$/;
const digitsOf = (text: string) => text.replace(/[^0-9]/g, "");

export const phone: ValueType<string> = {
  ...textLike((wire) => {
    const read = textOf(wire, 40);
    if (!read.value) return read;
    const text = read.value.replace(/\u00a0/g, " ").replace(/[\u2011\u2013]/g, "-");
    return shape.test(text) && digitsOf(text).length >= 3
      ? accepted(text)
      : refused("value-not-a-phone-number");
  }),
  searchText: (value) => `${value} ${digitsOf(value)}`,
};

/** Return the address that dials a number; an extension is dialled after a pause. */
export function dialled(value: string): string {
  const number = value.replace(/(?:x|ext\.?) ?(?=[0-9]+$)/, ",").replace(/[^0-9+*#,;]/g, "");
  return `tel:${number.replace(/#/g, "%23")}`;
}
