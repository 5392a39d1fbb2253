/**
 * The first rows of a spreadsheet, as they were read.
 */
import type { SheetPreview } from "../../protocol";
import { t } from "../../shared/messages";

const SHOWN = 8;

export function FirstRows({ preview }: { readonly preview: SheetPreview }) {
  const { columns, rows, encoding, delimiter } = preview;
  return (
    <details class="d-first-rows">
      <summary>{t("designer.import.first_rows")}</summary>
      {encoding !== "" && (
        <p class="ui-quiet ui-small">
          {t("designer.import.read_as", { encoding, delimiter: delimiter === "\t" ? "⇥" : delimiter })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section class="d-sheet-scroll" tabIndex={0} aria-label={t("designer.import.first_rows")}>
        <table class="d-sheet">
          <thead>
            <tr>
              {columns.map(({ column, label }) => (
                <th key={column} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, at) => (
              <tr key={at}>
                {columns.map(({ column }) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
