/**
 * References to several records: their names, each removed with a tap; more are chosen from all at once.
 */
import { useRef } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { referredBy } from "../../values/lookup";
import type { ControlProps } from "../contract";

export function Several({ field, input, onInput, onLeave, readOnly, tools }: ControlProps) {
  const { reading, pick } = tools;
  const chosen = referredBy(input, field, reading);
  const root = useRef<HTMLDivElement>(null);
  const nameOf = (id: string) => reading.resolve?.(field.target, id) ?? t("mobile.record.elsewhere");

  function remove(one: string, at: number): void {
    onInput(chosen.filter((other) => other !== one));
    onLeave?.();
    // What was tapped is gone: the next one stands in its place, or the button behind the last.
    const buttons = root.current?.querySelectorAll("button") ?? [];
    buttons[at + 1]?.focus();
  }

  return (
    <div ref={root} class="field-records">
      {chosen.length > 0 && (
        <ul class="field-records-chosen">
          {chosen.map((one, at) => (
            <li key={one} class={readOnly ? "field-record" : "field-record field-record-removable"}>
              <span dir="auto">{nameOf(one)}</span>
              {!readOnly && (
                <IconButton
                  icon="x"
                  label={t("mobile.form.records.remove", { name: nameOf(one) })}
                  onPress={() => remove(one, at)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly && chosen.length === 0 && <span class="ui-quiet">–</span>}
      {!readOnly && (
        <Button
          icon="plus"
          onPress={() =>
            pick(field, chosen, (records) => {
              onInput(records);
              onLeave?.();
            })
          }
        >
          {t("mobile.form.records.add")}
        </Button>
      )}
      <p class="ui-hidden" role="status">
        {t("mobile.form.records.chosen", { count: chosen.length })}
      </p>
    </div>
  );
}
