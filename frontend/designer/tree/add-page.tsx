/**
 * A new page: a list, a detail page, or both with their actions in one step.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { addPage } from "../commands/pages";
import { addEntityPages } from "../commands/starter";
import type { Editor } from "../editor";
import { likelyEntity } from "../model-view";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import type { Spot } from "./spot";

type Kind = "all" | "list" | "detail";

interface AddPageProps {
  readonly editor: Editor;
  readonly spot: Spot;
  readonly onClose: () => void;
}

export function AddPageSheet({ editor, spot, onClose }: AddPageProps) {
  const { model, workspace } = editor.whole.value;
  const [kind, setKind] = useState<Kind>("all");
  const [entity, setEntity] = useState(spot.entity ?? likelyEntity(workspace, model));
  const add = () => {
    const { documents } = editor;
    const reserved = editor.reserved.peek();
    const intention =
      kind === "all"
        ? addEntityPages(documents, reserved, entity)
        : addPage(documents, reserved, { kind, entity });
    onClose();
    editor.run(intention, { select: "page" });
  };
  return (
    <AddSheet title={t("designer.add.page")} onAdd={add} onClose={onClose}>
      <FormField label={t("designer.entity")}>
        <Select
          value={entity}
          onInput={setEntity}
          options={model.entities.map(({ id, plural }) => ({ value: id, label: said(plural) || id }))}
        />
      </FormField>
      <FormField label={t("designer.page_kind")}>
        <Select
          value={kind}
          onInput={(value) => setKind(value as Kind)}
          options={[
            { value: "all", label: t("designer.page_kind.all") },
            { value: "list", label: t("designer.page_kind.list") },
            { value: "detail", label: t("designer.page_kind.detail") },
          ]}
        />
      </FormField>
    </AddSheet>
  );
}
