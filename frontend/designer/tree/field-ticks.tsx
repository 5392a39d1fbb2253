/**
 * Fields of an entity to be ticked, all or none of them by one press.
 */
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { said } from "../words";

interface FieldTicksProps {
  readonly label: string;
  readonly fields: readonly Field[];
  readonly ticked: ReadonlySet<string>;
  readonly onChange: (ticked: ReadonlySet<string>) => void;
}

const MANY = 3;

export function FieldTicks({ label, fields, ticked, onChange }: FieldTicksProps) {
  const toggle = (id: string, on: boolean) => {
    const now = new Set(ticked);
    if (on) now.add(id);
    else now.delete(id);
    onChange(now);
  };
  return (
    <FormField label={label} group>
      {fields.length >= MANY && (
        <div class="d-all-or-none">
          <Button
            disabled={ticked.size === fields.length}
            onPress={() => onChange(new Set(fields.map(({ id }) => id)))}
          >
            {t("designer.ticks.all")}
          </Button>
          <Button disabled={ticked.size === 0} onPress={() => onChange(new Set())}>
            {t("designer.ticks.none")}
          </Button>
        </div>
      )}
      <div class="d-field-ticks">
        {fields.map((field) => (
          <Checkbox
            key={field.id}
            label={said(field.label) || field.id}
            checked={ticked.has(field.id)}
            onChange={(on) => toggle(field.id, on)}
          />
        ))}
      </div>
    </FormField>
  );
}
