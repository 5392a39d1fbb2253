/**
 * What a row says of one record, however it is drawn: its name, the number that matters, a few values, its state.
 */
import type { ComponentChildren } from "preact";
import { ChoiceMark } from "../../fields/choice/display";
import { Picture } from "../../fields/image/picture";
import { picturesOf } from "../../fields/image/references";
import type { LocalRecord } from "../../local/record";
import type { Field, ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { type Blocks, useBlocks } from "../context";
import type { Lens } from "../lens";
import { KeptMarks } from "../record/kept-marks";
import { RecordState } from "../record/record-state";
import { type FoundValue, listed, titleOf, valueAt, written } from "../record-values";

export interface RowContent {
  readonly title: string;
  readonly figure: string;
  /** Values below the title, with what they are called. */
  readonly notes: readonly Note[];
  /** The value of the badge, if there is one. */
  readonly status: ComponentChildren;
  /** What is said of the record beside its values, if anything. */
  readonly marks: ComponentChildren;
}

interface Note {
  readonly path: string;
  readonly label: string;
  readonly text: string;
}

export function rowContent(blocks: Blocks, block: ListBlock, record: LocalRecord): RowContent {
  const { lens, records, reading, kept } = blocks;
  const at = (path: string) => valueAt(lens, records, record, path);
  const text = (path: string) => {
    const found = at(path);
    if (!found) return "";
    // In a row no label says what is not here.
    return isAway(found, blocks) ? stub(lens, block.entity, path) : listed(found, records, reading);
  };
  const badge = block.badge ? at(block.badge) : undefined;
  const keeps = kept.has(record.entity, record.id, "pin") || kept.has(record.entity, record.id, "follow");
  const moving = record.progress !== "none" || record.state !== "clean";
  return {
    title: text(block.title) || titleOf(lens, record, reading),
    figure: block.figure ? text(block.figure) : "",
    notes: block.subtitle.map((path) => {
      return { path, label: lens.text(lens.path(block.entity, path).at(-1)?.label), text: text(path) };
    }),
    status: badge?.value ? (
      <ChoiceOrText field={badge.field} value={badge.value} text={written(badge, reading)} />
    ) : null,
    marks: (moving || keeps) && (
      <>
        {keeps && <KeptMarks entity={record.entity} record={record.id} quiet />}
        {moving && <RecordState record={record} short />}
      </>
    ),
  };
}

/** Whether the record is not here that a path leads to, or that holds its value, and nobody has named it. */
function isAway({ away, field: { type, target }, value }: FoundValue, { records, reading }: Blocks): boolean {
  if (type !== "lookup" || !target || typeof value !== "string") return away;
  return records.loaded(target) && reading.resolve?.(target, value) === undefined;
}

function stub(lens: Lens, entity: string, path: string): string {
  const lookup = lens.path(entity, path).findLast(({ type }) => type === "lookup");
  return t("mobile.record.elsewhere_of", { entity: lens.text(lookup?.label) });
}

interface ChoiceOrTextProps {
  readonly field: Field;
  readonly value: unknown;
  readonly text: string;
}

function ChoiceOrText({ field, value, text }: ChoiceOrTextProps): ComponentChildren {
  const { reading } = useBlocks();
  if (field.type === "choice" && typeof value === "string")
    return <ChoiceMark field={field} value={value} reading={reading} />;
  return <span class="ui-quiet">{text}</span>;
}

/** The first picture of a record, in place of a value. */
export function Thumbnail({ path, record }: { readonly path: string; readonly record: LocalRecord }) {
  const { lens, records, pictures } = useBlocks();
  const [first] = picturesOf(valueAt(lens, records, record, path)?.value);
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
