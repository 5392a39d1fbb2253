/**
 * The actions under a row that is drawn aside: at most two, of those that can be done to it.
 */
import type { ListBlock } from "../../../protocol";
import { t } from "../../../shared/messages";
import { Checkbox } from "../../../ui/checkbox";
import { FormField } from "../../../ui/form-field";
import { switchPath } from "../../commands/shown-fields";
import { said } from "../../words";
import { useTarget, wrongWith } from "../target";

const MOST = 2;

export function SwipeProperty({ block }: { readonly block: ListBlock }) {
  const target = useTarget();
  const { editor, path, name } = target;
  const actions = editor.whole.value.workspace.actions.filter(
    ({ id, entity, kind }) => (entity === block.entity && kind !== "create") || block.swipe.includes(id),
  );
  const list = [...path, "swipe"];
  return (
    <FormField
      label={t("designer.list.swipe")}
      help={t("designer.list.swipe_help")}
      group
      error={wrongWith(target, "swipe")}
    >
      {actions.length === 0 && <p class="ui-field-help">{t("designer.no_actions")}</p>}
      {actions.map(({ id, label }) => (
        <Checkbox
          key={id}
          label={said(label) || id}
          checked={block.swipe.includes(id)}
          disabled={!block.swipe.includes(id) && block.swipe.length >= MOST}
          onChange={(on) => editor.run(switchPath(editor.documents, list, id, on, name))}
        />
      ))}
    </FormField>
  );
}
