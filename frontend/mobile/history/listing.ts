/**
 * The history of a record as the office tells it, page by page while the sheet is open. It is not on the phone.
 *
 * A new version of the record here is a reason to ask from the top again; what was shown stays until the answer comes.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import type { HistoryEntry, Problem } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { useApp } from "../app-context";

export interface HistoryListing {
  readonly entries: readonly HistoryEntry[];
  readonly state: "asking" | "told" | "unreachable" | "refused";
  readonly problem: Problem | null;
  /** Whether older entries are still to be asked for. */
  readonly more: boolean;
  /** Ask for what is missing: the next page, or the one that did not come. */
  readonly ask: () => void;
}

interface Told {
  readonly entries: readonly HistoryEntry[];
  readonly next: string | null;
}

const NOTHING: Told = { entries: [], next: null };

export function useHistory({ entity, id, version }: LocalRecord): HistoryListing {
  const app = useApp();
  const [told, setTold] = useState<Told>(NOTHING);
  const [state, setState] = useState<HistoryListing["state"]>(version === 0 ? "told" : "asking");
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Of several questions only the last one's answer counts. */
  const asked = useRef(0);

  async function read(after: string | null): Promise<void> {
    asked.current += 1;
    const mine = asked.current;
    setState("asking");
    try {
      const office = await app.office();
      const page = await office.readHistory(entity, id, after);
      if (mine !== asked.current) return;
      const before = after === null ? [] : told.entries;
      setTold({ entries: [...before, ...page.entries], next: page.next });
      setState("told");
    } catch (error) {
      if (mine !== asked.current) return;
      setProblem(error instanceof ProblemError ? error.problem : null);
      setState(error instanceof ProblemError ? "refused" : "unreachable");
    }
  }

  useEffect(() => {
    if (version > 0) void read(null);
    return () => {
      asked.current += 1;
    };
  }, [entity, id, version]);

  return { entries: told.entries, state, problem, more: told.next !== null, ask: () => void read(told.next) };
}
