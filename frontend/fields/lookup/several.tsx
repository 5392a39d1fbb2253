/**
 * References to several records: their names, each removed with a tap; more are chosen from all at once.
 */
import { useRef } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { referredBy } from "../../values/lookup";
import type { ControlProps } from "../contract";
import { allToMatch, severalOf } from "./to-match";

export function Several({ field, input, onInput, onLeave, readOnly, tools }: ControlProps) {
  const { reading, pick } = tools;
  const chosen = referredBy(input, field, reading);
  const unmatched = allToMatch(input);
  const root = useRef<HTMLDivElement>(null);
  const nameOf = (id: string) => reading.resolve?.(field.target, id) ?? t("mobile.record.elsewhere");

  const held = [
    ...chosen.map((id) => ({ id, name: nameOf(id), shown: nameOf(id) })),
    ...unmatched.map((words) => ({
      id: words,
      name: words,
      shown: t("mobile.form.match.words", { words }),
    })),
  ];

  function remove(one: string, at: number): void {
    onInput(
      severalOf(
        chosen.filter((other) => other !== one),
        unmatched.filter((other) => other !== one),
      ),
    );
    onLeave?.();
    // What was tapped is gone: the next one stands in its place, or the button behind the last.
    const buttons = root.current?.querySelectorAll("button") ?? [];
    buttons[at + 1]?.focus();
  }

  return (
    <div ref={root} class="field-records">
      {held.length > 0 && (
        <ul class="field-records-chosen">
          {held.map(({ id, name, shown }, at) => (
            <li key={id} class={readOnly ? "field-record" : "field-record field-record-removable"}>
              <span dir="auto">{shown}</span>
              {!readOnly && (
                <IconButton
                  icon="x"
                  label={t("mobile.form.records.remove", { name })}
                  onPress={() => remove(id, at)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly && held.length === 0 && <span class="ui-quiet">–</span>}
      {!readOnly && (
        <Button
          icon="plus"
          onPress={() =>
            pick(field, chosen, (records) => {
              onInput(severalOf(records, unmatched));
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
