/**
 * A long word that breaks behind its joints, where it has to: an address, a link.
 */
import { Fragment } from "preact";

const PIECES = /[^@./?&=_-]*[@./?&=_-]+|[^@./?&=_-]+$/g;

export function Breakable({ text }: { readonly text: string }) {
  const pieces = text.match(PIECES) ?? [text];
  return (
    <>
      {pieces.map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </>
  );
}
