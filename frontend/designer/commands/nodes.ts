/**
 * What can be done to any node: move it, take it out, write one of its properties, make another like it.
 */
import { t } from "../../shared/messages";
import { type DocumentName, type Documents, type Intention, idOf, nodesAt, type Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { isBlockList } from "../placed-blocks";
import { said, type Texts } from "../words";
import { type Edit, written } from "./edit";

/** Where a node stands: the list, and its id. */
export interface Place {
  readonly document: DocumentName;
  readonly list: Path;
  readonly id: string;
}

export function placeOf(document: DocumentName, path: Path): Place {
  return { document, list: path.slice(0, -1), id: path.at(-1) ?? "" };
}

export function pathOf({ list, id }: Place): Path {
  return [...list, id];
}

/** Move a node inside its list to before another; null: to the end. */
export function moveNode(
  documents: Documents,
  place: Place,
  before: string | null,
  name: string,
): Intention | null {
  return written(documents, t("designer.edit.move", { name }), (edit) =>
    edit.move(place.document, place.list, place.id, before),
  );
}

/** Move a node by one; null when it stands at that end already. */
export function moveBy(documents: Documents, place: Place, step: -1 | 1, name: string): Intention | null {
  const ids = nodesAt(documents[place.document], place.list).map(idOf);
  const at = ids.indexOf(place.id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return null;
  return moveNode(documents, place, ids[step < 0 ? to : to + 1] ?? null, name);
}

/** Take out a node that nothing else refers to. */
export function removeNode(documents: Documents, place: Place, name: string): Intention | null {
  return written(documents, t("designer.edit.remove", { name }), (edit) =>
    edit.remove(place.document, place.list, place.id),
  );
}

/** Write a property of the node at a path. */
export function setProperty(
  documents: Documents,
  document: DocumentName,
  path: Path,
  key: string,
  value: unknown,
  name: string,
): Intention | null {
  return written(documents, t("designer.edit.change", { name }), (edit) =>
    edit.set(document, path, key, value),
  );
}

/** Write several properties of the node at a path, as one. */
export function setProperties(
  documents: Documents,
  document: DocumentName,
  path: Path,
  values: Readonly<Record<string, unknown>>,
  name: string,
): Intention | null {
  return written(documents, t("designer.edit.change", { name }), (edit) => {
    for (const [key, value] of Object.entries(values)) edit.set(document, path, key, value);
  });
}

/** Write one language of a label or another text of the node at a path. */
export function setText(
  documents: Documents,
  document: DocumentName,
  path: Path,
  key: string,
  language: string,
  words: string,
  name: string,
): Intention | null {
  return written(documents, t("designer.edit.change", { name }), (edit) =>
    edit.text(document, path, key, language, words),
  );
}

/** Put a node like another after it, under an id of its own; so are the blocks in a group. */
export function duplicateNode(documents: Documents, reserved: Reserved, place: Place): Intention | null {
  const { document, list, id } = place;
  const nodes = nodesAt(documents[document], list);
  const at = nodes.findIndex((one) => idOf(one) === id);
  const node = nodes[at];
  if (typeof node !== "object" || node === null) return null;
  const titled = node as { readonly title?: Texts; readonly label?: Texts };
  const key = isTexts(titled.title) ? "title" : "label";
  const texts = titled[key];
  const copied = texts && { [key]: mapped(texts, (words) => t("designer.copy_of", { name: words })) };
  const name = said(texts) || id;
  const fresh = newNodeId(documents, reserved, { document, path: list, label: id, otherwise: "node" });
  return written(documents, t("designer.edit.duplicate", { name }), (edit) =>
    insertCopy(
      edit,
      reserved,
      place,
      { ...structuredClone(node), ...copied, id: fresh },
      idOf(nodes[at + 1]),
    ),
  );
}

function insertCopy(
  edit: Edit,
  reserved: Reserved,
  { document, list }: Place,
  node: { readonly id: string; readonly blocks?: readonly { readonly id: string }[] },
  before: string | null,
): void {
  const inside = isBlockList(list) ? node.blocks : undefined;
  edit.insert(document, list, inside ? { ...node, blocks: [] } : node, before);
  const path = [...list, node.id, "blocks"];
  for (const block of inside ?? []) {
    const id = newNodeId(edit.documents, reserved, { document, path, label: block.id, otherwise: "block" });
    insertCopy(edit, reserved, { document, list: path, id }, { ...block, id }, null);
  }
}

function isTexts(value: unknown): value is Texts {
  return typeof value === "object" && value !== null;
}

function mapped(texts: Texts, change: (words: string) => string): Texts {
  return Object.fromEntries(Object.entries(texts).map(([code, words]) => [code, words && change(words)]));
}
