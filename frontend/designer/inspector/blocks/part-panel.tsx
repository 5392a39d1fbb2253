/**
 * The properties of a part: the page that stands here, and the record that it is about.
 */
import type { Page, PartBlock } from "../../../protocol";
import { t } from "../../../shared/messages";
import { partOptions } from "../../block-options";
import { setProperties } from "../../commands/nodes";
import { More, SelectProperty, TextsProperty } from "../properties";
import { useTarget } from "../target";
import { VisibleWhen } from "./visible-when";

export function PartPanel({ block, page }: { readonly block: PartBlock; readonly page: Page }) {
  const { editor, document, path, name } = useTarget();
  const { model, workspace } = editor.whole.value;
  return (
    <>
      <TextsProperty
        of="label"
        label={t("designer.heading")}
        help={t("designer.label_override_help")}
        value={block.label}
      />
      <SelectProperty
        of="page"
        label={t("designer.part_of")}
        help={t("designer.part_help")}
        value={block.through ? `${block.page}/${block.through}` : block.page}
        options={partOptions(workspace, model, page)}
        onChange={(value) => {
          const [shown = "", through] = (value ?? "").split("/");
          const values = { page: shown, through: through ?? null };
          editor.run(setProperties(editor.documents, document, path, values, name));
        }}
      />
      <More>
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
