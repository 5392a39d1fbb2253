/**
 * The columns of a spreadsheet beside the fields of an entity that they fill.
 */
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { said } from "../words";
import { type FilledColumn, fillable } from "./columns";
import { Examples } from "./new-columns-table";
import { ReadingControls } from "./reading-controls";

interface FilledColumnsTableProps {
  readonly entity: Entity;
  readonly columns: readonly FilledColumn[];
  readonly onChange: (columns: FilledColumn[]) => void;
}

export function FilledColumnsTable({ entity, columns, onChange }: FilledColumnsTableProps) {
  const fields = fillable(entity);
  const put = (at: number, column: FilledColumn) => {
    // A field is filled by one column: what another filled before is free again.
    const others = columns.map((one) =>
      column.field !== null && one.field === column.field ? { ...one, field: null } : one,
    );
    onChange(others.toSpliced(at, 1, column));
  };
  return (
    <div class="d-sheet-scroll">
      <table class="d-sheet">
        <caption class="ui-hidden">{t("designer.import.columns")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("designer.import.column")}</th>
            <th scope="col">{t("designer.import.fills")}</th>
            <th scope="col">{t("designer.import.examples")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, at) => {
            const field = fields.find(({ id }) => id === column.field);
            return (
              <tr key={column.guess.column} data-left={column.field === null || undefined}>
                <th scope="row">{column.guess.label}</th>
                <td class="d-sheet-type">
                  <FormField
                    label={
                      <span class="ui-hidden">
                        {t("designer.import.field_of", { name: column.guess.label })}
                      </span>
                    }
                  >
                    <Select
                      value={column.field ?? ""}
                      emptyLabel={t("designer.import.leave_out")}
                      onInput={(id) => put(at, { ...column, field: id === "" ? null : id })}
                      options={fields.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
                    />
                  </FormField>
                  {field && (
                    <ReadingControls
                      guess={column.guess}
                      type={field.type}
                      reading={column.reading}
                      onChange={(reading) => put(at, { ...column, reading })}
                    />
                  )}
                </td>
                <td class="d-sheet-examples">
                  <Examples guess={column.guess} type={field?.type} reading={column.reading} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
