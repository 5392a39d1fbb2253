/**
 * A problem as a sentence in the reader's language, from its code and arguments.
 */
import { hasMessage, type MessageValues, t } from "../shared/messages";

interface SomeProblem {
  readonly code: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly sentence?: string | null;
}

export function problemText({ code, arguments: values, sentence }: SomeProblem): string {
  const key = `problem.${code}`;
  if (hasMessage(key)) {
    try {
      return t(key, plain(values));
    } catch {
      // An argument that the sentence needs did not come along: say less rather than nothing.
    }
  }
  return sentence ?? t("mobile.problem.unknown");
}

function plain(values: Readonly<Record<string, unknown>>): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const fits = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      return [name, fits ? value : String(value ?? "")];
    }),
  );
}
