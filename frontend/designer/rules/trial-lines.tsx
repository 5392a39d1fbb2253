/**
 * The lines to try a rule with: a card for each, with what the rule reads of it; lines come and go.
 */
import type { Values } from "../../shared/json";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import type { Editor } from "../editor";
import { entityOf } from "../model-view";
import { said } from "../words";
import type { AskedLines } from "./trial";
import { TrialInput } from "./trial-input";

interface TrialLinesProps {
  readonly asked: AskedLines;
  readonly rows: readonly Values[];
  readonly editor: Editor;
  readonly onRows: (rows: readonly Values[]) => void;
}

export function TrialLines({ asked, rows, editor, onRows }: TrialLinesProps) {
  const holder = entityOf(editor.whole.value.model, asked.entity);
  const plural = said(holder?.plural) || asked.entity;
  const one = said(holder?.label) || asked.entity;
  return (
    <FormField label={plural} group>
      <ol class="d-try-lines">
        {rows.map((row, at) => (
          <li key={at}>
            <div class="d-try-line">
              {asked.columns.map((field) => (
                <TrialInput
                  key={field.id}
                  label={said(field.label) || field.id}
                  field={field}
                  value={row[field.id] ?? null}
                  editor={editor}
                  onValue={(value) => onRows(rows.with(at, { ...row, [field.id]: value } as Values))}
                />
              ))}
            </div>
            <IconButton
              icon="x"
              label={t("designer.remove_named", { name: `${one} ${at + 1}` })}
              onPress={() => onRows(rows.filter((_, place) => place !== at))}
            />
          </li>
        ))}
      </ol>
      <Button icon="plus" onPress={() => onRows([...rows, {}])}>
        {t("designer.rule.try_line", { name: one })}
      </Button>
    </FormField>
  );
}
