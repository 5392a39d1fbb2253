/**
 * The properties of a chart: the figure, what it is drawn by, and the goal.
 */
import { useState } from "preact/hooks";
import type { ChartBlock, Measure, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { FormField } from "../../../ui/form-field";
import { NumberInput } from "../../../ui/number-input";
import { DATES, HEADINGS, headingPaths, NUMBERS, pageOptions, pathsTo } from "../../block-options";
import { fieldAt } from "../../model-view";
import { More, SelectProperty, TextsProperty } from "../properties";
import { typeInto, useTarget, write, wrongWith } from "../target";
import { PeriodProperty, RowsFact, WhichRows } from "./gathered";
import { VisibleWhen } from "./visible-when";

const MEASURES = ["count", "sum", "average", "least", "greatest"] as const;

export function ChartPanel({ block, page }: { readonly block: ChartBlock; readonly page: Page }) {
  const target = useTarget();
  const { model, workspace } = target.editor.whole.value;
  const by = block.by === null ? undefined : fieldAt(model, block.entity, block.by);
  const none = t("designer.none");
  return (
    <>
      <RowsFact entity={block.entity} />
      <SelectProperty
        of="style"
        label={t("designer.chart.style")}
        value={block.style}
        options={(["number", "bars", "trend"] as const).map((one) => ({
          value: one,
          label: t(`designer.chart.style.${one}`),
        }))}
      />
      <MeasureProperty block={block} />
      {block.style !== "number" && (
        <SelectProperty
          of="by"
          label={t("designer.chart.by")}
          value={block.by}
          options={headingPaths(model, block.entity, block.style === "trend" ? DATES : HEADINGS)}
        />
      )}
      {block.style !== "number" && by && DATES.includes(by.type) && <PeriodProperty value={block.period} />}
      {block.style === "number" && <GoalProperty value={block.goal} />}
      <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
      <More>
        <SelectProperty
          of="page"
          label={t("designer.chart.page")}
          value={block.page}
          options={pageOptions(workspace, model, ["list"], block.entity)}
          none={none}
        />
        <WhichRows block={block} page={page} />
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}

/** How many there are, or what a number of theirs comes to. */
function MeasureProperty({ block: { entity, measure } }: { readonly block: ChartBlock }) {
  const target = useTarget();
  const numbers = pathsTo(target.editor.whole.value.model, entity, NUMBERS);
  const put = (part: Partial<Measure>) => {
    const now = { ...measure, ...part };
    const field = now.of === "count" ? null : (now.field ?? numbers[0]?.value ?? null);
    write(target, "measure", { of: now.of, field });
  };
  return (
    <>
      <SelectProperty
        of="measure"
        label={t("designer.chart.measure")}
        value={measure.of}
        options={MEASURES.filter((one) => one === "count" || numbers.length > 0).map((one) => ({
          value: one,
          label: t(`designer.measure.${one}`),
        }))}
        onChange={(of) => put({ of: of as Measure["of"] })}
      />
      {measure.of !== "count" && (
        <SelectProperty
          of="measure"
          label={t("designer.chart.field")}
          value={measure.field}
          options={numbers}
          onChange={(field) => put({ field })}
        />
      )}
    </>
  );
}

/** A number as it is written, fifteen digits before the point; what is no number is said and not written. */
const GOAL = /^-?\d{1,15}(\.\d{1,10})?$/;

function GoalProperty({ value }: { readonly value: string | null }) {
  const target = useTarget();
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed !== "" && !GOAL.test(typed.replace(",", "."));
  return (
    <FormField
      label={t("designer.chart.goal")}
      help={t("designer.chart.goal_help")}
      error={wrong ? t("designer.chart.goal_wrong") : wrongWith(target, "goal")}
    >
      <NumberInput
        value={typed ?? value ?? ""}
        onInput={(text) => {
          setTyped(text);
          const plain = text.replace(",", ".");
          if (text === "" || GOAL.test(plain)) typeInto(target, "goal", text === "" ? null : plain);
        }}
        onLeave={() => {
          setTyped(null);
          target.editor.store.seal();
        }}
      />
    </FormField>
  );
}
