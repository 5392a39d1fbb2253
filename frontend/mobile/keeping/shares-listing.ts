/**
 * What the office tells of a record's shares while their sheet is open: asked at once, and again when it has taken a
 * change of them. What it told last is remembered as long as the app is open.
 */
import { useEffect, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { ProblemError } from "../../rest/errors";
import { instant } from "../../shared/clock";
import { useApp } from "../app-context";
import { answeredShares, type KnownShare, knownShares, type Listed } from "./known-shares";

export interface SharesListing {
  readonly state: "asking" | "told" | "unreachable" | "refused";
  /** When the office told it; null: it is what this phone's own changes say. */
  readonly at: string | null;
  readonly shares: readonly KnownShare[];
}

export function useShares({ entity, id, version }: LocalRecord): SharesListing {
  const app = useApp();
  const entries = app.core.replica.outbox.entries.value;
  const remembered = `shares/${entity}/${id}`;
  const [listed, setListed] = useState<Listed | null>(() => app.memory.recall<Listed>(remembered) ?? null);
  const [state, setState] = useState<SharesListing["state"]>("asking");
  const answered = answeredShares(entries, entity, id);
  // What the office does not have yet is shared with nobody there.
  const isNew = version === 0;

  useEffect(() => {
    if (isNew) return;
    let here = true;
    const at = instant(app.ports.clock);
    const ask = async () => {
      try {
        const office = await app.office();
        const told = { at, shares: await office.listShares(entity, id) };
        if (!here) return;
        app.memory.note(remembered, told);
        setListed(told);
        setState("told");
      } catch (error) {
        if (here) setState(error instanceof ProblemError ? "refused" : "unreachable");
      }
    };
    void ask();
    return () => {
      here = false;
    };
  }, [entity, id, isNew, answered]);

  const shares = knownShares(listed, entries, entity, id);
  return isNew ? { state: "told", at: null, shares } : { state, at: listed?.at ?? null, shares };
}
