/**
 * The columns of a spreadsheet as fields to be: which are taken, what each is called, its type, and what is in it.
 */
import { Fragment } from "preact";
import type { ColumnGuess } from "../../protocol";
import { t } from "../../shared/messages";
import { Box } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { typeWords } from "../field-looks";
import { ChoiceValues } from "./choice-values";
import { type FieldType, isAsGuessed, type NewColumn, type Reading, takesNoWords, typesFor } from "./columns";
import { ReadingControls } from "./reading-controls";

interface NewColumnsTableProps {
  readonly columns: readonly NewColumn[];
  readonly onChange: (columns: NewColumn[]) => void;
}

const LONGEST_LABEL = 200;

export function NewColumnsTable({ columns, onChange }: NewColumnsTableProps) {
  const put = (at: number, column: NewColumn) => onChange(columns.toSpliced(at, 1, column));
  return (
    <div class="d-sheet-scroll">
      <table class="d-sheet">
        <caption class="ui-hidden">{t("designer.import.columns")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("designer.import.take")}</th>
            <th scope="col">{t("designer.name")}</th>
            <th scope="col">{t("designer.type")}</th>
            <th scope="col">{t("designer.import.examples")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, at) => (
            <Fragment key={column.guess.column}>
              <tr data-left={!column.taken || undefined}>
                <td>
                  <FormField
                    label={
                      <span class="ui-hidden">
                        {t("designer.import.take_column", { name: column.guess.label })}
                      </span>
                    }
                  >
                    <Box checked={column.taken} onChange={(taken) => put(at, { ...column, taken })} />
                  </FormField>
                </td>
                <td class="d-sheet-name">
                  <FormField
                    label={
                      <span class="ui-hidden">
                        {t("designer.import.name_of", { name: column.guess.label })}
                      </span>
                    }
                  >
                    <TextInput
                      value={column.label}
                      onInput={(label) => put(at, { ...column, label: label.slice(0, LONGEST_LABEL) })}
                    />
                  </FormField>
                </td>
                <td class="d-sheet-type">
                  <FormField
                    label={
                      <span class="ui-hidden">
                        {t("designer.import.type_of", { name: column.guess.label })}
                      </span>
                    }
                  >
                    <Select
                      value={column.type}
                      onInput={(type) => put(at, { ...column, type: type as FieldType })}
                      options={typesFor(column.guess).map((value) => ({ value, label: typeWords(value) }))}
                    />
                  </FormField>
                  <ReadingControls {...column} onChange={(reading) => put(at, { ...column, reading })} />
                </td>
                <td class="d-sheet-examples">
                  <Examples guess={column.guess} type={column.type} reading={column.reading} />
                </td>
              </tr>
              {column.taken && column.type === "choice" && (
                <tr class="d-sheet-values">
                  <td />
                  <td colSpan={3}>
                    <ChoiceValues column={column} onChange={(means) => put(at, { ...column, means })} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ExamplesProps {
  readonly guess: ColumnGuess;
  /** Of the field that the column fills. */
  readonly type: FieldType | undefined;
  readonly reading: Reading;
}

/** A few of the cells of a column, and how many are empty or do not fit. */
export function Examples({ guess, type, reading }: ExamplesProps) {
  const { samples, empty, unfit, confidence, blank, blanks, linked } = guess;
  const guessed = isAsGuessed(guess, type, reading);
  return (
    <>
      <span class="d-sheet-samples">{samples.join(" · ")}</span>
      <span class="ui-quiet ui-small">
        {[
          empty > 0 && t("designer.import.empty", { count: empty }),
          blank > 0 &&
            type &&
            takesNoWords(type) &&
            t("designer.import.blank", { count: blank, words: blanks.join(", ") }),
          linked > 0 && type === "text" && t("designer.import.linked", { count: linked }),
          guessed && unfit > 0 && t("designer.import.unfit", { count: unfit }),
          guessed && confidence > 0 && confidence < 0.8 && t("designer.import.unsure"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </>
  );
}
