/** An e-mail address. The check is light on purpose: only a sent message proves an address. */
import { textLike } from "./contract";
import { INVISIBLE, textOf } from "./plain-text";
import { refused } from "./result";

const unwanted = new RegExp(`[${INVISIBLE}()<>,;:\\\\"\\[\\]]`);
const shape = /^[^@]{1,64}@[^@.]+(?:\.[^@.]+)+$/u; // counts code points, as Python does

export const email = textLike((wire) => {
  const read = textOf(wire, 254);
  return read.value && (unwanted.test(read.value) || !shape.test(read.value))
    ? refused("value-not-an-email")
    : read;
});
