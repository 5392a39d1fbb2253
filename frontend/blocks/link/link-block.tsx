/**
 * A row that opens another page, for the record on show, with how many rows are there.
 *
 * The rows are counted where they are, on this phone with what waits in the outbox; or the record holds their number.
 */
import { useMemo } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { blocksOf } from "../../metadata/find";
import type { LinkBlock as LinkDocument, ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { ListRow } from "../../ui/list-row";
import { useBlocks } from "../context";
import { ListModel } from "../list/list-model";
import { valueAt, written } from "../record-values";

interface LinkBlockProps {
  readonly block: LinkDocument;
  readonly record: LocalRecord | undefined;
}

export function LinkBlock({ block, record }: LinkBlockProps) {
  const { lens, workspace, pageHref, node } = useBlocks();
  const page = lens.page(workspace, block.page);
  if (!page || !lens.may("read", page.entity)) return null;
  const list = blocksOf(page).find((one): one is ListBlock => one.type === "list");
  const holder = block.count && block.countFrom ? record : undefined;
  return (
    <div class="block-link" data-node={`${node}/blocks/${block.id}`}>
      <ListRow
        href={pageHref(page.id, page.kind === "single" ? undefined : record?.id)}
        title={lens.text(block.label) || lens.text(page.title)}
        figure={
          holder && block.countFrom ? (
            <Held path={block.countFrom} record={holder} />
          ) : block.count && list ? (
            <Count list={list} parent={record?.id} />
          ) : undefined
        }
        arrow
      />
    </div>
  );
}

function Count({ list, parent }: { readonly list: ListBlock; readonly parent: string | undefined }) {
  const { lens, records, reading, asker, unknown } = useBlocks();
  const query = { lens, records, reading, asker, block: list, parent };
  // Made once for a record; `follow` brings the rest
  const model = useMemo(() => new ListModel(query), [list.id, parent]);
  model.follow(query);
  // Nothing rather than "0" while the records are still being read, or on their way.
  const count = model.loaded.value && !unknown?.(list.entity) ? model.count.value : null;
  return count === null ? null : formatNumber(count);
}

function Held({ path, record }: { readonly path: string; readonly record: LocalRecord }) {
  const { lens, records, reading } = useBlocks();
  const found = valueAt(lens, records, record, path);
  return found && !found.away ? written(found, reading) : null;
}
