/**
 * A list that fills its page: search and views that stay on top, the rows, and an honest line at its end.
 */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { iconNamed } from "../../fields/icon-named";
import type { LocalRecord } from "../../local/record";
import type { ListBlock } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { shortened } from "../../shared/quoted";
import { Chips } from "../../ui/chips";
import { EmptyState } from "../../ui/empty-state";
import { SearchField } from "../../ui/search-field";
import { SkeletonRows } from "../../ui/skeleton";
import { VirtualList } from "../../ui/virtual-list";
import { useBlocks } from "../context";
import type { ListModel } from "./list-model";
import { RecordRow } from "./record-row";
import { TooNew } from "./too-new";
import "./list.css";

interface ListPageBlockProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  /** What an empty list offers to do. */
  readonly emptyAction?: ComponentChildren;
  /** In place of opening a record. */
  readonly onSelect?: (record: LocalRecord) => void;
}

const ROW_HEIGHT = 66;

export function ListPageBlock({ block, model, emptyAction, onSelect }: ListPageBlockProps) {
  const { lens, node } = useBlocks();
  const entity = lens.entity(block.entity);
  const plural = lens.text(entity?.plural);
  const rows = model.rows.value;
  const total = useComputed(() => model.all.value.length).value;
  const tooNew = model.tooNew.value;
  if (!model.loaded.value && total === 0 && !tooNew) return <SkeletonRows count={8} />;
  return (
    <>
      <div class="block-list-head" data-node={`${node}/blocks/${block.id}`}>
        <SearchField
          value={model.typed}
          onSearch={(typed) => model.search(typed)}
          label={t("mobile.list.search", { plural: plural.toLocaleLowerCase() })}
        />
        {block.views.length > 1 && (
          <Chips
            label={t("mobile.list.show")}
            chips={block.views.map((view) => ({
              id: view.id,
              label: lens.text(view.label),
              count: formatted(model.countOf(view.id)),
            }))}
            selected={model.view}
            onSelect={(view) => model.choose(view)}
          />
        )}
      </div>
      {tooNew ? (
        <TooNew />
      ) : rows.length > 0 ? (
        <VirtualList
          count={rows.length}
          rowKey={(index) => rows[index]?.id ?? ""}
          renderRow={(index) => {
            const record = rows[index];
            return (
              record && (
                <RecordRow block={block} record={record} onSelect={onSelect && (() => onSelect(record))} />
              )
            );
          }}
          rowHeight={ROW_HEIGHT}
          label={plural}
          place={model.place}
        />
      ) : (
        <NothingFound block={block} model={model} total={total} action={emptyAction} icon={entity?.icon} />
      )}
      <p class="block-list-foot" role="status">
        {tooNew ? "" : footer(rows.length, total, lens.text(total === 1 ? entity?.label : entity?.plural))}
      </p>
    </>
  );
}

function formatted(count: number | null): string | undefined {
  return count === null ? undefined : formatNumber(count);
}

/** @param name of one record where there is one, else of several */
function footer(shown: number, total: number, name: string): string {
  if (total === 0) return "";
  const named = { plural: name.toLocaleLowerCase(), total, shown };
  return shown === total ? t("mobile.list.all_here", named) : t("mobile.list.some_here", named);
}

interface NothingFoundProps {
  readonly block: ListBlock;
  readonly model: ListModel;
  readonly total: number;
  readonly action: ComponentChildren;
  readonly icon: string | undefined;
}

function NothingFound({ block, model, total, action, icon }: NothingFoundProps) {
  const { lens } = useBlocks();
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
