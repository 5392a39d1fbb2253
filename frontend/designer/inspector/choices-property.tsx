/**
 * The choices of a field: their names, colours and order; a published one is retired, never removed.
 */
import { useState } from "preact/hooks";
import { accentNamed } from "../../fields/accent";
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Menu } from "../../ui/menu";
import { TextInput } from "../../ui/text-input";
import { addChoice, removeChoice, retireChoice } from "../commands/entities";
import { moveBy, setProperty, setText } from "../commands/nodes";
import { said, WRITTEN } from "../words";
import { ACCENT_NAMES } from "../workspaces/accent-picker";
import { useTarget, wrongWith } from "./target";

interface ChoicesProps {
  readonly entity: string;
  readonly field: Field;
}

export function ChoicesProperty({ entity, field }: ChoicesProps) {
  const target = useTarget();
  const { editor } = target;
  const [typed, setTyped] = useState("");
  const add = () => {
    const label = typed.trim();
    if (label === "") return;
    editor.run(addChoice(editor.documents, editor.reserved.peek(), entity, field.id, label));
    setTyped("");
  };
  return (
    <FormField label={t("designer.choices")} group error={wrongWith(target, "choices")}>
      <ul class="d-choices">
        {field.choices.map((choice) => (
          <ChoiceLine key={choice.id} entity={entity} field={field} choice={choice} />
        ))}
      </ul>
      <FormField label={t("designer.add.choice")}>
        <form
          class="d-add-line"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextInput value={typed} onInput={setTyped} onLeave={add} />
          <button class="ui-button ui-button-quiet" type="submit" disabled={typed.trim() === ""}>
            {t("designer.add")}
          </button>
        </form>
      </FormField>
    </FormField>
  );
}

function ChoiceLine({ entity, field, choice }: ChoicesProps & { readonly choice: Field["choices"][number] }) {
  const { editor } = useTarget();
  const list = ["entities", entity, "fields", field.id, "choices"];
  const path = [...list, choice.id];
  const name = said(choice.label) || choice.id;
  const place = { document: "model", list, id: choice.id } as const;
  const published = editor.reserved.value.model.has(path.join("/"));
  return (
    <li class={choice.retired ? "d-choice d-choice-retired" : "d-choice"}>
      <select
        class="d-swatch"
        data-accent={accentNamed(choice.colour)}
        aria-label={t("designer.colour_of", { name })}
        value={choice.colour ?? ""}
        onChange={(event) =>
          editor.run(
            setProperty(editor.documents, "model", path, "colour", event.currentTarget.value || null, name),
          )
        }
      >
        <option value="">{t("designer.none")}</option>
        {ACCENT_NAMES.map((accent) => (
          <option key={accent} value={accent}>
            {t(`designer.accent.${accent}`)}
          </option>
        ))}
      </select>
      {WRITTEN.map((code) => (
        <input
          key={code}
          class="ui-control"
          lang={code}
          aria-label={`${name}, ${code}`}
          placeholder={code.toUpperCase()}
          value={choice.label[code] ?? ""}
          onInput={(event) =>
            editor.type(
              setText(editor.documents, "model", path, "label", code, event.currentTarget.value, name),
              `model/${path.join("/")}/label/${code}`,
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
            disabled: field.choices[0]?.id === choice.id,
            onSelect: () => editor.run(moveBy(editor.documents, place, -1, name)),
          },
          {
            id: "down",
            label: t("designer.tree.down"),
            icon: "arrow-down",
            disabled: field.choices.at(-1)?.id === choice.id,
            onSelect: () => editor.run(moveBy(editor.documents, place, 1, name)),
          },
          published
            ? {
                id: "retire",
                label: t(choice.retired ? "designer.offer_again" : "designer.retire"),
                icon: choice.retired ? "eye" : "eye-off",
                onSelect: () =>
                  editor.run(retireChoice(editor.documents, entity, field.id, choice.id, !choice.retired)),
              }
            : {
                id: "remove",
                label: t("designer.tree.remove_word"),
                icon: "trash-2",
                danger: true,
                onSelect: () =>
                  editor.run(
                    removeChoice(editor.documents, editor.reserved.peek(), entity, field.id, choice.id),
                  ),
              },
        ]}
      />
    </li>
  );
}
