/**
 * A list inside a detail page: the rows that hang on the record, a handful at first.
 */
import { useMemo, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { useBlocks } from "../context";
import { ListModel } from "./list-model";
import type { Query } from "./query";
import { RecordRow } from "./record-row";
import { isSection, sectioned } from "./sections";
import { TooNew } from "./too-new";

const AT_FIRST = 10;
const MORE = 50;

interface InlineListProps {
  readonly block: ListBlock;
  /** The record whose rows they are. */
  readonly parent: string | undefined;
}

export function InlineList({ block, parent }: InlineListProps) {
  const { lens, records, reading, asker, node, unknown } = useBlocks();
  const query = { lens, records, reading, asker, block, parent };
  // Made once for a record; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [block.id, parent]);
  model.follow(query);
  const [shown, setShown] = useState(block.pageSize ?? AT_FIRST);
  const rows = model.all.value;
  const count = model.count.value;
  const heading = `inline-${block.id}`;
  const label = lens.text(block.label);
  return (
    <section aria-labelledby={label ? heading : undefined} data-node={`${node}/blocks/${block.id}`}>
      <SectionHeader
        id={heading}
        title={label || lens.text(lens.entity(block.entity)?.plural)}
        count={count ? formatNumber(count) : undefined}
      />
      {count === null ? (
        <TooNew />
      ) : rows.length === 0 ? (
        <p class="block-empty">
          {unknown?.(block.entity)?.why ?? (lens.text(block.empty) || t("mobile.list.empty"))}
        </p>
      ) : (
        <Rows query={query} rows={rows} shown={shown} labelledBy={heading} />
      )}
      {rows.length > shown && (
        <div class="block-more">
          <Button onPress={() => setShown(shown + (block.pageSize ?? MORE))}>
            {t("mobile.list.more", { count: rows.length - shown })}
          </Button>
        </div>
      )}
    </section>
  );
}

interface RowsProps {
  readonly query: Query;
  readonly rows: readonly LocalRecord[];
  readonly shown: number;
  readonly labelledBy: string;
}

function Rows({ query, rows, shown, labelledBy }: RowsProps) {
  const { block } = query;
  const lines = block.section ? sectioned(query, block.section, rows, shown).lines : rows.slice(0, shown);
  return (
    <List labelledBy={labelledBy}>
      {lines.map((line) =>
        isSection(line) ? (
          <p key={line.key} class="block-section">
            {line.title} <span>{formatNumber(line.count)}</span>
          </p>
        ) : (
          <RecordRow key={line.id} block={block} record={line} />
        ),
      )}
    </List>
  );
}
