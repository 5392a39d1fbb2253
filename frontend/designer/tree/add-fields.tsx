/**
 * Fields picked into a group or a form, in the order in which they are picked.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { SearchField } from "../../ui/search-field";
import { Sheet } from "../../ui/sheet";
import { addShownFields } from "../commands/shown-fields";
import { nodesAt } from "../document";
import type { Editor } from "../editor";
import { typeWords } from "../field-looks";
import { pathOptions } from "../model-view";
import type { Spot } from "./spot";

interface AddFieldsProps {
  readonly editor: Editor;
  readonly into: NonNullable<Spot["fields"]>;
  /** Where the entity has no such field yet. */
  readonly onNew: () => void;
  readonly onClose: () => void;
}

export function AddFieldsSheet({ editor, into, onNew, onClose }: AddFieldsProps) {
  const [search, setSearch] = useState("");
  const [picked, setPicked] = useState<readonly string[]>([]);
  const there = new Set(
    nodesAt(editor.documents.workspace, into.list).map((node) => (node as { field?: string }).field),
  );
  const wanted = search.trim().toLocaleLowerCase();
  const options = pathOptions(editor.whole.value.model, into.entity, !into.form).filter(
    ({ path, label }) => !there.has(path) && label.toLocaleLowerCase().includes(wanted),
  );
  const add = () => {
    const intention = addShownFields(
      editor.documents,
      editor.reserved.peek(),
      into.list,
      into.entity,
      picked,
    );
    onClose();
    editor.run(intention, { select: true });
  };
  return (
    <Sheet
      open
      title={t("designer.add.fields", { name: into.name })}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={add} disabled={picked.length === 0}>
          {t("designer.add.count", { count: picked.length })}
        </Button>
      }
    >
      <div class="d-pick">
        <SearchField value={search} onSearch={setSearch} label={t("designer.search_fields")} />
        {options.length === 0 && <p class="ui-quiet d-pick-none">{t("designer.no_fields_left")}</p>}
        {options.map(({ path, label, field }) => (
          <Checkbox
            key={path}
            label={label}
            help={typeWords(field.type)}
            checked={picked.includes(path)}
            onChange={(on) => setPicked(on ? [...picked, path] : picked.filter((one) => one !== path))}
          />
        ))}
        <Button icon="plus" onPress={onNew}>
          {t("designer.new_field")}
        </Button>
      </div>
    </Sheet>
  );
}
