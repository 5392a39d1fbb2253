/**
 * What somebody wrote, shortened so that it can be quoted within a sentence. Pure.
 */
const MOST = 60;

/** Return a text of at most so many characters; what is cut ends in "…". */
export function shortened(text: string, most: number = MOST): string {
  const characters = [...text];
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}
