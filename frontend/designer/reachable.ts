/**
 * What Tab can reach, as a selector.
 */
export const REACHABLE = [
  "a[href]",
  ...["button", "input", "select", "textarea"].map((name) => `${name}:not(:disabled, [tabindex="-1"])`),
  "summary",
  "iframe",
  '[tabindex="0"]',
].join();
