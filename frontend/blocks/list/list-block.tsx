/**
 * A list that fills its page: search and views that stay on top, the rows, and an honest line at its end.
 */
import { computed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { iconNamed } from "../../fields/icon-named";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { EmptyState } from "../../ui/empty-state";
import { SectionHeader } from "../../ui/section-header";
import { SkeletonRows } from "../../ui/skeleton";
import { VirtualList } from "../../ui/virtual-list";
import { useBlocks } from "../context";
import { ListHead } from "./list-head";
import type { ListModel } from "./list-model";
import { MoreRows } from "./more-rows";
import { RecordRow } from "./record-row";
import { isSection, type Section } from "./sections";
import { ShareHere } from "./share-here";
import { TooNew } from "./too-new";
import "./list.css";

interface ListPageBlockProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  /** What an empty list offers to do. */
  readonly emptyAction?: ComponentChildren;
  /** In place of opening a record. */
  readonly onSelect?: (record: LocalRecord) => void;
  /** What is said below of all of it. */
  readonly foot?: ComponentChildren;
}

const ROW_HEIGHT = 66;

export function ListPageBlock({ block, model, emptyAction, onSelect, foot }: ListPageBlockProps) {
  const { lens } = useBlocks();
  const entity = lens.entity(block.entity);
  const plural = lens.text(entity?.plural);
  const { lines, headings } = model.lines.value;
  const rows = model.rows.value;
  // Another list may stand in the place of this one.
  const total = useMemo(() => computed(() => model.all.value.length), [model]).value;
  const tooNew = model.tooNew.value;
  if (!model.loaded.value && total === 0 && !tooNew) return <SkeletonRows count={8} />;
  const keyOf = (line: LocalRecord | Section | undefined) =>
    line === undefined ? "" : isSection(line) ? line.key : line.id;
  return (
    <>
      <ListHead block={block} model={model} plural={plural} />
      {tooNew ? (
        <TooNew />
      ) : rows.length > 0 ? (
        <VirtualList
          count={lines.length}
          headings={headings}
          rowKey={(index) => keyOf(lines[index])}
          renderRow={(index) => {
            const line = lines[index];
            if (line === undefined) return null;
            if (isSection(line)) return <SectionHeader title={line.title} count={formatNumber(line.count)} />;
            return <Row block={block} model={model} record={line} onSelect={onSelect} />;
          }}
          rowHeight={ROW_HEIGHT}
          label={plural}
          place={model.place}
        />
      ) : model.searching.value ? (
        <SkeletonRows count={3} />
      ) : (
        <NothingFound block={block} model={model} total={total} action={emptyAction} icon={entity?.icon} />
      )}
      {!tooNew && model.more.value > 0 && <MoreRows model={model} />}
      <div class="block-list-foot" aria-busy={model.searching}>
        <p role="status">
          <ShareHere block={block} model={model} />
        </p>
        {foot}
      </div>
    </>
  );
}

interface RowProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  readonly record: LocalRecord;
  readonly onSelect: ((record: LocalRecord) => void) | undefined;
}

function Row({ block, model: { selection }, record, onSelect }: RowProps) {
  const chosen = selection.chosen.value;
  const choice = chosen &&
    record.state !== "deleted" && {
      chosen: chosen.has(record.id),
      onToggle: () => selection.toggle(record.id),
    };
  return (
    <RecordRow
      block={block}
      record={record}
      {...(onSelect && { onSelect: () => onSelect(record) })}
      {...(choice && { choice })}
    />
  );
}

interface NothingFoundProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  readonly total: number;
  readonly action: ComponentChildren;
  readonly icon: string | undefined;
}

function NothingFound({ block, model, total, action, icon }: NothingFoundProps) {
  const { lens, unknown } = useBlocks();
  const coming = unknown?.(block.entity);
  if (coming)
    return (
      <EmptyState icon="download" action={coming.next}>
        {coming.why}
      </EmptyState>
    );
  const typed = model.typed.value.trim();
  if (typed)
    return (
      <EmptyState icon="search">{t("mobile.list.nothing_found", { typed: shortened(typed) })}</EmptyState>
    );
  if (total > 0) return <EmptyState icon="funnel">{t("mobile.list.nothing_in_view")}</EmptyState>;
  const words = lens.text(block.empty) || t("mobile.list.empty");
  return (
    <EmptyState icon={iconNamed(icon, "list")} action={action}>
      {words}
    </EmptyState>
  );
}
