/**
 * A new action: what it does, to what, and what it is called.
 */
import { useState } from "preact/hooks";
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { addAction } from "../commands/actions";
import { homeOf } from "../commands/offering";
import type { Editor } from "../editor";
import { entityOf, likelyEntity } from "../model-view";
import { pageWords } from "../page-words";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import type { Spot } from "./spot";

const KINDS = ["create", "edit", "delete", "step"] as const satisfies readonly Action["kind"][];

interface AddActionProps {
  readonly editor: Editor;
  readonly spot: Spot;
  readonly onClose: () => void;
}

export function AddActionSheet({ editor, spot, onClose }: AddActionProps) {
  const { model, workspace } = editor.whole.value;
  const [kind, setKind] = useState<Action["kind"]>(spot.page?.kind === "detail" ? "step" : "create");
  const [entity, setEntity] = useState(spot.entity ?? likelyEntity(workspace, model));
  const [typed, setTyped] = useState<string | null>(null);
  const [offered, setOffered] = useState(true);
  const usual =
    kind === "step" ? "" : t(`designer.starter.${kind}`, { label: said(entityOf(model, entity)?.label) });
  const label = typed ?? usual;
  const home = homeOf(editor.whole.value, { kind, entity }, spot.page?.id);
  const add = () => {
    const page = home && offered ? { page: home.id } : {};
    const intention = addAction(editor.documents, editor.reserved.peek(), { kind, entity, label, ...page });
    onClose();
    editor.run(intention, { select: true });
  };
  return (
    <AddSheet title={t("designer.add.action")} ready={label.trim() !== ""} onAdd={add} onClose={onClose}>
      <FormField label={t("designer.action_kind")}>
        <Select
          value={kind}
          onInput={(value) => setKind(value as Action["kind"])}
          options={KINDS.map((one) => ({ value: one, label: t(`designer.action_kind.${one}`) }))}
        />
      </FormField>
      <FormField label={t("designer.entity")}>
        <Select
          value={entity}
          onInput={setEntity}
          options={model.entities.map(({ id, plural }) => ({ value: id, label: said(plural) || id }))}
        />
      </FormField>
      <FormField label={t("designer.label")} required>
        <TextInput value={label} onInput={setTyped} />
      </FormField>
      {home && (
        <Checkbox
          label={t("designer.offer_on", { name: pageWords(workspace, home) })}
          checked={offered}
          onChange={setOffered}
        />
      )}
    </AddSheet>
  );
}
