/**
 * The properties of a report: what it is grouped by, its columns and their totals.
 */
import type { Page, ReportBlock, ReportColumn } from "../../../protocol";
import { t } from "../../../shared/messages";
import { FormField } from "../../../ui/form-field";
import { Select } from "../../../ui/select";
import { DATES, HEADINGS, NUMBERS } from "../../block-options";
import { removeNode } from "../../commands/nodes";
import { addShownFields } from "../../commands/shown-fields";
import { fieldAt, pathOptions, pathWords } from "../../model-view";
import { NamedLine } from "../named-line";
import { PathListProperty } from "../path-list";
import { More, SelectProperty, SwitchProperty, TextsProperty } from "../properties";
import { TargetContext, useTarget, wrongWith } from "../target";
import { DetailProperty, PeriodProperty, RowsFact, WhichRows } from "./gathered";
import { VisibleWhen } from "./visible-when";

/** Groups within groups. */
const MOST_GROUPS = 2;

export function ReportPanel({ block, page }: { readonly block: ReportBlock; readonly page: Page }) {
  const { model } = useTarget().editor.whole.value;
  const dated = block.groups.some((path) =>
    DATES.includes(fieldAt(model, block.entity, path)?.type ?? "text"),
  );
  return (
    <>
      <RowsFact entity={block.entity} />
      <PathListProperty
        of="groups"
        label={t("designer.report.groups")}
        entity={block.entity}
        value={block.groups}
        types={HEADINGS}
        most={MOST_GROUPS}
      />
      {dated && <PeriodProperty value={block.period} />}
      <Columns block={block} />
      <SwitchProperty of="rows" label={t("designer.report.rows")} value={block.rows} />
      <DetailProperty entity={block.entity} value={block.detail} />
      <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
      <More>
        <WhichRows block={block} page={page} />
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}

function Columns({ block }: { readonly block: ReportBlock }) {
  const target = useTarget();
  const { editor, path } = target;
  const there = new Set(block.columns.map(({ field }) => field));
  const options = pathOptions(editor.whole.value.model, block.entity)
    .filter(({ path: one, field }) => !there.has(one) && field.type !== "image")
    .map(({ path: value, label }) => ({ value, label }));
  const label = t("designer.report.columns");
  const add = (field: string) =>
    editor.run(
      addShownFields(editor.documents, editor.reserved.peek(), [...path, "columns"], block.entity, [field]),
    );
  return (
    <FormField label={label} group error={wrongWith(target, "columns")}>
      {block.columns.length > 0 && (
        <ul class="d-views">
          {block.columns.map((column, at) => (
            <ColumnLine key={column.id} block={block} column={column} at={at} />
          ))}
        </ul>
      )}
      <FormField label={<span class="ui-hidden">{t("designer.add_to", { name: label })}</span>}>
        <Select
          value=""
          deliberate
          emptyLabel={t("designer.add.field")}
          onInput={(field) => field && add(field)}
          options={options}
        />
      </FormField>
    </FormField>
  );
}

interface ColumnLineProps {
  readonly block: ReportBlock;
  readonly column: ReportColumn;
  readonly at: number;
}

function ColumnLine({ block, column, at }: ColumnLineProps) {
  const target = useTarget();
  const { editor, path } = target;
  const { model } = editor.whole.value;
  const place = { document: "workspace", list: [...path, "columns"], id: column.id } as const;
  const name = pathWords(model, block.entity, column.field);
  const number = NUMBERS.includes(fieldAt(model, block.entity, column.field)?.type ?? "text");
  return (
    <li class="d-view">
      <span>{name}</span>
      <div class="d-view-name">
        <NamedLine
          place={place}
          name={name}
          label={column.label ?? {}}
          at={at}
          count={block.columns.length}
          more={{
            id: "remove",
            label: t("designer.tree.remove_word"),
            icon: "trash-2",
            danger: true,
            onSelect: () => editor.run(removeNode(editor.documents, place, name)),
          }}
        />
      </div>
      {number && (
        <TargetContext.Provider value={{ ...target, path: [...path, "columns", column.id], name }}>
          <SelectProperty
            of="total"
            label={t("designer.report.total")}
            value={column.total}
            options={(["sum", "average", "least", "greatest"] as const).map((one) => ({
              value: one,
              label: t(`designer.measure.${one}`),
            }))}
            none={t("designer.report.no_total")}
          />
        </TargetContext.Provider>
      )}
    </li>
  );
}
