/**
 * One record in a list, as its style says: a row of two lines, or a card; to open, or to choose among several.
 */
import type { ComponentChildren } from "preact";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { beside } from "../../shared/beside";
import { t } from "../../shared/messages";
import { ListRow, type RowChoice, type RowTarget } from "../../ui/list-row";
import { useBlocks } from "../context";
import { CardRow } from "./card-row";
import { type RowContent, rowContent, Thumbnail } from "./row-content";
import { SwipeRow } from "./swipe-row";
import "./list.css";

interface RecordRowProps {
  readonly block: ListBlock;
  readonly record: LocalRecord;
  /** In place of opening it. */
  readonly onSelect?: () => void;
  readonly choice?: RowChoice;
  /** What is said of it besides its own state. */
  readonly mark?: ComponentChildren;
}

export function RecordRow({ block, record, onSelect, choice, mark }: RecordRowProps) {
  const blocks = useBlocks();
  const own = rowContent(blocks, block, record);
  const content = mark ? { ...own, marks: mark } : own;
  const gone = record.state === "deleted";
  const opens = block.detail && !gone && !onSelect && !choice;
  const target: RowTarget = {
    ...(opens && { href: blocks.pageHref(block.detail ?? "", record.id) }),
    ...(onSelect && { onSelect }),
    ...(choice && { choice }),
    current: blocks.openRecord === record.id,
  };
  const drawn = { block, record, content, target };
  const row = block.style === "card" ? <CardRow {...drawn} /> : <SimpleRow {...drawn} />;
  const swiped = block.swipe ?? [];
  if (swiped.length === 0 || gone || onSelect || choice) return row;
  return (
    <SwipeRow actions={swiped} record={record} name={content.title}>
      {row}
    </SwipeRow>
  );
}

export interface DrawnRow {
  readonly block: ListBlock;
  readonly record: LocalRecord;
  readonly content: RowContent;
  readonly target: RowTarget;
}

function SimpleRow({ block, record, content, target }: DrawnRow) {
  const { title, figure, status, marks } = content;
  const notes = content.notes.flatMap(({ text }) => text || []);
  const below = block.figure ? status : null;
  return (
    <ListRow
      {...target}
      leading={block.image ? <Thumbnail path={block.image} record={record} /> : undefined}
      title={record.state === "deleted" ? <del>{title}</del> : <span dir="auto">{title}</span>}
      figure={figure || (block.figure ? undefined : (status ?? undefined))}
      note={notes.length > 0 ? beside(notes) : record.partial ? t("mobile.record.partial") : undefined}
      state={
        below || marks ? (
          <>
            {below}
            {marks}
          </>
        ) : undefined
      }
    />
  );
}
