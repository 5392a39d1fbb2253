/**
 * A text that is longer than its place takes: it stays in its input with a sentence, and nothing is written.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";

/** Key of a text → its most characters, as the shapes of the protocol have them. */
const MOST: Readonly<Record<string, number>> = {
  description: 2000,
  help: 1000,
  empty: 500,
  confirm: 500,
  message: 500,
};
const MOST_OF_A_LABEL = 200;

interface TextLimit {
  readonly wrong: string | undefined;
  /** What the input of a language shows. */
  readonly shown: (language: string, kept: string) => string;
  readonly type: (language: string, words: string) => void;
  /** What was too long gives way to what is kept. */
  readonly leave: () => void;
}

export function useTextLimit(of: string, write: (language: string, words: string) => void): TextLimit {
  const [long, setLong] = useState<{ readonly language: string; readonly words: string } | null>(null);
  const most = MOST[of] ?? MOST_OF_A_LABEL;
  return {
    wrong: long ? t("problem.value-too-long", { length: long.words.length, maximum: most }) : undefined,
    shown: (language, kept) => (long?.language === language ? long.words : kept),
    type(language, words) {
      const fits = words.length <= most;
      setLong(fits ? null : { language, words });
      if (fits) write(language, words);
    },
    leave: () => setLong(null),
  };
}
