/**
 * The fields that a condition may speak of, and through lookups those of other records.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { LONGEST_PATH } from "../../expressions/checks";
import { OWNER } from "../../expressions/paths";
import { operatorsFor } from "../../expressions/vocabulary";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { SearchField } from "../../ui/search-field";
import { searchKey } from "../../values/fold";
import type { FieldRule } from "../../values/types";

interface FieldChoiceProps {
  readonly entity: string;
  readonly onChoose: (path: string) => void;
}

interface Passed {
  readonly path: string;
  readonly entity: string;
  readonly label: string;
}

/** A search is offered where there are more fields than one sees. */
const MANY = 8;

export function FieldChoice({ entity, onChoose }: FieldChoiceProps) {
  const { lens } = useBlocks();
  const [passed, setPassed] = useState<readonly Passed[]>([]);
  const [typed, setTyped] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const last = passed.at(-1);
  const at = last?.entity ?? entity;
  const first = useRef(true);
  useLayoutEffect(() => {
    if (first.current) first.current = false;
    else list.current?.querySelector<HTMLElement>("button")?.focus();
  }, [passed]);

  const labelOf = (field: FieldRule) =>
    field === OWNER ? t("filter.owner") : lens.text(field.label) || field.id;
  const own = [...lens.fields(at).values()].filter((field) => operatorsFor(field).length > 0);
  const all: readonly FieldRule[] = lens.entity(at)?.ownership === "person" ? [...own, OWNER] : own;
  const wanted = searchKey(typed.trim());
  const fields = all.filter((field) => searchKey(labelOf(field)).includes(wanted));
  const path = (id: string) => (last ? `${last.path}.${id}` : id);

  function enter(field: FieldRule): void {
    if (!field.target || field.several) return;
    setTyped("");
    setPassed([...passed, { path: path(field.id), entity: field.target, label: labelOf(field) }]);
  }

  return (
    <div ref={list} class="app-fields">
      {last && (
        <Button icon="chevron-left" onPress={() => setPassed(passed.slice(0, -1))}>
          {passed.map(({ label }) => label).join(" › ")}
        </Button>
      )}
      {all.length > MANY && (
        <SearchField value={typed} onSearch={setTyped} label={t("filter.lines.search_fields")} />
      )}
      <List label={t("filter.lines.choose_field")}>
        {fields.map((field) => (
          <div key={field.id} class="app-field">
            <ListRow title={labelOf(field)} onSelect={() => onChoose(path(field.id))} />
            {lens.entity(field.several ? null : field.target) && passed.length < LONGEST_PATH && (
              <IconButton
                icon="chevron-right"
                label={t("filter.lines.through", { lookup: labelOf(field) })}
                onPress={() => enter(field)}
              />
            )}
          </div>
        ))}
      </List>
      {fields.length === 0 && <p class="ui-quiet">{t("filter.lines.no_fields")}</p>}
    </div>
  );
}
