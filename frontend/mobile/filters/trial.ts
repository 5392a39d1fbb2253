/**
 * What a filter would bring, asked of the office while it is written: after a pause, with a deadline, one at a time.
 */
import { useEffect, useState } from "preact/hooks";
import type { Tree } from "../../expressions/tree";
import type { FilterPreview, Problem } from "../../protocol";
import { ProblemError } from "../../rest/errors";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import type { OpenApp } from "../open-app";

export type Trial =
  | { readonly kind: "asking" }
  | { readonly kind: "told"; readonly preview: FilterPreview }
  /** The office does not answer: only what is on this phone can be counted. */
  | { readonly kind: "away" }
  | { readonly kind: "refused"; readonly problem: Problem };

const PAUSE = 400;

/** Follow a condition; null asks nothing. What was asked once is not asked again while the app is open. */
export function useTrial(entity: string, condition: Tree | null, pause = PAUSE): Trial {
  const app = useApp();
  const asked = condition && JSON.stringify(condition);
  const key = `trial/${entity}/${asked}`;
  const [trial, setTrial] = useState<{ readonly of: string; readonly trial: Trial } | null>(null);
  // What got no answer is asked again when the office is back.
  const offline = current(app.core.sync.syncState).kind === "offline";
  useEffect(() => {
    if (condition === null || app.memory.recall(key)) return;
    const ending = new AbortController();
    const forget = app.ports.clock.after(pause, () => {
      ask(app, entity, condition, ending.signal).then((answer) => {
        if (ending.signal.aborted) return;
        if (answer.kind === "told") app.memory.note(key, answer);
        setTrial({ of: key, trial: answer });
      });
    });
    return () => {
      forget();
      ending.abort();
    };
  }, [app, key, offline]);
  const known = app.memory.recall<Trial>(key) ?? (trial?.of === key ? trial.trial : undefined);
  return known ?? { kind: "asking" };
}

async function ask(app: OpenApp, entity: string, condition: Tree, signal: AbortSignal): Promise<Trial> {
  try {
    const office = await app.office();
    const trial = { entity, condition: condition as unknown as Record<string, unknown> };
    return { kind: "told", preview: await office.previewFilter(trial, signal) };
  } catch (error) {
    return error instanceof ProblemError ? { kind: "refused", problem: error.problem } : { kind: "away" };
  }
}
