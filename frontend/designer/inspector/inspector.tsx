/**
 * The right pane: the properties of what is selected, with what the checks find there.
 */
import type { ComponentChildren } from "preact";
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import type { Path } from "../document";
import type { Editor, Selected } from "../editor";
import { blockAt } from "../placed-blocks";
import { problemWords } from "../problem-words";
import { keyOf, nodeByPath } from "../tree/nodes";
import { said } from "../words";
import { ActionPanel } from "./action-panel";
import { BlockPanel } from "./blocks/block-panel";
import { EntityPanel } from "./entity-panel";
import { FieldPanel } from "./field-panel";
import { LinesPanel } from "./lines-panel";
import { PagePanel } from "./page-panel";
import { ShownPanel } from "./shown-panel";
import { TargetContext } from "./target";
import { WorkspacePanel } from "./workspace-panel";
import "./inspector.css";

export function Inspector({ editor }: { readonly editor: Editor }) {
  const selected = editor.selected.value;
  const node = nodeByPath(editor.tree.value, selected);
  const name = node?.label ?? said(editor.whole.value.workspace.title);
  return (
    <div class="d-inspector">
      <div class="d-pane-head">
        <h2>{name}</h2>
      </div>
      <Findings editor={editor} selected={selected} />
      <TargetContext.Provider
        key={keyOf(selected.document, selected.path)}
        value={{ editor, ...selected, name }}
      >
        <div class="d-form d-panel" key={keyOf(selected.document, selected.path)}>
          {panel(editor, selected)}
        </div>
      </TargetContext.Provider>
    </div>
  );
}

/** Keys that no property of a panel stands for. */
const LISTS: ReadonlySet<string> = new Set(["blocks", "fields", "settings", "field", "lines"]);

/** What is wrong with the node, where it is not said at one of its properties. */
function Findings({ editor, selected }: { readonly editor: Editor; readonly selected: Selected }) {
  if (selected.path.length === 0) return null;
  const depth = selected.path.length;
  const found = editor
    .findingsAt(selected)
    .filter(
      ({ path }) => path.length <= depth || (path.length === depth + 1 && LISTS.has(path[depth] ?? "")),
    );
  if (found.length === 0) return null;
  return (
    <ul class="d-findings">
      {found.map(({ problem, level, path }) => (
        <li key={problem.code + path.join("/")} class={`d-finding d-finding-${level}`}>
          <Icon name={level === "error" ? "circle-alert" : "triangle-alert"} />
          <span>{problemWords(problem)}</span>
        </li>
      ))}
    </ul>
  );
}

function panel(editor: Editor, { document, path }: Selected): ComponentChildren {
  const { workspace, model } = editor.whole.value;
  if (document === "model") {
    const entity = model.entities.find(({ id }) => id === path[1]);
    const field = entity?.fields.find(({ id }) => id === path[3]);
    if (entity && field) return <FieldPanel entity={entity} field={field} />;
    return entity ? <EntityPanel entity={entity} /> : <Nothing />;
  }
  if (path.length === 0) return <WorkspacePanel workspace={workspace} />;
  if (path[0] === "actions") {
    const action = workspace.actions.find(({ id }) => id === path[1]);
    if (action && path[2] === "lines") return linesPanel(action, path);
    const shown = action?.fields.find(({ id }) => id === path[3]);
    if (action && shown) return <ShownPanel shown={shown} entity={action.entity} form />;
    return action ? <ActionPanel action={action} /> : <Nothing />;
  }
  const page = workspace.pages.find(({ id }) => id === path[1]);
  if (!page) return <Nothing />;
  const placed = blockAt(page, path);
  if (!placed) return <PagePanel page={page} />;
  const { block } = placed;
  const shown = block.type === "fields" && block.fields.find(({ id }) => id === path[placed.path.length + 1]);
  if (shown) return <ShownPanel shown={shown} entity={page.entity} form={false} />;
  return <BlockPanel block={block} page={page} />;
}

function linesPanel(action: Action, path: Path): ComponentChildren {
  const lines = action.lines.find(({ id }) => id === path[3]);
  const shown = lines?.fields.find(({ id }) => id === path[5]);
  if (lines && shown) return <ShownPanel shown={shown} entity={lines.entity} form />;
  return lines ? <LinesPanel lines={lines} action={action} /> : <ActionPanel action={action} />;
}

function Nothing() {
  return <p class="ui-quiet">{t("designer.nothing_selected")}</p>;
}
