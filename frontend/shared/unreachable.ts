/**
 * The end of a switch over a closed set: it does not compile while a member is missing.
 */
export function unreachable(value: never): never {
  throw new Error(`Not a member of the set: ${JSON.stringify(value)}`);
}
