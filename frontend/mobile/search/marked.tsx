/**
 * A text with what was found in it emphasised. It is text and nothing else: no markup of a value is ever read.
 */
import type { Part } from "../../local/search-snippet";

export function Marked({ parts }: { readonly parts: readonly Part[] }) {
  return <>{parts.map(({ text, hit }, at) => (hit ? <mark key={at}>{text}</mark> : text))}</>;
}
