/**
 * One block of a page, whatever it is; those that few pages have come late, with their words.
 */
import { isShown } from "../../blocks/conditions";
import { useBlocks } from "../../blocks/context";
import { FieldsBlock } from "../../blocks/fields/fields-block";
import { GroupBlock } from "../../blocks/group/group-block";
import { LinkBlock } from "../../blocks/link/link-block";
import { InlineList } from "../../blocks/list/inline-list";
import { PartBlock } from "../../blocks/part/part-block";
import type { LocalRecord } from "../../local/record";
import type { Block } from "../../protocol";
import { BLOCK_TEXTS } from "../../shared/block-messages";
import { Late } from "../late";
import { worded } from "../words";

interface PlacedBlocksProps {
  readonly blocks: readonly Block[];
  /** The record on show. */
  readonly record?: LocalRecord | undefined;
  /** On a list: the record that its rows hang on. */
  readonly parent?: LocalRecord | undefined;
  /** Fields of the record that wait for a choice. */
  readonly marked?: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

export function PlacedBlocks({ blocks, ...about }: PlacedBlocksProps) {
  return (
    <>
      {blocks.map((block) => (
        <PlacedBlock key={block.id} block={block} {...about} />
      ))}
    </>
  );
}

function PlacedBlock({
  block,
  record,
  parent = record,
  marked = NOTHING,
}: Omit<PlacedBlocksProps, "blocks"> & { readonly block: Block }) {
  const around = useBlocks();
  if (!isShown(around, block.visibleWhen, record)) return null;
  switch (block.type) {
    case "fields":
      return record ? <FieldsBlock block={block} record={record} marked={marked} /> : null;
    case "link":
      return <LinkBlock block={block} record={record} />;
    case "list":
      return <InlineList block={block} parent={parent?.id} />;
    case "group":
      return (
        <GroupBlock block={block}>
          <PlacedBlocks blocks={block.blocks} record={record} parent={parent} marked={marked} />
        </GroupBlock>
      );
    case "part":
      return (
        <PartBlock block={block} record={record}>
          {(page, about) =>
            page.kind === "list" ? (
              <PlacedBlocks blocks={page.blocks} parent={about} />
            ) : (
              <PlacedBlocks blocks={page.blocks} record={about} />
            )
          }
        </PartBlock>
      );
    case "chart":
      return (
        <Late
          load={() =>
            worded(import("../../blocks/chart/chart-block"), BLOCK_TEXTS).then(({ ChartBlock }) => ChartBlock)
          }
          props={{ block, record: parent }}
        />
      );
    case "calendar":
      return (
        <Late
          load={() =>
            worded(import("../../blocks/calendar/calendar-block"), BLOCK_TEXTS).then(
              ({ CalendarBlock }) => CalendarBlock,
            )
          }
          props={{ block, record: parent }}
        />
      );
    case "report":
      return (
        <Late
          load={() =>
            worded(import("../../blocks/report/report-block"), BLOCK_TEXTS).then(
              ({ ReportBlock }) => ReportBlock,
            )
          }
          props={{ block, record: parent }}
        />
      );
    case "timer":
      return record ? (
        <Late
          load={() =>
            worded(import("../../blocks/timer/timer-block"), BLOCK_TEXTS).then(({ TimerBlock }) => TimerBlock)
          }
          props={{ block, record }}
        />
      ) : null;
    default:
      return null;
  }
}
