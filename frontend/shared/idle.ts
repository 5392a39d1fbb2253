/**
 * A moment in which the browser has nothing else to do; Safari does not tell of such, and gets a moment later.
 */
const LATER = 100;

/** Run once when nothing else is to be done; the answer takes it back. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const asked = requestIdleCallback(run);
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(run, LATER);
  return () => clearTimeout(timer);
}
