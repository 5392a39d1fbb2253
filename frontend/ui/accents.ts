/**
 * The 12 colours a workspace may have, in the order of the rainbow; tokens.css gives each its light and dark values.
 */
export const ACCENTS = [
  "red",
  "orange",
  "amber",
  "lime",
  "green",
  "teal",
  "cyan",
  "blue",
  "indigo",
  "violet",
  "pink",
  "slate",
] as const;

export type Accent = (typeof ACCENTS)[number];
