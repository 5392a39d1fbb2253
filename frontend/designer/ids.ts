/**
 * Ids of new nodes: made from a label once, short and readable, never one that stands or stood in the same list.
 *
 * As `backend/metadata/slug.py` makes them. Whatever was published keeps its id for ever, because records, columns
 * and links on phones speak of it.
 */
import { searchKey } from "../values/fold";
import { type DocumentName, type Documents, idsAt, type Path } from "./document";
import { blocksOf, isBlockList } from "./placed-blocks";

/** Addresses (`entities/customer/fields/name`) that were published or retired, by document. */
export type Reserved = Readonly<Record<DocumentName, ReadonlySet<string>>>;

export const NOTHING_RESERVED: Reserved = { workspace: new Set(), model: new Set() };

/** Leaves room for numbers, and for column names made from ids. */
const LONGEST = 40;
const LETTERS: Readonly<Record<string, string>> = {
  ø: "o",
  æ: "ae",
  œ: "oe",
  ð: "d",
  þ: "th",
  ł: "l",
  đ: "d",
};

/** Return an id for a label; `otherwise` serves a label without a plain letter or digit. */
export function slugOf(label: string, taken: (id: string) => boolean, otherwise: string): string {
  const plain = searchKey(label)
    .replace(/[øæœðþłđ]/g, (letter) => LETTERS[letter] ?? "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const begun = plain && !/^[a-z]/.test(plain) ? `${otherwise}_${plain}` : plain;
  const stem = begun.slice(0, LONGEST).replace(/_+$/, "") || otherwise;
  let found = stem;
  for (let number = 2; taken(found); number += 1) found = `${stem}_${number}`;
  return found;
}

interface NewNode {
  readonly document: DocumentName;
  /** The list that it goes into. */
  readonly path: Path;
  readonly label: string;
  readonly otherwise: string;
}

/** Return an id that no node of the list has or had; of a block, none of its page, in whichever group. */
export function newNodeId(
  documents: Documents,
  reserved: Reserved,
  { document, path, label, otherwise }: NewNode,
): string {
  const inBlocks = document === "workspace" && isBlockList(path);
  const home = inBlocks ? path.slice(0, 3) : path;
  const page = inBlocks ? documents.workspace.pages?.find(({ id }) => id === path[1]) : undefined;
  const there = new Set(
    page ? [...blocksOf(page)].map(({ block }) => block.id) : idsAt(documents[document], path),
  );
  const gone = reserved[document];
  const words = document === "model" && path.length > 1 && path.at(-1) === "fields" ? FIELD_WORDS : NO_WORDS;
  const taken = (id: string) => there.has(id) || words.has(id) || gone.has([...home, id].join("/"));
  return slugOf(label, taken, otherwise);
}

/** Words that every record has a meaning for; no field may be called so. */
const FIELD_WORDS: ReadonlySet<string> = new Set(["owner", "id", "version"]);
const NO_WORDS: ReadonlySet<string> = new Set();
