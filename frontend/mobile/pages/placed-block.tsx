/**
 * One block of a record's page.
 */
import { FieldsBlock } from "../../blocks/fields/fields-block";
import { LinkBlock } from "../../blocks/link/link-block";
import { InlineList } from "../../blocks/list/inline-list";
import type { LocalRecord } from "../../local/record";
import type { Block } from "../../protocol";

interface PlacedBlockProps {
  readonly block: Block;
  readonly record: LocalRecord;
  readonly marked: ReadonlySet<string>;
}

export function PlacedBlock({ block, record, marked }: PlacedBlockProps) {
  switch (block.type) {
    case "fields":
      return <FieldsBlock block={block} record={record} marked={marked} />;
    case "link":
      return <LinkBlock block={block} record={record.id} />;
    case "list":
      return <InlineList block={block} parent={record.id} />;
    default:
      return null;
  }
}
