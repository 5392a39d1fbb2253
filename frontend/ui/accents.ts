/**
 * The 12 colours a workspace may have; tokens.css gives each its light and dark values.
 */
export const ACCENTS = [
  "blue",
  "indigo",
  "violet",
  "pink",
  "red",
  "orange",
  "amber",
  "lime",
  "green",
  "teal",
  "cyan",
  "slate",
] as const;

export type Accent = (typeof ACCENTS)[number];
