/**
 * The node that a panel of properties writes to, and the writing itself.
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { setProperty, setText } from "../commands/nodes";
import type { DocumentName, Path } from "../document";
import type { Editor } from "../editor";
import { problemWords } from "../problem-words";

export interface Target {
  readonly editor: Editor;
  readonly document: DocumentName;
  readonly path: Path;
  /** What undo calls it. */
  readonly name: string;
}

export const TargetContext = createContext<Target | null>(null);

export function useTarget(): Target {
  const target = useContext(TargetContext);
  if (!target) throw new Error("A property stands outside of a panel");
  return target;
}

/** Write a property of the target, or of an object inside it. */
export function write(
  { editor, document, path, name }: Target,
  key: string,
  value: unknown,
  inside: Path = [],
): void {
  editor.run(setProperty(editor.documents, document, [...path, ...inside], key, value, name));
}

/** Write a property that is being typed: one step of the history until it is left. */
export function typeInto(target: Target, key: string, value: unknown): void {
  const { editor, document, path, name } = target;
  editor.type(
    setProperty(editor.documents, document, path, key, value, name),
    [document, ...path, key].join("/"),
  );
}

export function typeText(target: Target, key: string, language: string, words: string): void {
  const { editor, document, path, name } = target;
  const intention = setText(editor.documents, document, path, key, language, words, name);
  editor.type(intention, [document, ...path, key, language].join("/"));
}

/** What is wrong with a property, in words; undefined if nothing is. */
export function wrongWith({ editor, document, path }: Target, key: string): string | undefined {
  return wrongAt(editor, document, [...path, key]);
}

/** What is wrong at a place or inside it, in words. */
export function wrongAt(editor: Editor, document: DocumentName, path: Path): string | undefined {
  const [finding] = editor.findingsAt({ document, path });
  return finding && problemWords(finding.problem);
}
