/**
 * A link to a web page, an address or a telephone. Mirrors `backend/fields/link.py`.
 *
 * What browsers would run, or read as another address than it looks, is refused. A web address without its scheme
 * gets `https://`. A value that was accepted is safe in `href`.
 */
import { textLike, type ValueType } from "./contract";
import { INVISIBLE, textOf } from "./plain-text";
import { accepted, refused } from "./result";

const unwanted = new RegExp(`[${INVISIBLE}\\\\<>"]`);
const scheme = /^(?!localhost:[0-9])([A-Za-z][A-Za-z0-9+-]*):/; // with a dot it is a host and its port
const shapes: Readonly<Record<string, RegExp>> = {
  http: /^\/\/(?:[^/?#@:[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?#].*)?$/,
  mailto: /^[^@?]+@[^@?]+/,
  tel: /^[+0-9().*#;,=A-Za-z-]*[0-9][+0-9().*#;,=A-Za-z-]*$/,
};

export const link: ValueType<string> = {
  ...textLike((wire) => {
    const read = textOf(wire, 2000);
    if (!read.value) return read;
    if (unwanted.test(read.value)) return refused("value-not-a-link");
    const found = scheme.exec(read.value);
    const name = found?.[1]?.toLowerCase() ?? "https";
    const rest = found ? read.value.slice(found[0].length) : `//${read.value}`;
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : name === "https" ? shapes.http : undefined;
    if (!shape) return refused("value-link-scheme", { scheme: name });
    return shape.test(rest) ? accepted(`${name}:${rest}`) : refused("value-not-a-link");
  }),
  format: (value) => value.replace(/^(?:https?:\/\/|mailto:|tel:)/, "").replace(/^([^/]+)\/$/, "$1"),
};
