/**
 * The views of a list: their names, which records each shows, and their order.
 */
import { useState } from "preact/hooks";
import type { Entity, ListBlock } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Menu } from "../../ui/menu";
import { TextInput } from "../../ui/text-input";
import { moveBy, removeNode, setText } from "../commands/nodes";
import { addView } from "../commands/views";
import type { Condition } from "../simple-conditions";
import { said, WRITTEN } from "../words";
import { ConditionProperty } from "./condition-property";
import { useTarget } from "./target";

interface ViewsProps {
  readonly entity: Entity;
  readonly block: ListBlock;
}

export function ViewsProperty({ entity, block }: ViewsProps) {
  const { editor, path } = useTarget();
  const [typed, setTyped] = useState("");
  const add = () => {
    const label = typed.trim();
    if (label === "") return;
    editor.run(addView(editor.documents, editor.reserved.peek(), path, label));
    setTyped("");
  };
  return (
    <FormField label={t("designer.views")} help={t("designer.views_help")} group>
      {block.views.length > 0 && (
        <ul class="d-views">
          {block.views.map((view, at) => (
            <ViewLine key={view.id} entity={entity} block={block} at={at} />
          ))}
        </ul>
      )}
      <FormField label={t("designer.view.new")}>
        <form
          class="d-add-line"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextInput value={typed} onInput={setTyped} />
          <button class="ui-button ui-button-quiet" type="submit" disabled={typed.trim() === ""}>
            {t("designer.add")}
          </button>
        </form>
      </FormField>
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
        {WRITTEN.map((code) => (
          <input
            key={code}
            class="ui-control"
            lang={code}
            dir="auto"
            aria-label={`${name}, ${code}`}
            placeholder={code.toUpperCase()}
            value={view.label[code] ?? ""}
            onInput={(event) =>
              editor.type(
                setText(editor.documents, "workspace", path, "label", code, event.currentTarget.value, name),
                `workspace/${path.join("/")}/label/${code}`,
              )
            }
            onBlur={() => editor.store.seal()}
          />
        ))}
        <Menu
          label={t("designer.tree.menu", { name })}
          items={[
            {
              id: "up",
              label: t("designer.tree.up"),
              icon: "arrow-up",
              disabled: at === 0,
              onSelect: () => editor.run(moveBy(editor.documents, place, -1, name)),
            },
            {
              id: "down",
              label: t("designer.tree.down"),
              icon: "arrow-down",
              disabled: at === block.views.length - 1,
              onSelect: () => editor.run(moveBy(editor.documents, place, 1, name)),
            },
            {
              id: "remove",
              label: t("designer.tree.remove_word"),
              icon: "trash-2",
              danger: true,
              onSelect: () => editor.run(removeNode(editor.documents, place, name)),
            },
          ]}
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
