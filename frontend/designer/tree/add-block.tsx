/**
 * A new block of a page or of a group in it: its kind, and what that kind needs to show something at once.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select, type SelectOption } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import {
  DATES,
  HEADINGS,
  headingPaths,
  NUMBERS,
  pageOptions,
  partOptions,
  pathsTo,
  rowsOf,
  rowsOptions,
} from "../block-options";
import { addBlock } from "../commands/blocks";
import type { NewBlock } from "../commands/new-blocks";
import type { Editor } from "../editor";
import { AddSheet } from "./add-sheet";
import type { Spot } from "./spot";

interface AddBlockProps {
  readonly editor: Editor;
  readonly page: NonNullable<Spot["page"]>;
  readonly onClose: () => void;
}

type Kind = NewBlock["type"];

const ALL: readonly Kind[] = [
  "fields",
  "list",
  "link",
  "chart",
  "calendar",
  "report",
  "group",
  "part",
  "timer",
];
/** Kinds that show a record. */
const OF_A_RECORD: ReadonlySet<Kind> = new Set(["fields", "timer"]);

/** What the sheet asks, each as the select has it; an answer that is no longer offered gives way to the first. */
type Answers = Readonly<
  Record<"rows" | "link" | "part" | "date" | "style" | "number" | "by" | "since", string>
>;
const NOTHING: Answers = {
  rows: "",
  link: "",
  part: "",
  date: "",
  style: "bars",
  number: "",
  by: "",
  since: "",
};

export function AddBlockSheet({ editor, page, onClose }: AddBlockProps) {
  const { model, workspace } = editor.whole.value;
  const [heading, setHeading] = useState("");
  const [answers, setAnswers] = useState(NOTHING);
  const answer = (key: keyof Answers) => (value: string) => setAnswers({ ...answers, [key]: value });
  const parts = partOptions(workspace, model, page);
  const links = pageOptions(workspace, model, ["list", "single"]).filter(({ value }) => value !== page.id);
  const moments = pathsTo(model, page.entity, DATES, false);
  const rowsFor = (kind: Kind) => rowsOptions(model, page, { tied: kind === "list" });
  const possible = (kind: Kind) =>
    (page.kind !== "list" || !OF_A_RECORD.has(kind)) &&
    (kind !== "list" || rowsFor(kind).length > 0) &&
    (kind !== "link" || links.length > 0) &&
    (kind !== "part" || parts.length > 0) &&
    (kind !== "timer" || moments.length > 0);
  const kinds = ALL.filter(possible);
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "chart");

  const rows = rowsOf(among(rowsFor(kind), answers.rows));
  const dates = pathsTo(model, rows.entity, DATES, false);
  const numbers = pathsTo(model, rows.entity, NUMBERS);
  const trend = answers.style === "trend";
  const headings = headingPaths(model, rows.entity, trend ? DATES : HEADINGS, rows.parent);
  const wanted = (): NewBlock => {
    const [part = "", through] = among(parts, answers.part).split("/");
    const by = among(headings, answers.by) || null;
    switch (kind) {
      case "fields":
        return { type: kind, heading };
      case "group":
        return { type: kind, heading, direction: "rows" };
      case "list":
        return { type: kind, rows };
      case "link":
        return { type: kind, page: among(links, answers.link) };
      case "part":
        return { type: kind, page: part, through: through ?? null };
      case "chart":
        return {
          type: kind,
          rows,
          style: answers.style as "bars",
          measure: answers.number ? { of: "sum", field: answers.number } : { of: "count", field: null },
          by: answers.style === "number" ? null : by,
        };
      case "calendar":
        return { type: kind, rows, date: among(dates, answers.date) };
      case "report":
        return { type: kind, rows, group: answers.by || null, sums: answers.number ? [answers.number] : [] };
      case "timer":
        return { type: kind, since: among(moments, answers.since) };
    }
  };
  const ready =
    (kind !== "calendar" || dates.length > 0) &&
    (kind !== "chart" || answers.style === "number" || headings.length > 0);
  const add = () => {
    const intention = addBlock(editor.documents, editor.reserved.peek(), page.list, wanted());
    onClose();
    editor.run(intention, { select: true });
  };
  const ask = (key: keyof Answers, label: string, options: readonly SelectOption[], none?: string) => (
    <Asked
      label={label}
      value={none === undefined ? among(options, answers[key]) : answers[key]}
      options={options}
      none={none}
      onInput={answer(key)}
    />
  );
  const gathers = kind === "list" || kind === "chart" || kind === "calendar" || kind === "report";
  return (
    <AddSheet
      title={t("designer.add.block", { name: page.into })}
      ready={ready}
      onAdd={add}
      onClose={onClose}
    >
      <FormField label={t("designer.block_kind")} help={t(`designer.block_help.${kind}`)}>
        <Select
          value={kind}
          onInput={(value) => setKind(value as Kind)}
          options={kinds.map((one) => ({ value: one, label: t(`designer.block_kind.${one}`) }))}
        />
      </FormField>
      {(kind === "fields" || kind === "group") && (
        <FormField label={t("designer.heading")}>
          <TextInput value={heading} onInput={setHeading} />
        </FormField>
      )}
      {gathers && ask("rows", t("designer.rows_of"), rowsFor(kind))}
      {kind === "link" && ask("link", t("designer.link_to"), links)}
      {kind === "part" && ask("part", t("designer.part_of"), parts)}
      {kind === "timer" && ask("since", t("designer.timer.since"), moments)}
      {kind === "calendar" && ask("date", t("designer.calendar.date"), dates)}
      {kind === "chart" && ask("style", t("designer.chart.style"), chartStyles())}
      {(kind === "chart" || kind === "report") &&
        ask("number", t(`designer.${kind}.number`), numbers, t(`designer.${kind}.no_number`))}
      {kind === "chart" && answers.style !== "number" && ask("by", t("designer.chart.by"), headings)}
      {kind === "report" && ask("by", t("designer.report.groups"), headings, t("designer.none"))}
      {!ready && <p class="ui-quiet">{t("designer.nothing_fits")}</p>}
    </AddSheet>
  );
}

export function chartStyles(): readonly SelectOption[] {
  return (["number", "bars", "trend"] as const).map((one) => ({
    value: one,
    label: t(`designer.chart.style.${one}`),
  }));
}

/** The answer, where it is among what is offered; else the first that is. */
function among(options: readonly SelectOption[], value: string): string {
  return options.some((option) => option.value === value) ? value : (options[0]?.value ?? "");
}

interface AskedProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly none: string | undefined;
  readonly onInput: (value: string) => void;
}

function Asked({ label, value, options, none, onInput }: AskedProps) {
  return (
    <FormField label={label}>
      <Select
        value={value}
        onInput={onInput}
        options={options}
        {...(none !== undefined && { emptyLabel: none })}
      />
    </FormField>
  );
}
