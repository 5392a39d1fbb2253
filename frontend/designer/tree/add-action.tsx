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
import { addAction, datedFields, enteredFields } from "../commands/actions";
import { homeOf } from "../commands/offering";
import type { Editor } from "../editor";
import { entityOption } from "../entity-words";
import { entityOf, likelyEntity } from "../model-view";
import { pageWords } from "../page-words";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import { FieldTicks } from "./field-ticks";
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
  /** What the form asks; null: nobody has chosen. */
  const [asked, setAsked] = useState<ReadonlySet<string> | null>(null);
  const [now, setNow] = useState<ReadonlySet<string>>(new Set());
  const entered = kind === "create" || kind === "edit" ? enteredFields(model, entity) : [];
  const dated = datedFields(model, { kind, entity });
  const begin = (act: () => void) => {
    act();
    setAsked(null);
    setNow(new Set());
  };
  const usual =
    kind === "step" ? "" : t(`designer.starter.${kind}`, { label: said(entityOf(model, entity)?.label) });
  const label = typed ?? usual;
  const home = homeOf(editor.whole.value, { kind, entity }, spot.page?.id);
  const add = () => {
    const page = home && offered ? { page: home.id } : {};
    const intention = addAction(editor.documents, editor.reserved.peek(), {
      kind,
      entity,
      label,
      ...page,
      ...(asked && { fields: asked }),
      now: dated.map(({ id }) => id).filter((id) => now.has(id)),
    });
    onClose();
    editor.run(intention, { select: true });
  };
  return (
    <AddSheet title={t("designer.add.action")} ready={label.trim() !== ""} onAdd={add} onClose={onClose}>
      <FormField label={t("designer.action_kind")}>
        <Select
          value={kind}
          onInput={(value) => begin(() => setKind(value as Action["kind"]))}
          options={KINDS.map((one) => ({ value: one, label: t(`designer.action_kind.${one}`) }))}
        />
      </FormField>
      <FormField label={t("designer.entity")}>
        <Select
          value={entity}
          onInput={(id) => begin(() => setEntity(id))}
          options={model.entities.map((one) => entityOption(model, one, "plural"))}
        />
      </FormField>
      <FormField label={t("designer.label")} required>
        <TextInput value={label} onInput={setTyped} />
      </FormField>
      {entered.length > 0 && (
        <FieldTicks
          label={t("designer.form_asks")}
          fields={entered}
          ticked={asked ?? new Set(entered.map(({ id }) => id))}
          onChange={setAsked}
        />
      )}
      {dated.length > 0 && (
        <FieldTicks
          label={t(kind === "step" ? "designer.sets_today" : "designer.begins_today")}
          fields={dated}
          ticked={now}
          onChange={setNow}
        />
      )}
      {home && (
        <Checkbox
          label={t("designer.offer_on", { name: pageWords(workspace, model, home) })}
          checked={offered}
          onChange={setOffered}
        />
      )}
    </AddSheet>
  );
}
