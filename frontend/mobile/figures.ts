/**
 * How fresh and how whole the records of this phone are, and figures from the office, as blocks ask for them.
 */
import type { FigureSource } from "../blocks/figures/source";
import { current } from "../ui/live";
import type { OpenApp } from "./open-app";

export function figuresOf(app: OpenApp): FigureSource {
  const { replica, sync } = app.core;
  return {
    heard: () => current(sync.syncState).at,
    whole(entity) {
      const taken = replica.metadata.value?.profile.entities.find(({ id }) => id === entity);
      return taken?.rules.some(({ kind }) => kind === "all") ?? false;
    },
    ask: async (entity, asked) => (await app.office()).countFigures(entity, asked),
  };
}
