/**
 * The choices of a field: their names, colours and order; a published one is retired, never removed.
 */
import { accentNamed } from "../../fields/accent";
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { ACCENTS } from "../../ui/accents";
import { FormField } from "../../ui/form-field";
import { addChoice, removeChoice, retireChoice } from "../commands/entities";
import { setProperty } from "../commands/nodes";
import { said } from "../words";
import { AddLine, NamedLine } from "./named-line";
import { useTarget, wrongWith } from "./target";

interface ChoicesProps {
  readonly entity: string;
  readonly field: Field;
}

export function ChoicesProperty({ entity, field }: ChoicesProps) {
  const target = useTarget();
  const { editor } = target;
  const add = (label: string) =>
    editor.run(addChoice(editor.documents, editor.reserved.peek(), entity, field.id, label));
  return (
    <FormField label={t("designer.choices")} group error={wrongWith(target, "choices")}>
      <ul class="d-choices">
        {field.choices.map((choice, at) => (
          <ChoiceLine key={choice.id} entity={entity} field={field} choice={choice} at={at} />
        ))}
      </ul>
      <AddLine label={t("designer.add.choice")} onAdd={add} whenLeft />
    </FormField>
  );
}

interface ChoiceLineProps extends ChoicesProps {
  readonly choice: Field["choices"][number];
  readonly at: number;
}

function ChoiceLine({ entity, field, choice, at }: ChoiceLineProps) {
  const { editor } = useTarget();
  const list = ["entities", entity, "fields", field.id, "choices"];
  const path = [...list, choice.id];
  const name = said(choice.label) || choice.id;
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
        {ACCENTS.map((accent) => (
          <option key={accent} value={accent}>
            {t(`designer.accent.${accent}`)}
          </option>
        ))}
      </select>
      <NamedLine
        place={{ document: "model", list, id: choice.id }}
        name={name}
        label={choice.label}
        at={at}
        count={field.choices.length}
        more={
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
              }
        }
      />
    </li>
  );
}
