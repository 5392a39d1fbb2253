/**
 * What a user is told of something that only counts once the office has done it: now, and when it has answered.
 */
import { problemText } from "../../fields/problem-text";
import { type MessageKey, t } from "../../shared/messages";
import type { Answerable } from "../savings";

/** Words for what waits and for what was done; what was refused says why, and that it is in the outbox. */
export function intentWords(
  waits: MessageKey,
  done: MessageKey,
  named: { readonly name: string },
): Answerable {
  return {
    waits: t(waits, named),
    sent: t(done, named),
    refused: ({ outcome }) => {
      const sentence = outcome?.problem ? problemText(outcome.problem) : "";
      return t("mobile.keep.intent_refused", { sentence });
    },
  };
}
