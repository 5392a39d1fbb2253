/**
 * A new block of a detail page: a group of fields, rows that belong to the record, a link to a list page.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import { addFieldsGroup, addInlineList, addLink } from "../commands/blocks";
import type { Editor } from "../editor";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import type { Spot } from "./spot";

interface AddBlockProps {
  readonly editor: Editor;
  readonly page: NonNullable<Spot["page"]>;
  readonly onClose: () => void;
}

type Kind = "fields" | "list" | "link";

export function AddBlockSheet({ editor, page, onClose }: AddBlockProps) {
  const { model, workspace } = editor.whole.value;
  const [heading, setHeading] = useState("");
  const children = model.entities.flatMap((entity) =>
    entity.fields
      .filter(({ type, target }) => type === "lookup" && target === page.entity)
      .map((field) => ({
        value: `${entity.id}/${field.id}`,
        label: `${said(entity.plural)} (${said(field.label)})`,
      })),
  );
  const lists = workspace.pages
    .filter(({ kind, id }) => kind === "list" && id !== page.id)
    .map(({ id, title }) => ({ value: id, label: said(title) || id }));
  const detail = page.kind === "detail";
  const kinds: Kind[] = [
    ...(detail ? (["fields"] as const) : []),
    ...(children.length > 0 || !detail ? (["list"] as const) : []),
    ...(detail && lists.length > 0 ? (["link"] as const) : []),
  ];
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "list");
  const [rows, setRows] = useState(children[0]?.value ?? "");
  const [link, setLink] = useState(lists[0]?.value ?? "");
  const add = () => {
    const { documents } = editor;
    const reserved = editor.reserved.peek();
    const [entity = "", parent = ""] = rows.split("/");
    const intention =
      kind === "fields"
        ? addFieldsGroup(documents, reserved, page.id, heading)
        : kind === "link"
          ? addLink(documents, reserved, page.id, link)
          : addInlineList(
              documents,
              reserved,
              page.id,
              detail ? { entity, parent } : { entity: page.entity, parent: null },
            );
    onClose();
    editor.run(intention, { select: true });
  };
  return (
    <AddSheet title={t("designer.add.block", { name: page.name })} onAdd={add} onClose={onClose}>
      <FormField label={t("designer.block_kind")}>
        <Select
          value={kind}
          onInput={(value) => setKind(value as Kind)}
          options={kinds.map((one) => ({ value: one, label: t(`designer.block_kind.${one}`) }))}
        />
      </FormField>
      {kind === "fields" && (
        <FormField label={t("designer.heading")}>
          <TextInput value={heading} onInput={setHeading} />
        </FormField>
      )}
      {kind === "list" && detail && (
        <FormField label={t("designer.rows_of")}>
          <Select value={rows} onInput={setRows} options={children} />
        </FormField>
      )}
      {kind === "link" && (
        <FormField label={t("designer.link_to")}>
          <Select value={link} onInput={setLink} options={lists} />
        </FormField>
      )}
    </AddSheet>
  );
}
