/**
 * A report: records in groups with what each comes to, a table where there is room and lines under each other elsewhere.
 */
import { useCallback, useMemo } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { isUnderstood } from "../../metadata/understanding";
import type { ReportBlock as ReportDocument } from "../../protocol";
import { t } from "../../shared/messages";
import { SectionHeader } from "../../ui/section-header";
import { SkeletonRows } from "../../ui/skeleton";
import { compare } from "../../values/registry";
import { useBlocks } from "../context";
import { BasedOn } from "../figures/based-on";
import { questionOf } from "../figures/question";
import { useFigures } from "../figures/use-gathered";
import { TooNew } from "../list/too-new";
import { valueIn } from "../record-values";
import { columnsOf } from "./columns";
import { ReportTable } from "./report-table";
import "./report.css";

interface ReportBlockProps {
  readonly block: ReportDocument;
  readonly record?: LocalRecord | undefined;
}

export function ReportBlock({ block, record }: ReportBlockProps) {
  const { lens, node } = useBlocks();
  const heading = `report-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section
      class="block-report"
      aria-labelledby={label ? heading : undefined}
      data-node={`${node}/blocks/${block.id}`}
    >
      <SectionHeader id={heading} title={label || lens.text(lens.entity(block.entity)?.plural)} />
      {isUnderstood(block.condition) ? (
        <Report block={block} record={record?.id} labelledBy={heading} />
      ) : (
        <TooNew />
      )}
    </section>
  );
}

interface ReportProps {
  readonly block: ReportDocument;
  readonly record: string | undefined;
  readonly labelledBy: string;
}

function Report({ block, record, labelledBy }: ReportProps) {
  const { lens, reading, unknown } = useBlocks();
  const columns = useMemo(() => columnsOf(block, lens), [block, lens]);
  const question = useMemo(() => {
    const groups = block.groups.map((path) => ({ path, period: block.period }));
    return questionOf(block, record, groups, columns.measures);
  }, [block, record, columns]);
  const order = useCallback(
    (a: LocalRecord, b: LocalRecord) => {
      const { field, path } = columns.head ?? {};
      const first =
        field && path === field.id ? compare(valueIn(a, field), valueIn(b, field), field, reading) : 0;
      return first || (a.id < b.id ? -1 : 1);
    },
    [columns, reading],
  );
  const { here, counted, count } = useFigures(question, block.rows ? order : undefined);
  if (!here) return <SkeletonRows count={5} />;
  const shown = counted?.gathered ?? here;
  const coming = counted ? null : unknown?.(block.entity);
  return (
    <>
      {shown.count === 0 || coming ? (
        <p class="block-report-empty ui-quiet">{coming?.why ?? t("mobile.block.report.empty")}</p>
      ) : (
        <ReportTable block={block} columns={columns} gathered={shown} labelledBy={labelledBy} />
      )}
      {shown.more > 0 && (
        <p class="block-report-empty ui-quiet ui-small">
          {t("mobile.block.chart.left_out", { count: shown.more })}
        </p>
      )}
      {counted && block.rows && (
        <p class="block-report-empty ui-quiet ui-small">{t("mobile.block.report.totals_only")}</p>
      )}
      <BasedOn question={question} gathered={here} counted={counted} onCounted={count} />
    </>
  );
}
