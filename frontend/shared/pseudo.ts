/**
 * Invented translations of a parsed message: one long and accented, one written from right to left.
 *
 * Only the literal text changes; arguments, plurals and tags stay, so every message still formats.
 */
import type { IntlMessageFormat } from "intl-messageformat";

export type Tree = ReturnType<IntlMessageFormat["getAst"]>;
type Element = Tree[number];

const LITERAL = 0;
const PLAIN = "aceinosuyACEINOSUY";
const ACCENTED = "åçéîñöšûýÅÇÉÎÑÖŠÛÝ";
const RIGHT_TO_LEFT_OVERRIDE = "\u202e";
const POP = "\u202c";

/** Return the tree of a message that is nothing but text. */
export function literal(text: string): Tree {
  return [{ type: LITERAL, value: text }];
}

/** Give every letter an accent and every text 40 % more length, as German or Finnish would. */
export function lengthened(tree: Tree): Tree {
  return literals(tree, (text) => {
    if (text.trim() === "") return text;
    const accented = [...text].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join("");
    return `${accented}${"~".repeat(Math.ceil(text.trim().length * 0.4))}`;
  });
}

/** Make every word run from right to left. */
export function mirrored(tree: Tree): Tree {
  return literals(tree, (text) => text.replace(/\S+/g, (word) => `${RIGHT_TO_LEFT_OVERRIDE}${word}${POP}`));
}

function literals(tree: Tree, change: (text: string) => string): Tree {
  return tree.map((element): Element => {
    if (element.type === LITERAL) return { ...element, value: change(element.value) };
    if ("options" in element) {
      const options = Object.entries(element.options).map(([name, option]) => [
        name,
        { ...option, value: literals(option.value, change) },
      ]);
      return { ...element, options: Object.fromEntries(options) } as Element;
    }
    if ("children" in element) return { ...element, children: literals(element.children, change) } as Element;
    return element;
  });
}
