/**
 * The word under the tree that shows all entities of the organisation, or again those that the workspace uses.
 */
import { t } from "../../shared/messages";
import type { Editor } from "../editor";

export function EntityScope({ editor }: { readonly editor: Editor }) {
  const all = editor.allEntities.value;
  return (
    <button
      class="d-entity-scope"
      type="button"
      aria-pressed={all}
      onClick={() => {
        editor.allEntities.value = !all;
        editor.expanded.value = new Set([...editor.expanded.peek(), "section:entities"]);
      }}
    >
      {t(all ? "designer.entities_used" : "designer.entities_all", {
        count: editor.whole.value.model.entities.length,
      })}
    </button>
  );
}
