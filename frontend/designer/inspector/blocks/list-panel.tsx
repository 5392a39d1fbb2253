/**
 * The properties of a list: what its rows say, and how they are searched, ordered and worked with.
 */
import type { ListBlock, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { headingPaths, pathsTo } from "../../block-options";
import { entityOf, pathOptions, pathWords } from "../../model-view";
import { PathListProperty } from "../path-list";
import { More, NumberProperty, SelectProperty, SwitchProperty, TextsProperty } from "../properties";
import { useTarget, write } from "../target";
import { ViewsProperty } from "../views-property";
import { DetailProperty, RowsFact, WhichRows } from "./gathered";
import { SwipeProperty } from "./swipe-property";
import { VisibleWhen } from "./visible-when";

interface ListPanelProps {
  readonly block: ListBlock;
  readonly page: Page;
}

const FIGURES = [
  "money",
  "decimal",
  "integer",
  "big_integer",
  "date",
  "date_time",
  "auto_number",
  "text",
] as const;
/** Rows of one question to the office at most, as the protocol has it. */
const MOST_FETCHED = 500;

export function ListPanel({ block, page }: ListPanelProps) {
  const { model } = useTarget().editor.whole.value;
  const titles = pathOptions(model, block.entity)
    .filter(({ field }) => field.type !== "image")
    .map(({ path, label }) => ({ value: path, label }));
  const none = t("designer.none");
  const entity = entityOf(model, block.entity);
  return (
    <>
      <RowsFact entity={block.entity} />
      <SelectProperty of="title" label={t("designer.list.title")} value={block.title} options={titles} />
      <PathListProperty
        of="subtitle"
        label={t("designer.list.subtitle")}
        entity={block.entity}
        value={block.subtitle}
      />
      <SelectProperty
        of="figure"
        label={t("designer.list.figure")}
        value={block.figure}
        options={pathsTo(model, block.entity, FIGURES)}
        none={none}
      />
      <SelectProperty
        of="badge"
        label={t("designer.list.badge")}
        value={block.badge}
        options={pathsTo(model, block.entity, ["choice"])}
        none={none}
      />
      <DetailProperty entity={block.entity} value={block.detail} />
      <PathListProperty
        of="search"
        label={t("designer.list.search")}
        entity={block.entity}
        value={block.search}
      />
      {entity && page.kind === "list" && <ViewsProperty entity={entity} block={block} />}
      <More>
        {page.kind !== "list" && (
          <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
        )}
        <Order block={block} />
        <Looks block={block} />
        <Searching block={block} />
        <SwipeProperty block={block} />
        <SwitchProperty
          of="select"
          label={t("designer.list.select")}
          help={t("designer.list.select_help")}
          value={block.select}
        />
        <WhichRows block={block} page={page} />
        <Amounts block={block} />
        <TextsProperty long of="empty" label={t("designer.list.empty")} value={block.empty} />
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}

interface PartProps {
  readonly block: ListBlock;
}

function Order({ block }: PartProps) {
  const target = useTarget();
  const { sort } = block;
  const own = pathOptions(target.editor.whole.value.model, block.entity, false);
  return (
    <>
      <SelectProperty
        of="sort"
        label={t("designer.list.sort")}
        value={sort?.field ?? null}
        options={own.map(({ path, label }) => ({ value: path, label }))}
        none={t("designer.none")}
        onChange={(field) => write(target, "sort", field && { field, descending: sort?.descending ?? false })}
      />
      {sort && (
        <SelectProperty
          of="sort"
          label={t("designer.list.direction")}
          value={sort.descending ? "down" : "up"}
          options={[
            { value: "up", label: t("designer.list.ascending") },
            { value: "down", label: t("designer.list.descending") },
          ]}
          onChange={(way) => write(target, "sort", { field: sort.field, descending: way === "down" })}
        />
      )}
    </>
  );
}

function Looks({ block }: PartProps) {
  const { model } = useTarget().editor.whole.value;
  const none = t("designer.none");
  return (
    <>
      <SelectProperty
        of="style"
        label={t("designer.list.style")}
        value={block.style}
        options={(["simple", "card"] as const).map((one) => ({
          value: one,
          label: t(`designer.list.style.${one}`),
        }))}
      />
      <SelectProperty
        of="image"
        label={t("designer.list.image")}
        value={block.image}
        options={pathsTo(model, block.entity, ["image"])}
        none={none}
      />
      <SelectProperty
        of="section"
        label={t("designer.list.section")}
        help={t("designer.list.section_help")}
        value={block.section}
        options={headingPaths(model, block.entity)}
        none={none}
      />
    </>
  );
}

function Searching({ block }: PartProps) {
  const { model } = useTarget().editor.whole.value;
  return (
    <>
      <SwitchProperty of="searchBar" label={t("designer.list.search_bar")} value={block.searchBar} />
      {block.searchBar && (
        <SelectProperty
          of="searchBy"
          label={t("designer.list.search_by")}
          help={t("designer.list.search_by_help")}
          value={block.searchBy}
          options={block.search.map((path) => ({ value: path, label: pathWords(model, block.entity, path) }))}
          none={t("designer.list.search_all")}
        />
      )}
    </>
  );
}

function Amounts({ block }: PartProps) {
  return (
    <>
      <NumberProperty
        of="pageSize"
        label={t("designer.list.page_size")}
        help={t("designer.list.page_size_help")}
        value={block.pageSize}
        min={1}
        max={MOST_FETCHED}
      />
      <NumberProperty
        of="fetchSize"
        label={t("designer.list.fetch_size")}
        help={t("designer.list.fetch_size_help")}
        value={block.fetchSize}
        min={1}
        max={MOST_FETCHED}
      />
    </>
  );
}
