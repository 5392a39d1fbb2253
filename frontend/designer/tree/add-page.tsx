/**
 * A new page: a list, a detail page, both with their actions in one step, one of figures, or one that finds its
 * record by itself.
 */
import { useState } from "preact/hooks";
import type { Model, Single } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select, type SelectOption } from "../../ui/select";
import { addPage } from "../commands/pages";
import { addEntityPages } from "../commands/starter";
import type { Editor } from "../editor";
import { entityOption } from "../entity-words";
import { likelyEntity } from "../model-view";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import type { Spot } from "./spot";

const KINDS = ["all", "list", "detail", "figures", "single"] as const;
type Kind = (typeof KINDS)[number];

interface AddPageProps {
  readonly editor: Editor;
  readonly spot: Spot;
  readonly onClose: () => void;
}

export function AddPageSheet({ editor, spot, onClose }: AddPageProps) {
  const { model, workspace } = editor.whole.value;
  const [kind, setKind] = useState<Kind>("all");
  const [entity, setEntity] = useState(spot.entity ?? likelyEntity(workspace, model));
  const [own, setOwn] = useState<string>("person/me");
  const add = () => {
    const { documents } = editor;
    const reserved = editor.reserved.peek();
    const intention =
      kind === "all"
        ? addEntityPages(documents, reserved, entity)
        : addPage(documents, reserved, kind === "single" ? singleOf(own) : { kind, entity });
    onClose();
    editor.run(intention, { select: "page" });
  };
  return (
    <AddSheet title={t("designer.add.page")} onAdd={add} onClose={onClose}>
      <FormField label={t("designer.page_kind")} help={t(`designer.page_help.${kind}`)}>
        <Select
          value={kind}
          onInput={(value) => setKind(value as Kind)}
          options={KINDS.map((one) => ({ value: one, label: t(`designer.page_kind.${one}`) }))}
        />
      </FormField>
      {kind === "single" ? (
        <FormField label={t("designer.single.of")}>
          <Select value={own} onInput={setOwn} options={ownRecords(model)} />
        </FormField>
      ) : (
        <FormField label={t("designer.entity")}>
          <Select
            value={entity}
            onInput={setEntity}
            options={model.entities.map((one) => entityOption(model, one, "plural"))}
          />
        </FormField>
      )}
    </AddSheet>
  );
}

/** The user, his unit, the company; and what looks one of them up. */
function ownRecords(model: Model): SelectOption[] {
  const found: SelectOption[] = [
    { value: "person/me", label: t("designer.single.me") },
    { value: "business_unit/my_unit", label: t("designer.single.my_unit") },
    { value: "business_unit/my_company", label: t("designer.single.my_company") },
  ];
  for (const { id, label, fields } of model.entities) {
    for (const field of fields) {
      const of = field.type === "lookup" && !field.several ? OWNERS[field.target ?? ""] : undefined;
      if (!of) continue;
      const names = { name: said(label) || id, field: said(field.label) || field.id };
      found.push({ value: `${id}/${of}/${field.id}`, label: t(`designer.single.through.${of}`, names) });
    }
  }
  return found;
}

const OWNERS: Readonly<Record<string, "me" | "my_unit">> = { person: "me", business_unit: "my_unit" };

function singleOf(value: string) {
  const [entity = "", of, through] = value.split("/");
  return { kind: "single", entity, single: { of: of as Single["of"], through: through ?? null } } as const;
}
