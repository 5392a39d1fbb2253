/**
 * What is told of the records that something was made of: how many there are on this phone, as of when, and whether
 * that is all of them.
 */
import { t } from "../../shared/messages";
import { useBlocks } from "../context";

interface BasedHereProps {
  readonly entity: string;
  readonly count: number;
}

export function BasedHere({ entity: id, count }: BasedHereProps) {
  const { lens, figures } = useBlocks();
  if (!figures) return null;
  const heard = figures.heard();
  const entity = lens.entity(id);
  const words = { count, name: lens.text(count === 1 ? entity?.label : entity?.plural).toLocaleLowerCase() };
  return (
    <>
      {heard === null
        ? t("mobile.block.based_on_unheard", words)
        : t("mobile.block.based_on", { ...words, moment: figures.ago(heard) })}{" "}
      {!figures.whole(id) && t("mobile.block.based_on_part")}
    </>
  );
}
