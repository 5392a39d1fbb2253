/**
 * One record as a row: title, the number that matters, a quiet line, a thumbnail, and its state where it says something.
 */
import type { ComponentChildren } from "preact";
import { ChoiceMark } from "../../fields/choice/display";
import { Picture } from "../../fields/image/picture";
import { picturesOf } from "../../fields/image/references";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { ListRow } from "../../ui/list-row";
import { useBlocks } from "../context";
import { KeptMarks } from "../record/kept-marks";
import { RecordState } from "../record/record-state";
import { listed, titleOf, valueAt, written } from "../record-values";
import "./list.css";

interface RecordRowProps {
  readonly block: ListBlock;
  readonly record: LocalRecord;
  /** In place of opening it. */
  readonly onSelect?: () => void;
}

export function RecordRow({ block, record, onSelect }: RecordRowProps) {
  const { lens, records, reading, pageHref, openRecord, kept } = useBlocks();
  const at = (path: string) => valueAt(lens, records, record, path);
  const text = (path: string) => {
    const found = at(path);
    return found ? listed(found, records, reading) : "";
  };
  const title = text(block.title) || titleOf(lens, record, reading);
  const notes = block.subtitle.map(text).filter(Boolean);
  const badge = block.badge ? at(block.badge) : undefined;
  const figure = block.figure ? text(block.figure) : "";
  const gone = record.state === "deleted";
  const status = badge?.value ? (
    <ChoiceOrText field={badge.field} value={badge.value} text={written(badge, reading)} />
  ) : null;
  const keeps = kept.has(record.entity, record.id, "pin") || kept.has(record.entity, record.id, "follow");
  const moving = record.progress !== "none" || record.state !== "clean";
  const marks = (moving || keeps) && (
    <>
      {keeps && <KeptMarks entity={record.entity} record={record.id} quiet />}
      {moving && <RecordState record={record} quiet />}
    </>
  );
  return (
    <ListRow
      href={block.detail && !gone && !onSelect ? pageHref(block.detail, record.id) : undefined}
      onSelect={onSelect}
      current={openRecord === record.id}
      leading={block.image ? <Thumbnail value={at(block.image)?.value} /> : undefined}
      title={gone ? <del>{title}</del> : <span dir="auto">{title}</span>}
      figure={figure || (block.figure ? undefined : (status ?? undefined))}
      note={
        notes.length > 0 ? (
          <span dir="auto">{notes.join(" · ")}</span>
        ) : record.partial ? (
          t("mobile.record.partial")
        ) : undefined
      }
      state={
        (block.figure && status) || marks ? (
          <>
            {block.figure && status}
            {marks}
          </>
        ) : undefined
      }
    />
  );
}

interface ChoiceOrTextProps {
  readonly field: Parameters<typeof ChoiceMark>[0]["field"];
  readonly value: unknown;
  readonly text: string;
}

function ChoiceOrText({ field, value, text }: ChoiceOrTextProps): ComponentChildren {
  const { reading } = useBlocks();
  if (field.type === "choice") return <ChoiceMark field={field} value={String(value)} reading={reading} />;
  return <span class="ui-quiet">{text}</span>;
}

function Thumbnail({ value }: { readonly value: unknown }) {
  const { pictures } = useBlocks();
  const [first] = picturesOf(value);
  return (
    <span class="block-thumbnail" aria-hidden="true">
      {first ? (
        <Picture picture={first} source={pictures} size="thumbnail" decorative />
      ) : (
        <Icon name="image" />
      )}
    </span>
  );
}
