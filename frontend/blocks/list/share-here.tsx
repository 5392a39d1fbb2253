/**
 * The last line of a list: how many of its records are found, and how much of the whole is on this phone.
 */
import { useEffect } from "preact/hooks";
import type { ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { useBlocks } from "../context";
import type { ListModel } from "./list-model";

interface ShareHereProps {
  readonly block: ListBlock;
  readonly model: ListModel;
}

export function ShareHere({ block, model }: ShareHereProps) {
  const { lens, wholes, unknown } = useBlocks();
  // What hangs on one record is a small part of many: nobody asks for each.
  const asks = !block.parent && !model.tooNew.value;
  useEffect(() => {
    if (asks) wholes?.ask(block.entity, block.condition);
  });
  if (model.tooNew.value) return null;
  const total = model.count.value ?? 0;
  const coming = unknown?.(block.entity);
  // Those that were made here stand there alone.
  if (coming) return total > 0 ? coming.why : null;
  const shown = model.found.value;
  const entity = lens.entity(block.entity);
  const named = (count: number) =>
    lens.text(count === 1 ? entity?.label : entity?.plural).toLocaleLowerCase();
  const words = { plural: named(total), total, shown };
  const whole = asks ? wholes?.of(block.entity, block.condition) : null;
  if (whole?.kind === "known") {
    const count = Math.max(whole.count, total);
    if (count === 0) return null;
    const beyond = { about: String(whole.about), whole: count, plural: named(count) };
    if (shown === total) return <>{t("mobile.list.part", { ...beyond, here: total })}</>;
    return (
      <>
        {t("mobile.list.some_here", words)} <span>{t("mobile.list.part_beyond", beyond)}</span>
      </>
    );
  }
  if (total === 0) return null;
  if (shown !== total) return <>{t("mobile.list.some_here", words)}</>;
  return <>{t(whole?.kind === "here" ? "mobile.list.whole" : "mobile.list.all_here", words)}</>;
}
