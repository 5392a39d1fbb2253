/**
 * What came to this phone and what went, as sentences. Pure.
 */
import type { Lens } from "../../blocks/lens";
import type { Wording } from "../../expressions/phrases";
import type { NewsByEntity } from "../../local/news";
import { whyLeft } from "./reason-words";

/** One sentence for each thing that happened, what went first. */
export function newsWords(news: NewsByEntity, lens: Lens, wording: Wording): readonly string[] {
  const { say } = wording;
  const entities = Object.entries(news).filter(([entity]) => lens.entity(entity));
  const named = (entity: string, count: number) => {
    const { label, plural } = lens.entity(entity) ?? {};
    return { count, name: lens.text(count === 1 ? label : plural).toLocaleLowerCase() };
  };
  return [
    ...entities.flatMap(([entity, { groups }]) => {
      const counts = new Map<string, number>();
      for (const { why, count } of groups) {
        const words = whyLeft(why, entity, lens, wording);
        counts.set(words, (counts.get(words) ?? 0) + count);
      }
      return [...counts].map(([why, count]) => say("mobile.news.left", { ...named(entity, count), why }));
    }),
    ...entities.flatMap(([entity, { lost }]) =>
      lost > 0 ? say("mobile.news.lost", named(entity, lost)) : [],
    ),
    ...entities.flatMap(([entity, { came }]) =>
      came > 0 ? say("mobile.news.came", named(entity, came)) : [],
    ),
  ];
}
