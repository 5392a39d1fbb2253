/**
 * The others who are here: in the bar by name, in the tree at what they have selected.
 */
import type { OtherTab } from "../../protocol";
import { t } from "../../shared/messages";
import { Avatar } from "../../ui/avatar";
import type { Editor } from "../editor";
import { keyOf, nodeByPath, type TreeNode } from "../tree/nodes";
import "./together.css";

export function OthersInBar({ editor }: { readonly editor: Editor }) {
  const names = [...new Set(editor.others.value.map(({ name }) => name))];
  return (
    <span class="d-others" role="status">
      {names.length > 0 && (
        <span class="ui-hidden">{t("designer.together.others", { names: names.join(", ") })}</span>
      )}
      {names.map((name) => (
        <span key={name} title={t("designer.together.here", { name })}>
          <Avatar name={name} size="small" />
        </span>
      ))}
    </span>
  );
}

/** Those who have selected a node, or something in it that the tree does not show. */
export function othersAt(editor: Editor, node: TreeNode): readonly OtherTab[] {
  return editor.others.value.filter(({ place }) => {
    if (!place || place.path.length === 0) return false;
    const shown = nodeByPath(editor.tree.value, place);
    return shown?.key === node.key || keyOf(place.document, place.path) === node.key;
  });
}

export function OthersAt({ editor, node }: { readonly editor: Editor; readonly node: TreeNode }) {
  return (
    <>
      {othersAt(editor, node).map(({ tab, name }) => (
        <span key={tab} class="d-other-here" title={t("designer.together.here", { name })}>
          <Avatar name={name} size="small" labelled />
        </span>
      ))}
    </>
  );
}
