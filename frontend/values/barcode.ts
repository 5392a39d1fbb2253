/** What a bar code or QR code says: one line of text that a camera or a scanner reads. */
import { textLike } from "./contract";
import { textOf } from "./plain-text";

const MAXIMUM = 4300;

export const barcode = textLike((wire, field) => textOf(wire, Math.min(field.maxLength ?? MAXIMUM, MAXIMUM)));
