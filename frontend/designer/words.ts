/**
 * Texts in several languages, and the name by which a designer knows a node.
 */
import { LANGUAGES, language } from "../shared/messages";

export type Texts = Readonly<Record<string, string | null>>;

/** The languages that labels are written in, in the order of the panels. */
export const WRITTEN = LANGUAGES.map(({ code }) => code);

/** Say a text in the designer's language, or in the first that it has; empty if it has none. */
export function said(texts: Texts | null | undefined): string {
  if (!texts) return "";
  return texts[language.value] || texts.en || Object.values(texts).find((text) => text) || "";
}

/** A text that was entered by someone who works in the language of the interface. */
export function written(words: string): Record<string, string> {
  return { [language.value]: words };
}
