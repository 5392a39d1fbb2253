/**
 * What is told of the records that something was made of: how many there are on this phone, as of when, and whether
 * that is all of them.
 */
import { localDay } from "../../expressions/periods";
import { formatDateTime, formatTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { useBlocks } from "../context";

interface BasedHereProps {
  readonly entity: string;
  readonly count: number;
}

export function BasedHere({ entity: id, count }: BasedHereProps) {
  const { lens, figures, asker } = useBlocks();
  if (!figures) return null;
  const heard = figures.heard();
  const entity = lens.entity(id);
  const words = { count, name: lens.text(count === 1 ? entity?.label : entity?.plural).toLocaleLowerCase() };
  return (
    <>
      {heard === null
        ? t("mobile.block.based_on_unheard", words)
        : t("mobile.block.based_on", { ...words, moment: momentText(heard, asker) })}{" "}
      {!figures.whole(id) && t("mobile.block.based_on_part")}
    </>
  );
}

/** The hour of a moment of today, else the day too. */
export function momentText(moment: string, { today, timeZone }: { today: string; timeZone: string }): string {
  const at = new Date(moment);
  return localDay(moment, timeZone) === today ? formatTime(at, timeZone) : formatDateTime(at, timeZone);
}
