/**
 * What the blocks that gather records have in common: whose, which, and how they are taken together.
 */
import type { CalendarBlock, ChartBlock, ListBlock, Page, ReportBlock } from "../../../protocol";
import { t } from "../../../shared/messages";
import { pageOptions } from "../../block-options";
import { entityOf, pathOptions } from "../../model-view";
import type { Condition } from "../../simple-conditions";
import { said } from "../../words";
import { ConditionProperty } from "../condition-property";
import { SelectProperty } from "../properties";
import { useTarget } from "../target";

type Gathering = ListBlock | ChartBlock | CalendarBlock | ReportBlock;

export function RowsFact({ entity }: { readonly entity: string }) {
  const { model } = useTarget().editor.whole.value;
  return (
    <p class="d-fact">{t("designer.fact.rows", { name: said(entityOf(model, entity)?.plural) || entity })}</p>
  );
}

/** Whose records: those of the record on show, and those that a condition takes. */
export function WhichRows({ block, page }: { readonly block: Gathering; readonly page: Page }) {
  const { editor, path, name } = useTarget();
  const { model } = editor.whole.value;
  const entity = entityOf(model, block.entity);
  const parents = pathOptions(model, block.entity, false)
    .filter(
      ({ field: { type, several, target } }) =>
        type === "lookup" && !several && (page.kind === "list" || target === page.entity),
    )
    .map(({ path: value, label }) => ({ value, label }));
  return (
    <>
      <SelectProperty
        of="parent"
        label={t("designer.list.parent")}
        help={t("designer.list.parent_help")}
        value={block.parent}
        options={parents}
        none={t("designer.none")}
      />
      {entity && (
        <ConditionProperty
          label={t("designer.list.condition")}
          entity={entity}
          condition={block.condition as Condition}
          path={path}
          name={name}
        />
      )}
    </>
  );
}

/** The detail page that a tap on a record opens. */
export function DetailProperty({
  entity,
  value,
}: {
  readonly entity: string;
  readonly value: string | null;
}) {
  const { model, workspace } = useTarget().editor.whole.value;
  return (
    <SelectProperty
      of="detail"
      label={t("designer.list.detail")}
      value={value}
      options={pageOptions(workspace, model, ["detail"], entity)}
      none={t("designer.none")}
    />
  );
}

/** How far dates are taken together. */
export function PeriodProperty({ value }: { readonly value: string | null }) {
  return (
    <SelectProperty
      of="period"
      label={t("designer.period")}
      value={value}
      options={(["day", "week", "month", "year"] as const).map((one) => ({
        value: one,
        label: t(`designer.period.${one}`),
      }))}
      none={t("designer.period.own")}
    />
  );
}
