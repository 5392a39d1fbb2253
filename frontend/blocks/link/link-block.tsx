/**
 * A row that opens another page for the record on show, with how many rows are there.
 */
import { useMemo } from "preact/hooks";
import type { LinkBlock as LinkDocument, ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { ListRow } from "../../ui/list-row";
import { useBlocks } from "../context";
import { ListModel } from "../list/list-model";

interface LinkBlockProps {
  readonly block: LinkDocument;
  readonly record: string;
}

export function LinkBlock({ block, record }: LinkBlockProps) {
  const { lens, workspace, pageHref, node } = useBlocks();
  const page = lens.page(workspace, block.page);
  const list = page?.blocks.find((one) => one.type === "list");
  if (!page) return null;
  return (
    <div class="block-link" data-node={`${node}/blocks/${block.id}`}>
      <ListRow
        href={pageHref(page.id, record)}
        title={lens.text(block.label) || lens.text(page.title)}
        figure={block.count && list ? <Count list={list} parent={record} /> : undefined}
        arrow
      />
    </div>
  );
}

function Count({ list, parent }: { readonly list: ListBlock; readonly parent: string }) {
  const { lens, records, reading, asker } = useBlocks();
  const query = { lens, records, reading, asker, block: list, parent };
  // Made once for a record; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [list.id, parent]);
  model.follow(query);
  const count = model.count.value;
  return count === null ? null : formatNumber(count);
}
