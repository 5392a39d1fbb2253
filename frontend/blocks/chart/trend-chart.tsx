/**
 * A line over time, with its highest figure and its two ends named, and the same as a table for whoever wants numbers.
 */

import { t } from "../../shared/messages";
import { useBlocks } from "../context";
import { groupingBy } from "../figures/grouping";
import type { Figure } from "../figures/measures";
import { oneCurrency } from "../figures/measures";
import { periodLabel } from "../figures/periods";
import { figureText } from "../figures/written";
import type { DrawnProps } from "./chart-block";
import { lineOf, type Point, pointsOf } from "./trend";

export function TrendChart({ block, gathered, labelledBy }: DrawnProps) {
  const { lens, reading, asker } = useBlocks();
  const { measure } = block;
  const by = lens.path(block.entity, block.by ?? "").at(-1);
  const { period = null } = by ? groupingBy(by, block.period, asker.timeZone) : {};
  if (!period) return null;
  const field = measure.field ? lens.path(block.entity, measure.field).at(-1) : undefined;
  const points = pointsOf(gathered.groups, period, measure.of);
  const currency = oneCurrency(points.flatMap(({ figure }) => (isNothing(figure) ? [] : [figure])));
  const words = (figure: Figure) =>
    figureText(
      figure.kind === "value" ? { ...figure, currency: currency ?? null } : figure,
      measure,
      field,
      reading,
    );
  const name = ({ start }: Point) => periodLabel(start, period, reading.locale);
  const line = currency === undefined ? null : lineOf(points);
  const first = points[0];
  const last = points.at(-1);
  const undated = gathered.groups.find(({ key }) => key === null)?.count ?? 0;
  if (!first || !last) return <p class="block-chart-empty ui-quiet">{t("mobile.block.chart.empty")}</p>;
  const written = (value: NonNullable<typeof line>["least"]) =>
    words({ kind: "value", value, currency: currency ?? null });
  return (
    <div class="block-trend">
      {line ? (
        <>
          <p class="block-trend-top">{written(line.greatest)}</p>
          <svg
            class="block-trend-line"
            role="img"
            aria-label={t("mobile.block.chart.trend", {
              first: name(first),
              last: name(last),
              least: written(line.least),
              greatest: written(line.greatest),
              latest: words(last.figure),
            })}
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
          >
            <path class="block-trend-nought" d={`M0 ${line.nought}H100`} />
            <path class="block-trend-area" d={line.area} />
            <path class="block-trend-path" d={line.line} />
            <path class="block-trend-end" d={line.end} />
          </svg>
          <p class="block-trend-ends" aria-hidden="true">
            <span>{name(first)}</span>
            {points.length > 1 && <span>{`${name(last)} · ${words(last.figure)}`}</span>}
          </p>
        </>
      ) : (
        <p class="block-chart-empty ui-quiet">{t("mobile.block.chart.not_compared")}</p>
      )}
      {undated > 0 && (
        <p class="block-chart-note ui-quiet ui-small">
          {t("mobile.block.chart.undated", { count: undated })}
        </p>
      )}
      <details class="block-trend-table">
        <summary>{t("mobile.block.chart.table")}</summary>
        <table aria-labelledby={labelledBy}>
          <tbody>
            {points.map((point) => (
              <tr key={point.start}>
                <th scope="row">{name(point)}</th>
                <td>{figureText(point.figure, measure, field, reading)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** A period without records is of no currency. */
function isNothing(figure: Figure): boolean {
  return figure.kind === "value" && figure.value.eq(0) && figure.currency === null;
}
