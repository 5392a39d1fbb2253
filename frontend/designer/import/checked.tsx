/**
 * What a check of all rows has found: how many would be made and changed, and what does not fit, by cell.
 */
import type { CellProblem, ImportState } from "../../protocol";
import { problemsAddress } from "../../rest/imports";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { problemWords } from "../problem-words";

interface CheckedProps {
  readonly state: ImportState;
  readonly problems: readonly CellProblem[];
  readonly more: boolean;
}

export function Checked({ state, problems, more }: CheckedProps) {
  const { created, updated, unfit, id } = state;
  return (
    <section class="d-checked" aria-live="polite">
      <p>
        <Icon name={unfit > 0 ? "circle-alert" : "circle-check"} />
        <span>
          {t("designer.import.would_make", { count: created })}
          {updated > 0 && ` ${t("designer.import.would_change", { count: updated })}`}
          {unfit > 0 && ` ${t("designer.import.would_leave", { count: unfit })}`}
        </span>
      </p>
      {problems.length > 0 && <CellProblems id={id} problems={problems} more={more} />}
    </section>
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
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, label, value, problem }, at) => (
              <tr key={at}>
                <td>{row > 0 ? row : ""}</td>
                <td>{label}</td>
                <td>{value}</td>
                <td>{problemWords(problem)}</td>
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
