/**
 * Words that only some pages say: a page that needs them waits for them as it waits for its code.
 */
import { type Part, speakAlso } from "../shared/messages";

const coming = new Map<Part, Promise<void>>();

/** Wait for a page's code and its words. Rejects when one of them cannot be loaded; ask again. */
export async function worded<T>(code: Promise<T>, ...parts: readonly Part[]): Promise<T> {
  await Promise.all(parts.map(spoken));
  return code;
}

function spoken(part: Part): Promise<void> {
  const known = coming.get(part);
  if (known) return known;
  const asked = speakAlso(part);
  coming.set(part, asked);
  asked.catch(() => coming.delete(part));
  return asked;
}
