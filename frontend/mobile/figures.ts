/**
 * How fresh and how whole the records of this phone are, and figures from the office, as blocks ask for them.
 */
import type { FigureSource } from "../blocks/figures/source";
import { formatRecent } from "../shared/recent";
import { current } from "../ui/live";
import { takenWhole } from "./keeping/wholes";
import type { OpenApp } from "./open-app";

export function figuresOf(app: OpenApp): FigureSource {
  const { sync } = app.core;
  return {
    heard: () => current(sync.syncState).at,
    ago: (moment) => formatRecent(moment, app.ports.clock.now()),
    whole: (entity) => takenWhole(app, entity),
    ask: async (entity, asked) => (await app.office()).countFigures(entity, asked),
  };
}
