/**
 * A problem of the server in the designer's language.
 */
import type { Problem } from "../protocol";
import { ProblemError } from "../rest/errors";
import { hasMessage, type MessageValues, t } from "../shared/messages";

export function problemWords(problem: Problem): string {
  const key = `problem.${problem.code}`;
  return hasMessage(key) ? t(key, problem.arguments as MessageValues) : (problem.sentence ?? problem.code);
}

/** Say what went wrong, whoever's fault it is. */
export function errorWords(error: unknown): string {
  return error instanceof ProblemError ? problemWords(error.problem) : t("designer.unreachable");
}
