/**
 * The 12 colours a workspace may have; tokens.css gives each its light and dark values.
 */
export const ACCENTS = [
  "blue",
  "indigo",
  "violet",
  "magenta",
  "red",
  "orange",
  "amber",
  "olive",
  "green",
  "teal",
  "sky",
  "graphite",
] as const;

export type Accent = (typeof ACCENTS)[number];
