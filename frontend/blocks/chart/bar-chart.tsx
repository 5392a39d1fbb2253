/**
 * Bars that lie, each with its name and its figure in words: the bars only draw what stands beside them.
 */
import { useState } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { useBlocks } from "../context";
import { groupingBy } from "../figures/grouping";
import { figureText, groupLabel } from "../figures/written";
import { type Bar, barsOf } from "./bars";
import type { DrawnProps } from "./chart-block";

const AT_FIRST = 12;
const MORE = 48;

export function BarChart({ block, record, gathered, labelledBy }: DrawnProps) {
  const { lens, asker } = useBlocks();
  const [most, setMost] = useState(AT_FIRST);
  const by = lens.path(block.entity, block.by ?? "").at(-1);
  if (!by) return null;
  const { bars, more, compared } = barsOf(
    gathered.groups,
    groupingBy(by, block.period, asker.timeZone),
    most,
  );
  return (
    <>
      <ul class="block-bars" aria-labelledby={labelledBy}>
        {bars.map((bar) => (
          <li key={String(bar.group.key)}>
            <BarRow bar={bar} block={block} record={record} colour={colourOf(by, bar)} />
          </li>
        ))}
      </ul>
      {!compared && <p class="block-chart-note ui-quiet ui-small">{t("mobile.block.chart.not_compared")}</p>}
      {more > 0 && (
        <div class="block-more">
          <Button onPress={() => setMost(most + MORE)}>{t("mobile.list.more", { count: more })}</Button>
        </div>
      )}
      {gathered.more > 0 && (
        <p class="block-chart-note ui-quiet ui-small">
          {t("mobile.block.chart.left_out", { count: gathered.more })}
        </p>
      )}
    </>
  );
}

interface BarRowProps extends Pick<DrawnProps, "block" | "record"> {
  readonly bar: Bar;
  readonly colour: string | undefined;
}

function BarRow({ bar, block, record, colour }: BarRowProps) {
  const { lens, reading, pageHref } = useBlocks();
  const { measure } = block;
  const field = measure.field ? lens.path(block.entity, measure.field).at(-1) : undefined;
  const inside = (
    <>
      <span class="block-bar-name">
        <span dir="auto">{groupLabel(bar.group)}</span>
      </span>
      <span class="block-bar-figure">{figureText(bar.figure, measure, field, reading)}</span>
      {bar.share !== null && (
        <span class="block-chart-track" data-accent={colour} aria-hidden="true">
          <span
            class={bar.below ? "block-chart-fill block-chart-below" : "block-chart-fill"}
            style={{ inlineSize: `${bar.share * 100}%` }}
          />
        </span>
      )}
    </>
  );
  if (!block.page) return <div class="block-bar">{inside}</div>;
  return (
    <a class="block-bar" href={pageHref(block.page, record)}>
      {inside}
    </a>
  );
}

/** A choice's bar has the choice's colour. */
function colourOf(
  by: { readonly type: string; readonly choices: readonly { id: string; colour: string | null }[] },
  { group }: Bar,
) {
  const colour = by.type === "choice" ? by.choices.find(({ id }) => id === group.key)?.colour : null;
  return colour ? accentNamed(colour) : undefined;
}
