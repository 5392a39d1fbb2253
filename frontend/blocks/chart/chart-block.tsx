/**
 * A chart: one number, bars by a field, or a line over time, drawn from the records of this phone.
 */
import { useMemo } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { isUnderstood } from "../../metadata/understanding";
import type { ChartBlock as ChartDocument } from "../../protocol";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import { SectionHeader } from "../../ui/section-header";
import { SkeletonRows } from "../../ui/skeleton";
import { useBlocks } from "../context";
import { BasedOn } from "../figures/based-on";
import type { Gathered } from "../figures/gathered";
import { questionOf } from "../figures/question";
import { useFigures } from "../figures/use-gathered";
import { measureLabel } from "../figures/written";
import { TooNew } from "../list/too-new";
import { BarChart } from "./bar-chart";
import { NumberChart } from "./number-chart";
import { TrendChart } from "./trend-chart";
import "./chart.css";

interface ChartBlockProps {
  readonly block: ChartDocument;
  readonly record?: LocalRecord | undefined;
}

export function ChartBlock({ block, record }: ChartBlockProps) {
  const { lens, node } = useBlocks();
  const heading = `chart-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section
      class="block-chart"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      <SectionHeader id={heading} title={label || measureLabel(lens, block.entity, block.measure)} />
      {isUnderstood(block.condition) ? (
        <Figures block={block} record={record?.id} labelledBy={heading} />
      ) : (
        <TooNew />
      )}
    </section>
  );
}

interface FiguresProps {
  readonly block: ChartDocument;
  readonly record: string | undefined;
  readonly labelledBy: string;
}

function Figures({ block, record, labelledBy }: FiguresProps) {
  const { unknown } = useBlocks();
  const { by, period, measure, style } = block;
  const question = useMemo(
    () => questionOf(block, record, style !== "number" && by ? [{ path: by, period }] : [], [measure]),
    [block, record],
  );
  const { here, counted, count } = useFigures(question);
  if (!here) return <SkeletonRows count={style === "number" ? 1 : 4} />;
  const shown = counted?.gathered ?? here;
  const coming = counted ? null : unknown?.(block.entity);
  return (
    <>
      {coming ? (
        <p class="block-chart-empty ui-quiet">{coming.why}</p>
      ) : (
        <Drawn block={block} record={record} gathered={shown} labelledBy={labelledBy} />
      )}
      <BasedOn question={question} gathered={here} counted={counted} onCounted={count} />
    </>
  );
}

export interface DrawnProps {
  readonly block: ChartDocument;
  readonly record: string | undefined;
  readonly gathered: Gathered;
  readonly labelledBy: string;
}

function Drawn(props: DrawnProps) {
  const { style } = props.block;
  if (style !== "number" && props.gathered.groups.length === 0)
    return <p class="block-chart-empty ui-quiet">{t("mobile.block.chart.empty")}</p>;
  switch (style) {
    case "number":
      return <NumberChart {...props} />;
    case "bars":
      return <BarChart {...props} />;
    case "trend":
      return <TrendChart {...props} />;
    default:
      return unreachable(style);
  }
}
