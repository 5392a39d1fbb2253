/**
 * What a check of all rows has found: how many would be made and changed, what does not fit, by column and by cell,
 * and what becomes of rows with such a cell.
 */
import type { Ref } from "preact";
import type { CellProblem, ColumnProblems, ImportState } from "../../protocol";
import { problemsAddress } from "../../rest/imports";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Icon } from "../../ui/icon";
import { Select } from "../../ui/select";
import { problemWords } from "../problem-words";
import type { Spreadsheet } from "./spreadsheet";

interface CheckedProps {
  readonly state: ImportState;
  readonly sheet: Spreadsheet;
  /** Where the report begins. */
  readonly head: Ref<HTMLHeadingElement>;
  /** Whether a cell that does not fit counts as empty. */
  readonly emptyUnfit: boolean;
  readonly onEmptyUnfit: (emptyUnfit: boolean) => void;
}

export function Checked({ state, sheet, head, emptyUnfit, onEmptyUnfit }: CheckedProps) {
  const { created, updated, unfit, emptied, id } = state;
  const problems = sheet.problems.value;
  return (
    <section class="d-checked">
      <h3 ref={head} tabIndex={-1}>
        {t("designer.import.report")}
      </h3>
      <p>
        <Icon name={unfit + emptied > 0 ? "circle-alert" : "circle-check"} />
        <span>
          {t("designer.import.would_make", { count: created })}
          {updated > 0 && ` ${t("designer.import.would_change", { count: updated })}`}
          {emptied > 0 && ` ${t("designer.import.would_empty", { count: emptied })}`}
          {unfit > 0 && ` ${t("designer.import.would_leave", { count: unfit })}`}
        </span>
      </p>
      {problems.length > 0 && (
        <>
          <FormField label={t("designer.import.bad_cells")} help={t("designer.import.bad_cells_help")}>
            <Select
              value={emptyUnfit ? "empty" : "leave"}
              onInput={(value) => onEmptyUnfit(value === "empty")}
              options={(["empty", "leave"] as const).map((value) => ({
                value,
                label: t(`designer.import.bad_cells.${value}`),
              }))}
            />
          </FormField>
          <ByColumn columns={sheet.byColumn.value} />
          <CellProblems id={id} problems={problems} more={sheet.more.value} />
        </>
      )}
    </section>
  );
}

function ByColumn({ columns }: { readonly columns: readonly ColumnProblems[] }) {
  return (
    <ul class="d-by-column">
      {columns.map(({ column, label, count }) => (
        <li key={column}>
          {t("designer.import.by_column", { name: label || t("designer.import.whole_row"), count })}
        </li>
      ))}
    </ul>
  );
}

interface CellProblemsProps {
  readonly id: string;
  readonly problems: readonly CellProblem[];
  readonly more: boolean;
}

export function CellProblems({ id, problems, more }: CellProblemsProps) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section class="d-sheet-scroll d-cell-problems" tabIndex={0} aria-label={t("designer.import.problems")}>
        <table class="d-sheet">
          <thead>
            <tr>
              <th scope="col">{t("designer.import.row")}</th>
              <th scope="col">{t("designer.import.column")}</th>
              <th scope="col">{t("designer.import.cell")}</th>
              <th scope="col">{t("designer.import.why")}</th>
              <th scope="col">{t("designer.import.what_happens")}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, label, value, problem, emptied }, at) => (
              <tr key={at}>
                <td>{row > 0 ? row : ""}</td>
                <td>{label}</td>
                <td>{value}</td>
                <td>{problemWords(problem)}</td>
                <td>{row > 0 && t(emptied ? "designer.import.cell_empty" : "designer.import.row_left")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="d-cell-more">
        {more && <span class="ui-quiet">{t("designer.import.more_problems")}</span>}
        <Button icon="download" href={problemsAddress(id)}>
          {t("designer.import.download_problems")}
        </Button>
      </p>
    </>
  );
}
