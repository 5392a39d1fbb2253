/**
 * The design as a phone would have it: everything may be done by the made-up person of the practice records.
 */

import type { PracticeRecords } from "../metadata/preview-channel";
import type { EffectiveMetadata } from "../protocol";
import type { Documents } from "./document";
import { usedEntities } from "./model-view";

interface Told {
  readonly version: number;
  readonly language: string;
}

export function effectiveDesign(
  { workspace, model }: Documents,
  practice: PracticeRecords,
  { version, language }: Told,
): EffectiveMetadata {
  const entities = [...new Set([...usedEntities(workspace, model), "person"])].filter((id) =>
    model.entities.some((entity) => entity.id === id),
  );
  return {
    metadataVersion: version,
    organisation: "",
    person: { id: practice.person, name: practice.name, language },
    model: { ...model, entities: model.entities.filter(({ id }) => entities.includes(id)) },
    workspaces: [workspace],
    profile: allOf(entities),
    rights: Object.fromEntries(entities.map((id) => [id, ["read", "create", "edit", "delete"]])),
    privileges: ["use_app", "go_offline"],
  };
}

/** What others have of a design, in the hands of the made-up person. */
export function effectiveFor(
  seen: EffectiveMetadata,
  practice: PracticeRecords,
  { version, language }: Told,
): EffectiveMetadata {
  return {
    ...seen,
    metadataVersion: version,
    person: { id: practice.person, name: practice.name, language },
    profile: allOf(seen.model.entities.map(({ id }) => id)),
  };
}

function allOf(entities: readonly string[]): EffectiveMetadata["profile"] {
  return {
    id: "everyone",
    version: 1,
    label: {},
    keepDays: 7,
    entities: entities.map((id) => ({
      id,
      rules: [{ kind: "all" }],
      fields: null,
      files: "thumbnail",
      images: null,
      direction: "two_way",
      interval: null,
      stage: 1,
    })),
  };
}
