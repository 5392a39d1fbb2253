/** Standings and profiles of which a test says only what it cares about. */
import type { Depths, Profile, ProfileEntity, Standing } from "../../../frontend/protocol";

export function depths(more: Partial<Depths> = {}): Depths {
  return { read: "all", create: "all", edit: "all", delete: "all", assign: "all", share: "all", ...more };
}

export function standing(more: Partial<Standing> = {}): Standing {
  return {
    key: "standing",
    rights: { customer: depths() },
    readOnly: {},
    reach: { own: ["me"], team: ["me", "my-team"], unit: ["me", "my-team", "colleague"], unit_and_below: [] },
    circle: {
      teams: ["my-team"],
      reports: [],
      reportTeams: [],
      unit: "north",
      language: "en",
      zone: "Europe/Stockholm",
    },
    kept: [],
    filters: [],
    ...more,
  };
}

export function taken(id: string, more: Partial<ProfileEntity> = {}): ProfileEntity {
  const rules: ProfileEntity["rules"] = [{ kind: "all" }];
  return {
    id,
    rules,
    fields: null,
    files: "thumbnail",
    images: null,
    direction: "two_way",
    interval: null,
    stage: 2,
    ...more,
  };
}

export function profile(entities: ProfileEntity[], more: Partial<Profile> = {}): Profile {
  return { id: "everyone", version: 1, label: { en: "Everyone" }, keepDays: 7, entities, ...more };
}
