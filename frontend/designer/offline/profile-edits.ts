/**
 * A profile with more, or less, of an entity. Pure.
 */
import type { Profile } from "../../protocol";

type Part = Profile["entities"][number];

/** The profile with an entity taken along; with a field of it too, where only some are. */
export function taking(profile: Profile, entity: string, field: string | null): Profile {
  const part = profile.entities.find(({ id }) => id === entity);
  if (!part) return { ...profile, entities: [...profile.entities, wholly(entity)] };
  return withPart(profile, { ...part, direction: openedUp(part), fields: withField(part, field) });
}

/** All of an entity that one may read, both ways. */
export function wholly(entity: string): Part {
  return {
    id: entity,
    rules: [{ kind: "all" }],
    fields: null,
    files: "thumbnail",
    images: null,
    direction: "two_way",
    interval: null,
    stage: 2,
  };
}

export function withPart(profile: Profile, part: Part): Profile {
  return { ...profile, entities: profile.entities.map((one) => (one.id === part.id ? part : one)) };
}

export function without(profile: Profile, entity: string): Profile {
  return { ...profile, entities: profile.entities.filter(({ id }) => id !== entity) };
}

function openedUp({ direction }: Part): Part["direction"] {
  return direction === "none" ? "two_way" : direction;
}

function withField({ fields }: Part, field: string | null): Part["fields"] {
  if (fields === null || field === null || fields.some(({ id }) => id === field)) return fields;
  return [...fields, { id: field, direction: "two_way" }];
}
