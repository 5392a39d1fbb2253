/** The stages of a first copy, and the pages of what one of them brings. */
import type { Plan } from "../../../frontend/protocol";
import type { Stored } from "./office-replies";

export type Stages = readonly (readonly string[])[];

/** Tell whether an entity comes up to a stage; null: all of them do. */
export function comes(stages: Stages, entity: string, stage: number | null): boolean {
  return stage === null || stages.slice(0, stage + 1).some((one) => one.includes(entity));
}

/** Tell whether an entity comes with a stage, or with all of them at once. */
export function comesWith(stages: Stages, entity: string, stage: number | null): boolean {
  return stage ? (stages[stage]?.includes(entity) ?? false) : comes(stages, entity, stage);
}

export function pagesOf(entity: string, records: readonly Stored[], size: number): Plan["entities"][number] {
  const ids = records
    .filter((record) => record.entity === entity)
    .map((record) => record.id)
    .sort();
  const ends = ids.filter((_, at) => (at + 1) % size === 0 && at + 1 < ids.length);
  return { entity, count: ids.length, stage: 1, ends };
}
