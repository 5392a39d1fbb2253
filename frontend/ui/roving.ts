/**
 * Where the focus goes when an arrow key moves it through a row of things, round at the ends.
 */

/** The index the key leads to, or undefined when it is not one that moves. */
export function rovingIndex(key: string, from: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return (from + 1) % count;
    case "ArrowUp":
      return (from - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
