/**
 * A filter's fields, and its words for the reader, from the open app.
 */
import { useMemo } from "preact/hooks";
import type { Lens } from "../../blocks/lens";
import type { About, Wording } from "../../expressions/phrases";
import type { Tree } from "../../expressions/tree";
import { filtered } from "../../local/search";
import { t } from "../../shared/messages";
import { useApp } from "../app-context";
import { useAsker, useReading } from "../reading";

export function aboutOf(lens: Lens, entity: string): About {
  return { entity, fields: (of) => (lens.entity(of) ? lens.fields(of) : undefined) };
}

export function useWording(): Wording {
  const reading = useReading();
  return useMemo(() => ({ say: t, reading }), [reading]);
}

/**
 * How many of the records on this phone meet a condition; signals are read.
 *
 * @param clean leaves out those with changes that the office does not have
 */
export function useHere(lens: Lens, clean = false): (entity: string, condition: Tree | null) => number {
  const { records } = useApp().core.replica;
  const asker = useAsker();
  return (entity, condition) => {
    const known = records.list(entity);
    const all = clean ? known.filter(({ state }) => state === "clean") : known;
    return condition ? filtered(lens.metadata.model, records, all, condition, asker).length : all.length;
  };
}
