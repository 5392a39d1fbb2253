/** A text of several lines beside another one: the words that only it has are marked. */
import { partsOf } from "../../local/differing";

interface ComparedTextProps {
  readonly text: string;
  readonly other: string;
}

export function ComparedText({ text, other }: ComparedTextProps) {
  const parts = partsOf(text, other);
  // Where nothing is the same, all of it differs: a mark over everything says nothing.
  const telling = parts.some(({ words, own }) => !own && words.trim() !== "");
  return (
    <p class="field-lines field-compared" dir="auto">
      {parts.map(({ words, own }, at) => (own && telling ? <mark key={at}>{words}</mark> : words))}
    </p>
  );
}
