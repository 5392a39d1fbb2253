/**
 * The properties of a block: a list, a group of fields, a link to a page.
 */
import type { FieldsBlock, LinkBlock, ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { entityOf, pathOptions } from "../model-view";
import type { Condition } from "../simple-conditions";
import { said } from "../words";
import { ConditionProperty } from "./condition-property";
import { PathListProperty } from "./path-list";
import { More, SelectProperty, SwitchProperty, TextsProperty } from "./properties";
import { useTarget, write } from "./target";
import { ViewsProperty } from "./views-property";

export function ListPanel({ block, inline }: { readonly block: ListBlock; readonly inline: boolean }) {
  const target = useTarget();
  const { model, workspace } = target.editor.whole.value;
  const paths = pathOptions(model, block.entity);
  const own = pathOptions(model, block.entity, false);
  const some = (types: readonly string[]) =>
    paths
      .filter(({ field }) => types.includes(field.type))
      .map(({ path, label }) => ({ value: path, label }));
  const all = paths
    .filter(({ field }) => field.type !== "image")
    .map(({ path, label }) => ({ value: path, label }));
  const details = workspace.pages
    .filter(({ kind, entity }) => kind === "detail" && entity === block.entity)
    .map(({ id, title }) => ({ value: id, label: said(title) || id }));
  const parents = own
    .filter(({ field }) => field.type === "lookup")
    .map(({ path, label }) => ({ value: path, label }));
  const none = t("designer.none");
  const entity = entityOf(model, block.entity);
  return (
    <>
      <p class="d-fact">{t("designer.fact.rows", { name: said(entity?.plural) || block.entity })}</p>
      <SelectProperty of="title" label={t("designer.list.title")} value={block.title} options={all} />
      <PathListProperty
        of="subtitle"
        label={t("designer.list.subtitle")}
        entity={block.entity}
        value={block.subtitle}
      />
      <SelectProperty
        of="figure"
        label={t("designer.list.figure")}
        value={block.figure}
        options={some(["money", "decimal", "integer", "date", "date_time", "auto_number", "text"])}
        none={none}
      />
      <SelectProperty
        of="badge"
        label={t("designer.list.badge")}
        value={block.badge}
        options={some(["choice"])}
        none={none}
      />
      <SelectProperty
        of="detail"
        label={t("designer.list.detail")}
        value={block.detail}
        options={details}
        none={none}
      />
      <PathListProperty
        of="search"
        label={t("designer.list.search")}
        entity={block.entity}
        value={block.search}
      />
      {entity && !inline && <ViewsProperty entity={entity} block={block} />}
      <More>
        {inline && <TextsProperty of="label" label={t("designer.heading")} value={block.label} />}
        <SelectProperty
          of="sort"
          label={t("designer.list.sort")}
          value={block.sort?.field ?? null}
          options={own.map(({ path, label }) => ({ value: path, label }))}
          none={none}
          onChange={(field) =>
            write(target, "sort", field && { field, descending: block.sort?.descending ?? false })
          }
        />
        {block.sort && (
          <SelectProperty
            of="sort"
            label={t("designer.list.direction")}
            value={block.sort.descending ? "down" : "up"}
            options={[
              { value: "up", label: t("designer.list.ascending") },
              { value: "down", label: t("designer.list.descending") },
            ]}
            onChange={(way) =>
              block.sort && write(target, "sort", { field: block.sort.field, descending: way === "down" })
            }
          />
        )}
        <SelectProperty
          of="image"
          label={t("designer.list.image")}
          value={block.image}
          options={some(["image"])}
          none={none}
        />
        <SelectProperty
          of="parent"
          label={t("designer.list.parent")}
          help={t("designer.list.parent_help")}
          value={block.parent}
          options={parents}
          none={none}
        />
        {entity && (
          <ConditionProperty
            label={t("designer.list.condition")}
            entity={entity}
            condition={block.condition as Condition}
            path={target.path}
            name={target.name}
          />
        )}
        <TextsProperty long of="empty" label={t("designer.list.empty")} value={block.empty} />
      </More>
    </>
  );
}

export function FieldsPanel({ block }: { readonly block: FieldsBlock }) {
  return <TextsProperty of="label" label={t("designer.heading")} value={block.label} />;
}

export function LinkPanel({ block, page }: { readonly block: LinkBlock; readonly page: string }) {
  const { editor } = useTarget();
  const lists = editor.whole.value.workspace.pages
    .filter(({ kind, id }) => kind === "list" && id !== page)
    .map(({ id, title }) => ({ value: id, label: said(title) || id }));
  return (
    <>
      <TextsProperty
        of="label"
        label={t("designer.label")}
        help={t("designer.label_override_help")}
        value={block.label}
      />
      <SelectProperty of="page" label={t("designer.link_to")} value={block.page} options={lists} />
      <SwitchProperty of="count" label={t("designer.link_count")} value={block.count} />
    </>
  );
}
