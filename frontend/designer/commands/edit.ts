/**
 * The pen of every command: it writes patches, and later patches see what earlier ones did.
 *
 * Each patch is read off the document as it stands, so that its inverse is exact and a second designer's change of
 * the same place is noticed.
 */
import type { Patch, SetKey } from "../../protocol";
import { same } from "../../shared/json";
import {
  type DocumentEdit,
  type DocumentName,
  type Documents,
  type Intention,
  idOf,
  idsAt,
  nextOf,
  nodesAt,
  type Path,
  valueAt,
} from "../document";
import { applyPatch } from "../patches";

export type Texts = Readonly<Record<string, string>>;

const LONGEST_LABEL = 200;

export class Edit {
  #documents: Documents;
  readonly #edits: { document: DocumentName; patches: Patch[] }[] = [];

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** The documents with all that was written so far. */
  get documents(): Documents {
    return this.#documents;
  }

  value(document: DocumentName, path: Path): unknown {
    return valueAt(this.#documents[document], path);
  }

  /** Put a value under a key; nothing is written when it stands there already. */
  set(document: DocumentName, path: Path, key: string, value: unknown): void {
    const old = this.value(document, [...path, key]) ?? null;
    if (!same(old, value)) this.#write(document, { op: "set", path: onWire(path), key, value, old });
  }

  /** Write one language of a text; an empty one goes, and a text without any language is null. */
  text(document: DocumentName, path: Path, key: string, language: string, words: string): void {
    const texts = this.value(document, [...path, key]) as Texts | null | undefined;
    const value = words === "" ? null : words;
    if (texts) this.set(document, [...path, key], language, value);
    else if (value !== null) this.set(document, path, key, { [language]: value });
  }

  /** Put a node into a list, before another (null: at the end); a list that is not there yet is made. */
  insert(document: DocumentName, path: Path, node: unknown, before: string | null = null): void {
    const list = this.value(document, path);
    if (Array.isArray(list)) this.#write(document, { op: "insert", path: onWire(path), node, before });
    else this.set(document, path.slice(0, -1), path.at(-1) ?? "", [node]);
  }

  /** Take a node out of a list; nothing is written when it is not there. */
  remove(document: DocumentName, path: Path, id: string): void {
    const node = nodesAt(this.#documents[document], path).find((one) => idOf(one) === id);
    if (node === undefined) return;
    const before = nextOf(this.#documents[document], path, id);
    this.#write(document, { op: "remove", path: onWire(path), node, before });
  }

  /** Move a node inside its list to before another (null: to the end). */
  move(document: DocumentName, path: Path, id: string, before: string | null): void {
    const was = nextOf(this.#documents[document], path, id);
    if (before === was || before === id || !idsAt(this.#documents[document], path).includes(id)) return;
    this.#write(document, { op: "move", path: onWire(path), node: id, before, was });
  }

  /** Return what was written as one intention; null when that is nothing. */
  done(label: string): Intention | null {
    const edits: readonly DocumentEdit[] = this.#edits;
    return edits.length > 0 ? { label: label.slice(0, LONGEST_LABEL), edits } : null;
  }

  #write(document: DocumentName, patch: Patch): void {
    this.#documents = {
      ...this.#documents,
      [document]: applyPatch(this.#documents[document] as unknown, patch),
    };
    const last = this.#edits.at(-1);
    if (last?.document === document) last.patches.push(patch);
    else this.#edits.push({ document, patches: [patch] });
  }
}

/** Write one intention over the documents as they stand. */
export function written(documents: Documents, label: string, write: (edit: Edit) => void): Intention | null {
  const edit = new Edit(documents);
  write(edit);
  return edit.done(label);
}

/** The generated type counts the parts of a path; ours are checked by the server. */
function onWire(path: Path): SetKey["path"] {
  return [...path] as SetKey["path"];
}
