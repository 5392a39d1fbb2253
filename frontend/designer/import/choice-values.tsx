/**
 * The values that a column of choices holds, with how many cells have each; one can mean the same as another.
 */
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { NewColumn } from "./columns";

interface ChoiceValuesProps {
  readonly column: NewColumn;
  readonly onChange: (means: NewColumn["means"]) => void;
}

export function ChoiceValues({ column, onChange }: ChoiceValuesProps) {
  const { guess, means } = column;
  const meant = new Set(means.values());
  const own = guess.choices.filter((value) => !means.has(value));
  const put = (value: string, same: string) => {
    const now = new Map(means);
    if (same === "") now.delete(value);
    else now.set(value, same);
    onChange(now);
  };
  return (
    <details class="d-choice-values">
      <summary>{t("designer.import.values", { count: guess.choices.length })}</summary>
      <ul>
        {guess.choices.map((value, at) => (
          <li key={value}>
            <span dir="auto">
              {t("designer.import.value_count", { value, count: guess.counts[at] ?? 0 })}
            </span>
            {/* What others mean stays a choice of its own. */}
            {!meant.has(value) && (
              <FormField label={<span class="ui-hidden">{t("designer.import.means", { value })}</span>}>
                <Select
                  value={means.get(value) ?? ""}
                  emptyLabel={t("designer.import.means_itself")}
                  onInput={(same) => put(value, same)}
                  options={own
                    .filter((one) => one !== value)
                    .map((one) => ({ value: one, label: t("designer.import.means_same", { value: one }) }))}
                />
              </FormField>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
