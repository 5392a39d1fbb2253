/**
 * Every text of a design in several languages, with its place. Pure.
 *
 * Found by the form of what stands there: under these keys an object of strings is a text, whatever node it is in.
 */
import { isObject } from "../../shared/json";
import type { DocumentName, Documents, Path } from "../document";
import { usedEntities } from "../model-view";
import type { Texts } from "../words";

const KEYS = ["title", "label", "plural", "description", "message", "help", "empty", "confirm"] as const;

export type TextKey = (typeof KEYS)[number];

export interface TextRow {
  /** Lasting: the address of the text. */
  readonly id: string;
  readonly document: DocumentName;
  /** The node that has the text. */
  readonly path: Path;
  readonly key: TextKey;
  readonly texts: Texts;
}

/** The texts of the workspace, then those of the entities that it uses. */
export function textRows({ workspace, model }: Documents): readonly TextRow[] {
  const used = usedEntities(workspace, model);
  const entities = model.entities.filter(({ id, builtIn }) => used.includes(id) && !builtIn);
  return [...rowsIn("workspace", [], workspace), ...rowsIn("model", [], { entities })];
}

/** The languages that any text is in. */
export function languagesOf(rows: readonly TextRow[]): readonly string[] {
  const written = ({ texts }: TextRow) => Object.keys(texts).filter((code) => texts[code]);
  return [...new Set(rows.flatMap(written))].sort();
}

/** The languages of a list that a text has no words in; a text without any words lacks nothing. */
export function lacking({ texts }: TextRow, languages: readonly string[]): readonly string[] {
  const empty = (code: string) => !texts[code]?.trim();
  return Object.keys(texts).every(empty) ? [] : languages.filter(empty);
}

function rowsIn(document: DocumentName, path: Path, node: object): readonly TextRow[] {
  const own = KEYS.flatMap((key): TextRow[] => {
    const texts: unknown = (node as Readonly<Record<string, unknown>>)[key];
    if (!isTexts(texts)) return [];
    return [{ id: [document, ...path, key].join("/"), document, path, key, texts }];
  });
  const inside = Object.entries(node).flatMap(([key, value]) =>
    Array.isArray(value) ? value.flatMap((one) => inList(document, [...path, key], one)) : [],
  );
  return [...own, ...inside];
}

function inList(document: DocumentName, list: Path, node: unknown): readonly TextRow[] {
  return isObject(node) && typeof node.id === "string" ? rowsIn(document, [...list, node.id], node) : [];
}

function isTexts(value: unknown): value is Texts {
  return (
    isObject(value) && Object.values(value).every((words) => words === null || typeof words === "string")
  );
}
