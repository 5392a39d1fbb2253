/**
 * The lines of a report: groups that open and close, records that lead to their pages, and the sum of all at the end.
 */
import { useState } from "preact/hooks";
import type { Measure, ReportBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";
import type { Gathered, Group } from "../figures/gathered";
import { NO_FIGURE } from "../figures/measures";
import { figureText, groupLabel } from "../figures/written";
import type { Column, Columns } from "./columns";
import { RecordLines } from "./record-lines";

interface ReportTableProps {
  readonly block: ReportBlock;
  readonly columns: Columns;
  readonly gathered: Gathered;
  readonly labelledBy: string;
}

/** Records that a report shows opened from the beginning. */
const FEW = 40;

export function ReportTable({ block, columns, gathered, labelledBy }: ReportTableProps) {
  const { lens } = useBlocks();
  const [opened] = useState(gathered.count <= FEW);
  return (
    <div class="block-report-frame">
      <table class="block-report-table" aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">{columns.head?.label ?? lens.text(lens.entity(block.entity)?.label)}</th>
            {columns.others.map((column) => (
              <th key={column.id} scope="col" class={column.number ? "block-report-number" : ""}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {gathered.groups.map((group) => (
            <GroupLines
              key={String(group.key)}
              block={block}
              columns={columns}
              group={group}
              level={1}
              opened={opened}
            />
          ))}
          <RecordLines block={block} columns={columns} records={gathered.rows} level={1} />
        </tbody>
        {columns.measures.length > 0 && (
          <tfoot>
            <tr class="block-report-group">
              <th scope="row">{t("mobile.block.report.total")}</th>
              <Totals columns={columns.others} gathered={gathered} />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

interface GroupLinesProps extends Pick<ReportTableProps, "block" | "columns"> {
  readonly group: Group;
  readonly level: number;
  readonly opened: boolean;
}

function GroupLines({ block, columns, group, level, opened }: GroupLinesProps) {
  const [open, setOpen] = useState(opened);
  const inside = group.groups.length > 0 || group.rows.length > 0;
  const about = { block, columns, level: level + 1 };
  return (
    <>
      <tr class={`block-report-group block-report-level-${level}`}>
        <th scope="row">
          {inside ? (
            <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name={open ? "chevron-down" : "chevron-right"} />
              <GroupName group={group} />
            </button>
          ) : (
            <GroupName group={group} />
          )}
        </th>
        <Totals columns={columns.others} gathered={group} />
      </tr>
      {open && (
        <>
          {group.groups.map((one) => (
            <GroupLines key={String(one.key)} {...about} group={one} opened={opened} />
          ))}
          <RecordLines {...about} records={group.rows} />
        </>
      )}
    </>
  );
}

function GroupName({ group }: { readonly group: Group }) {
  return (
    <span class="block-report-name">
      <span dir="auto">{groupLabel(group)}</span>{" "}
      <span class="block-report-count">{formatNumber(group.count)}</span>
    </span>
  );
}

interface TotalsProps {
  readonly columns: readonly Column[];
  readonly gathered: Gathered;
}

function Totals({ columns, gathered }: TotalsProps) {
  const { reading } = useBlocks();
  return (
    <>
      {columns.map(({ id, total, field, label, number }) => (
        <td
          key={id}
          class={number ? "block-report-number" : ""}
          data-label={total ? totalName(total.measure.of, label) : undefined}
        >
          {total && figureText(gathered.figures[total.at] ?? NO_FIGURE, total.measure, field, reading)}
          {total && <TotalOf of={total.measure.of} />}
        </td>
      ))}
    </>
  );
}

/** What is no plain sum says so. */
function TotalOf({ of }: { readonly of: Measure["of"] }) {
  const words = ofWords(of);
  return words ? <span class="block-report-of"> {words}</span> : null;
}

function totalName(of: Measure["of"], label: string): string {
  const words = ofWords(of);
  return words ? `${label}, ${words}` : label;
}

function ofWords(of: Measure["of"]): string {
  return of === "count" || of === "sum" ? "" : t(`mobile.block.report.of.${of}`);
}
