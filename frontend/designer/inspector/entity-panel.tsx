/**
 * The properties of an entity, and its fields at a glance.
 */
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { isPublished } from "../commands/entities";
import { FIELD_ICONS, typeWords } from "../field-looks";
import { EntitySpreadsheets } from "../import/entity-spreadsheets";
import { EntityIndexes } from "../indexes/index-proposals";
import { ValiditiesProperty } from "../rules/validities-property";
import { said } from "../words";
import { EntityPolicyProperty } from "./policy-property";
import { IconProperty, More, SelectProperty, TextsProperty } from "./properties";
import { useTarget } from "./target";
import { TitleProperty } from "./title-property";
import { IdLine } from "./workspace-panel";

export function EntityPanel({ entity }: { readonly entity: Entity }) {
  const { editor } = useTarget();
  const published = isPublished(editor.reserved.value, entity.id);
  return (
    <>
      <TextsProperty of="label" label={t("designer.entity_one")} value={entity.label} />
      <TextsProperty of="plural" label={t("designer.entity_many")} value={entity.plural} />
      <TitleProperty entity={entity} />
      <SelectProperty
        of="ownership"
        label={t("designer.ownership")}
        {...(published && { help: t("designer.ownership_published") })}
        value={entity.ownership}
        readOnly={published || entity.builtIn}
        options={(["organisation", "person"] as const).map((value) => ({
          value,
          label: t(`designer.ownership.${value}`),
        }))}
      />
      <section class="d-fields">
        <h3>{t("designer.its_fields")}</h3>
        <ul>
          {entity.fields.map((field) => (
            <li key={field.id}>
              <button
                type="button"
                onClick={() =>
                  editor.goTo({ document: "model", path: ["entities", entity.id, "fields", field.id] })
                }
              >
                <Icon name={FIELD_ICONS[field.type]} />
                <span>{said(field.label) || field.id}</span>{" "}
                <span class="ui-quiet">{typeWords(field.type)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <EntityIndexes entity={entity} />
      <ValiditiesProperty entity={entity} />
      {!entity.builtIn && (
        <EntitySpreadsheets
          client={editor.client}
          entity={editor.published.value.model?.entities.find(({ id }) => id === entity.id) ?? null}
        />
      )}
      <More>
        <EntityPolicyProperty entity={entity} />
        <IconProperty of="icon" label={t("designer.icon")} value={entity.icon} />
        <IdLine id={entity.id} />
      </More>
    </>
  );
}
