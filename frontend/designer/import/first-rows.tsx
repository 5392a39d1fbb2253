/**
 * The first rows of a spreadsheet as they were read, and what of it is a record at all: which row names the columns,
 * whether a row of sums is one, and whether rows that are equal come in once.
 */
import type { SheetPreview, SheetReading } from "../../protocol";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";

interface FirstRowsProps {
  readonly preview: SheetPreview;
  /** The file is read once more. */
  readonly onRead: (reading: SheetReading) => void;
}

const SHOWN_BELOW = 3;

export function FirstRows({ preview, onRead }: FirstRowsProps) {
  const { top, heading, reading, sum, twice, encoding, delimiter } = preview;
  const above = top.findIndex(({ row }) => row === heading);
  const widest = Math.max(...top.map(({ cells }) => cells.length));
  return (
    <section class="d-first-rows">
      <div class="d-headings">
        <FormField label={t("designer.import.headings")}>
          <Select
            value={String(heading)}
            onInput={(row) => onRead({ ...reading, heading: Number(row) })}
            options={top.map(({ row, cells }) => ({ value: String(row), label: rowWords(row, cells) }))}
          />
        </FormField>
        {above > 0 && <p class="ui-quiet ui-small">{t("designer.import.rows_above", { count: above })}</p>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section class="d-sheet-scroll" tabIndex={0} aria-label={t("designer.import.first_rows")}>
        <table class="d-sheet d-sheet-cells">
          <tbody>
            {top.slice(0, above + 1 + SHOWN_BELOW).map(({ row, cells }, at) => (
              <tr key={row} data-left={at < above || undefined} data-heading={at === above || undefined}>
                <th scope="row">{row}</th>
                {Array.from({ length: widest }, (_, column) => (
                  <td key={column}>{cells[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {encoding !== "" && (
        <p class="ui-quiet ui-small">
          {t("designer.import.read_as", { encoding, delimiter: delimiter === "\t" ? "⇥" : delimiter })}
        </p>
      )}
      {sum && (
        <Checkbox
          label={t("designer.import.keep_sum", { row: rowWords(sum.row, sum.cells) })}
          help={t("designer.import.keep_sum_help")}
          checked={reading.keepSum === true}
          onChange={(keepSum) => onRead({ ...reading, keepSum })}
        />
      )}
      {twice > 0 && (
        <Checkbox
          label={t("designer.import.once")}
          help={t("designer.import.twice", { count: twice })}
          checked={reading.once === true}
          onChange={(once) => onRead({ ...reading, once })}
        />
      )}
    </section>
  );
}

function rowWords(row: number, cells: readonly string[]): string {
  const words = cells.filter(Boolean).slice(0, 4).join(" · ");
  return words === "" ? String(row) : `${row}: ${words}`;
}
