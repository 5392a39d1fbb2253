/**
 * The views of a list: their names, which records each shows, and their order.
 */
import type { Entity, ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { removeNode } from "../commands/nodes";
import { addView } from "../commands/views";
import type { Condition } from "../simple-conditions";
import { said } from "../words";
import { ConditionProperty } from "./condition-property";
import { AddLine, NamedLine } from "./named-line";
import { useTarget } from "./target";

interface ViewsProps {
  readonly entity: Entity;
  readonly block: ListBlock;
}

export function ViewsProperty({ entity, block }: ViewsProps) {
  const { editor, path } = useTarget();
  const add = (label: string) => editor.run(addView(editor.documents, editor.reserved.peek(), path, label));
  return (
    <FormField label={t("designer.views")} help={t("designer.views_help")} group>
      {block.views.length > 0 && (
        <ul class="d-views">
          {block.views.map((view, at) => (
            <ViewLine key={view.id} entity={entity} block={block} at={at} />
          ))}
        </ul>
      )}
      <AddLine label={t("designer.view.new")} onAdd={add} />
    </FormField>
  );
}

function ViewLine({ entity, block, at }: ViewsProps & { readonly at: number }) {
  const { editor, path: list } = useTarget();
  const view = block.views[at];
  if (!view) return null;
  const path = [...list, "views", view.id];
  const place = { document: "workspace", list: [...list, "views"], id: view.id } as const;
  const name = said(view.label) || view.id;
  return (
    <li class="d-view">
      <div class="d-view-name">
        <NamedLine
          place={place}
          name={name}
          label={view.label}
          at={at}
          count={block.views.length}
          more={{
            id: "remove",
            label: t("designer.tree.remove_word"),
            icon: "trash-2",
            danger: true,
            onSelect: () => editor.run(removeNode(editor.documents, place, name)),
          }}
        />
      </div>
      <ConditionProperty
        label={<span class="ui-hidden">{t("designer.view.shows", { name })}</span>}
        entity={entity}
        condition={view.condition as Condition}
        path={path}
        name={name}
      />
    </li>
  );
}
