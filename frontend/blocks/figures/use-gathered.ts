/**
 * What blocks show of many records, following them: gathered again in short stretches whenever one of them changes.
 *
 * What was gathered before stays on the screen until the next answer is whole.
 */
import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { LocalRecord } from "../../local/record";
import { inSlices, unnoticed } from "../../shared/slices";
import { useBlocks } from "../context";
import { entitiesBehind, type Gathered, gathered } from "./gathered";
import type { Question } from "./question";
import type { Counted } from "./told";

type Order = (a: LocalRecord, b: LocalRecord) => number;

/**
 * Return what the records of this phone come to; null until they are here.
 *
 * @param rows keep the records too, in this order; the same function each time
 */
export function useGathered(question: Question, rows?: Order): Gathered | null {
  const { lens, records, reading, asker } = useBlocks();
  const [found, setFound] = useState<Gathered | null>(null);
  useEffect(() => {
    let running = new AbortController();
    const behind = entitiesBehind(lens, question);
    const stop = effect(() => {
      records.list(question.entity);
      for (const entity of behind) records.revision(entity).value;
      running.abort();
      running = new AbortController();
      if (!records.loaded(question.entity)) return;
      const work = gathered({ lens, records, reading, asker }, question, rows && { rows });
      void inSlices(work, unnoticed(running.signal)).then((all) => all && setFound(all));
    });
    return () => {
      stop();
      running.abort();
    };
  }, [lens, records, reading, asker, question, rows]);
  return found;
}

interface Figures {
  /** What the records of this phone come to; null until they are here. */
  readonly here: Gathered | null;
  /** What the office has counted instead, until another question is asked. */
  readonly counted: Counted | null;
  readonly count: (counted: Counted | null) => void;
}

/** Return what a chart or report shows. */
export function useFigures(question: Question, rows?: Order): Figures {
  const here = useGathered(question, rows);
  const [counted, count] = useState<Counted | null>(null);
  return { here, counted: counted?.question === question ? counted : null, count };
}
