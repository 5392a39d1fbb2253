/**
 * The column by which rows are told apart: no two records may have the same value there.
 */
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { keyColumns, likelyKey, type NewColumn, ownKey } from "./columns";

interface RowKeyProps {
  readonly columns: readonly NewColumn[];
  readonly rows: number;
  /** The id of a column; empty: rows may be alike. */
  readonly value: string;
  readonly onInput: (id: string) => void;
}

export function RowKey({ columns, rows, value, onInput }: RowKeyProps) {
  const likely = likelyKey(columns, rows);
  const own = ownKey(columns);
  return (
    <FormField label={t("designer.import.told_apart")} help={helpWords(value, likely, own)}>
      <Select
        value={value}
        emptyLabel={t("designer.import.not_told_apart")}
        onInput={onInput}
        options={keyColumns(columns).map(({ guess, label }) => ({ value: guess.id, label }))}
      />
    </FormField>
  );
}

function helpWords(value: string, likely: NewColumn | undefined, own: NewColumn | undefined): string {
  if (own && value === own.guess.id) return t("designer.import.own_key", { name: own.label });
  if (value === "" && likely) {
    return t("designer.import.likely_key", { name: likely.label, count: likely.guess.repeats });
  }
  return t("designer.import.told_apart_help");
}
