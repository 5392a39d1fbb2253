/**
 * The records of a report that stand together, some at first.
 */
import { useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import type { ReportBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { useBlocks } from "../context";
import { listed, titleOf, valueAt } from "../record-values";
import type { Columns } from "./columns";

interface RecordLinesProps {
  readonly block: ReportBlock;
  readonly columns: Columns;
  readonly records: readonly LocalRecord[];
  readonly level: number;
}

const AT_FIRST = 50;

export function RecordLines({ block, columns, records, level }: RecordLinesProps) {
  const [most, setMost] = useState(AT_FIRST);
  const { head, others } = columns;
  const more = records.length - most;
  return (
    <>
      {records.slice(0, most).map((record) => (
        <tr key={record.id} class={`block-report-record block-report-level-${level}`}>
          <th scope="row">
            <Name block={block} record={record} path={head?.path} />
          </th>
          {others.map(({ id, path, label, number }) => (
            <td key={id} class={number ? "block-report-number" : ""} data-label={label}>
              <Written record={record} path={path} />
            </td>
          ))}
        </tr>
      ))}
      {more > 0 && (
        <tr class="block-report-more">
          <td colSpan={others.length + 1}>
            <Button onPress={() => setMost(most + 4 * AT_FIRST)}>
              {t("mobile.list.more", { count: more })}
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}

interface NameProps {
  readonly block: ReportBlock;
  readonly record: LocalRecord;
  readonly path: string | undefined;
}

function Name({ block, record, path }: NameProps) {
  const { lens, records, reading, pageHref } = useBlocks();
  const found = path ? valueAt(lens, records, record, path) : undefined;
  const name = (found && listed(found, records, reading)) || titleOf(lens, record, reading);
  if (!block.detail) return <span dir="auto">{name}</span>;
  return (
    <a href={pageHref(block.detail, record.id)} dir="auto">
      {name}
    </a>
  );
}

function Written({ record, path }: { readonly record: LocalRecord; readonly path: string }) {
  const { lens, records, reading } = useBlocks();
  const found = valueAt(lens, records, record, path);
  return <span dir="auto">{found ? listed(found, records, reading) : ""}</span>;
}
