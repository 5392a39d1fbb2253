/**
 * A person as two letters on a colour of their own. The letters are a picture, drawn by the style sheet: no words of
 * what they stand in.
 */
import { ACCENTS, type Accent } from "./accents";
import "./avatar.css";

interface AvatarProps {
  readonly name: string;
  readonly size?: "small" | "normal";
  /** Set where the name does not stand beside it. */
  readonly labelled?: boolean;
}

export function Avatar({ name, size = "normal", labelled }: AvatarProps) {
  const said = labelled ? ({ role: "img", "aria-label": name } as const) : { "aria-hidden": true };
  return (
    <span
      class={`ui-avatar ui-avatar-${size}`}
      data-accent={accentOf(name)}
      data-letters={initials(name)}
      {...said}
    />
  );
}

/** The first letters of the first and the last word, as a person would write them. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** The same colour for the same name, everywhere. */
export function accentOf(name: string): Accent {
  let sum = 0;
  for (const letter of name.trim().toLocaleLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return ACCENTS[sum % ACCENTS.length] ?? "blue";
}
