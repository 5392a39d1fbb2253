/**
 * One large number, and how far it is towards its goal.
 */
import { formatPercent } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";
import { NO_FIGURE } from "../figures/measures";
import { figureText, goalText } from "../figures/written";
import type { DrawnProps } from "./chart-block";
import { progressOf } from "./goal";

export function NumberChart({ block, record, gathered, labelledBy }: DrawnProps) {
  const { lens, reading, pageHref } = useBlocks();
  const { measure } = block;
  const figure = gathered.figures[0] ?? NO_FIGURE;
  const field = measure.field ? lens.path(block.entity, measure.field).at(-1) : undefined;
  const text = figureText(figure, measure, field, reading);
  const progress = figure.kind === "value" ? progressOf(figure.value, block.goal) : null;
  const small = figure.kind === "value" ? "" : " block-chart-words";
  return (
    <div class="block-chart-number">
      {block.page ? (
        <a
          class={`block-chart-figure${small}`}
          href={pageHref(block.page, record)}
          aria-describedby={labelledBy}
        >
          {text}
          <Icon name="chevron-right" />
        </a>
      ) : (
        <p class={`block-chart-figure${small}`}>{text}</p>
      )}
      {progress && figure.kind === "value" && (
        <>
          <span class="block-chart-track" aria-hidden="true">
            <span class="block-chart-fill" style={{ inlineSize: `${progress.share * 100}%` }} />
          </span>
          <p class="block-chart-goal">
            {progress.reached && <Icon name="circle-check" />}
            {t(progress.reached ? "mobile.block.chart.goal_reached" : "mobile.block.chart.goal", {
              percent: formatPercent(progress.percent / 100),
              goal: goalText(progress.goal, figure.currency, reading),
            })}
          </p>
        </>
      )}
    </div>
  );
}
