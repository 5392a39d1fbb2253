/**
 * A list inside a detail page: the rows that hang on the record, a handful at first.
 */
import { useMemo, useState } from "preact/hooks";
import type { ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { List } from "../../ui/list";
import { SectionHeader } from "../../ui/section-header";
import { useBlocks } from "../context";
import { ListModel } from "./list-model";
import { RecordRow } from "./record-row";
import { TooNew } from "./too-new";

const AT_FIRST = 10;
const MORE = 50;

interface InlineListProps {
  readonly block: ListBlock;
  readonly parent: string;
}

export function InlineList({ block, parent }: InlineListProps) {
  const { lens, records, reading, asker, node } = useBlocks();
  const query = { lens, records, reading, asker, block, parent };
  // Made once for a record; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [block.id, parent]);
  model.follow(query);
  const [shown, setShown] = useState(AT_FIRST);
  const rows = model.all.value;
  const heading = `inline-${block.id}`;
  const label = lens.text(block.label) || lens.text(lens.entity(block.entity)?.plural);
  return (
    <section aria-labelledby={heading} data-node={`${node}/blocks/${block.id}`}>
      <SectionHeader
        id={heading}
        title={label}
        count={rows.length > 0 ? formatNumber(rows.length) : undefined}
      />
      {model.count.value === null ? (
        <TooNew />
      ) : rows.length === 0 ? (
        <p class="block-empty">{lens.text(block.empty) || t("mobile.list.empty")}</p>
      ) : (
        <List labelledBy={heading}>
          {rows.slice(0, shown).map((record) => (
            <RecordRow key={record.id} block={block} record={record} />
          ))}
        </List>
      )}
      {rows.length > shown && (
        <div class="block-more">
          <Button onPress={() => setShown(shown + MORE)}>
            {t("mobile.list.more", { count: rows.length - shown })}
          </Button>
        </div>
      )}
    </section>
  );
}
