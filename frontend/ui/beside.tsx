/**
 * Short texts beside each other on one line, a point between them.
 *
 * Each keeps the direction of its own script, so that a date stays whole beside a name of another one.
 */
import { Fragment } from "preact";

export function Beside({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, place) => (
    <Fragment key={place}>
      {place > 0 && " · "}
      <bdi>{text}</bdi>
    </Fragment>
  ));
}
