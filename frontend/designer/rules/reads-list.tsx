/**
 * What a rule hangs on: the fields that it reads, each with the entity that has it, and who asks when.
 */
import type { FormulaModel } from "../../expressions/formula/names";
import { Names } from "../../expressions/formula/names";
import { reads } from "../../expressions/reads";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { FIELD_ICONS } from "../field-looks";

interface ReadsListProps {
  readonly rule: unknown;
  readonly entity: string;
  readonly model: FormulaModel;
}

export function ReadsList({ rule, entity, model }: ReadsListProps) {
  const names = new Names(model);
  const { paths, lines, asker } = reads(rule);
  const lists = [
    { entity, paths: [...paths] },
    ...[...lines].map(([id, of]) => ({ entity: id, paths: [...of] })),
  ].filter((list) => list.paths.length > 0);
  return (
    <section class="d-reads" aria-label={t("designer.rule.reads")}>
      <h3>{t("designer.rule.reads")}</h3>
      {lists.length === 0 && <p class="ui-quiet">{t("designer.rule.reads_nothing")}</p>}
      <ul>
        {lists.flatMap((list) =>
          list.paths.map((path) => {
            const found = walked(path, list.entity, names);
            return (
              <li key={`${list.entity} ${path}`}>
                <Icon name={FIELD_ICONS[found.type]} />
                <span>{found.label}</span>
                <span class="ui-quiet">{found.holder}</span>
              </li>
            );
          }),
        )}
        {(asker.has("today") || asker.has("now")) && (
          <li>
            <Icon name="calendar" />
            <span>{t("designer.rule.reads_today")}</span>
          </li>
        )}
        {(asker.has("person") || asker.has("teams") || asker.has("unit")) && (
          <li>
            <Icon name="user" />
            <span>{t("designer.rule.reads_person")}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function walked(path: string, entity: string, names: Names) {
  const words: string[] = [];
  let holder = entity;
  let field = names.fieldsOf(entity)[0]?.one;
  for (const [place, id] of path.split(".").entries()) {
    if (place > 0) holder = field?.target ?? holder;
    field = names.fieldsOf(holder).find((one) => one.id === id)?.one;
    words.push(names.nameOfField(holder, id));
  }
  return {
    label: words.join(" › "),
    holder: names.model.said(names.entity(holder)?.label) || holder,
    type: field?.type ?? "text",
  };
}
