/** The office's answer to the first change that waits on a phone, kept as the engine would keep it. */
import { act } from "@testing-library/preact";
import type { Outcome } from "../../../frontend/protocol";
import type { Phone } from "./phone-app";

export async function answer({ core }: Phone, status: Outcome["status"], code?: string): Promise<void> {
  const { outbox, storage } = core.replica;
  const first = outbox.entries.peek().find(({ outcome }) => !outcome);
  if (!first) throw new Error("There is nothing to answer");
  const problem = code ? { code, arguments: {}, field: null, sentence: null, remedy: null } : null;
  const rest = { records: [], conflicts: [], blockedBy: null, seq: 1, problem };
  const outcome: Outcome = { ...rest, status, id: first.id, number: 1 };
  const answeredAt = new Date().toISOString();
  const { operations, adopt } = outbox.prepare([{ ...first, number: 1, outcome, answeredAt }]);
  await storage.commit("push.outcomes", operations, "strict");
  await act(() => adopt());
}
