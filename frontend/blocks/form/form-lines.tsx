/**
 * The lines of a form on the page: each a small form under the header's fields, with one to add and a way back for the
 * one that was taken out last.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { overtaken } from "../../local/editing";
import type { DraftLines } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { useBlocks } from "../context";
import { FormFields } from "./form-controls";
import type { FormState } from "./form-state";
import type { FormLine, LineForms } from "./line-forms";
import "./form-lines.css";

interface FormLinesProps {
  readonly lines: LineForms;
  /** The record that they are of; none for one that is being made. */
  readonly parent?: string;
  readonly mayAdd: boolean;
  readonly mayRemove: (record: LocalRecord) => boolean;
}

export function FormLines({ lines, parent, mayAdd, mayRemove }: FormLinesProps) {
  const { records, pictures } = useBlocks();
  const id = useId();
  const element = useRef<HTMLElement>(null);
  const added = useRef<string | null>(null);
  const [back, setBack] = useState<(() => void) | null>(null);
  const { set, wrongCount } = lines;
  useFollowed(lines, parent);
  useEffect(() => {
    if (!added.current) return;
    const line = element.current?.querySelector(`[data-line="${CSS.escape(added.current)}"]`);
    line?.querySelector<HTMLElement>("[data-field] :is(input, select, textarea, button)")?.focus();
    added.current = null;
  });
  const remove = (line: FormLine) => {
    const restore = lines.remove(line, records.get(set.entity, line.record)?.version ?? 0);
    setBack(() => restore);
  };
  const wrong = wrongCount.value;
  return (
    <section ref={element} class="block-lines" aria-labelledby={id} data-lines={set.id} data-node={set.node}>
      <h2 id={id} class="block-lines-title">
        {set.label}
        <span class="ui-quiet"> {formatNumber(lines.lines.length)}</span>
      </h2>
      {lines.lines.map((line, at) => {
        const record = records.get(set.entity, line.record);
        const away = !line.start && !record;
        const removable = line.start !== null || away || (record && mayRemove(record));
        return (
          <LineFields
            key={line.record}
            name={t("mobile.form.lines_one", { name: set.one, number: at + 1 })}
            record={record}
            line={line.record}
            form={line.form}
            onRemove={removable ? () => remove(line) : undefined}
          >
            {away && <p class="ui-quiet">{t("mobile.form.lines_gone")}</p>}
          </LineFields>
        );
      })}
      {back && (
        <p class="block-lines-back" role="status">
          <span>{t("mobile.form.lines_removed", { name: set.one })}</span>
          <Button
            icon="undo-2"
            onPress={() => {
              back();
              setBack(null);
            }}
          >
            {t("ui.undo")}
          </Button>
        </p>
      )}
      <div class="block-lines-end">
        {mayAdd && (
          <Button
            icon="plus"
            onPress={() => {
              added.current = lines.add(pictures.newId()).record;
            }}
          >
            {t("mobile.form.lines_add", { name: set.one.toLocaleLowerCase() })}
          </Button>
        )}
        <p class="ui-field-error" aria-live="polite">
          {wrong && (
            <>
              <Icon name="circle-alert" />
              <span>{countWords(wrong.code, wrong.limit, set)}</span>
            </>
          )}
        </p>
      </div>
    </section>
  );
}

interface LineFieldsProps {
  readonly name: string;
  /** Its record as it is now; none for one that was added. */
  readonly record?: LocalRecord | undefined;
  readonly line: string;
  readonly form: FormState;
  readonly refusals?: ReadonlyMap<string, string>;
  /** What is said of it as a whole. */
  readonly children?: ComponentChildren;
  readonly onRemove?: (() => void) | undefined;
}

/** One line: its fields, under its name. */
export function LineFields({ name, record, line, form, refusals, children, onRemove }: LineFieldsProps) {
  const id = useId();
  const changed = record && new Set(overtaken(form.edits, record));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in one line with what is beside it
    <div class="block-line" role="group" aria-labelledby={id} data-line={line}>
      <div class="block-line-top">
        <h3 id={id}>{name}</h3>
        {onRemove && (
          <IconButton
            icon="trash-2"
            label={t("mobile.form.lines_remove", { name: name.toLocaleLowerCase() })}
            onPress={onRemove}
          />
        )}
      </div>
      {children}
      <FormFields
        form={form}
        record={record}
        {...(changed && { overtaken: changed })}
        {...(refusals && { refusals })}
      />
    </div>
  );
}

/** Let the lines be those that the record has now. */
function useFollowed(lines: LineForms, parent: string | undefined): void {
  const { lens, records } = useBlocks();
  const { entity, parent: lookup } = lines.set;
  const all = parent === undefined ? [] : records.list(entity);
  const loaded = records.loaded(entity);
  useLayoutEffect(() => {
    if (parent === undefined || !loaded) return;
    const own = all.filter(({ values, state }) => values[lookup] === parent && state !== "deleted");
    lines.follow(own, (field) => lens.field(entity, field) !== undefined);
  }, [lines, all, loaded, parent, lookup, lens]);
}

function countWords(code: "few" | "many", count: number, { label }: DraftLines): string {
  return code === "few"
    ? t("mobile.form.lines_few", { count, name: label })
    : t("mobile.form.lines_many", { count, name: label });
}
