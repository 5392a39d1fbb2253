/**
 * Offline profiles: what devices take along, designed and published.
 */
import type { Profile, ProfileDesign, ProfileSummary, PublishedProfile } from "../protocol";
import type { Client } from "./client";

/** Who a profile is given to. */
export interface ProfileTarget {
  readonly kind: "everyone" | "role" | "team" | "person";
  readonly target: string | null;
}

export function listProfiles(client: Client): Promise<ProfileSummary[]> {
  return client.call("GET", "/api/v1/profiles");
}

export function readProfile(client: Client, profile: string): Promise<ProfileDesign> {
  return client.call("GET", `/api/v1/profiles/${profile}`);
}

/** Write a profile's design whole; 0 is the revision of one that nobody has edited. @throws ProblemError */
export function writeProfile(client: Client, profile: Profile, revision: number): Promise<ProfileDesign> {
  return client.call("PUT", `/api/v1/profiles/${profile.id}`, { json: { profile, revision } });
}

export function publishProfile(
  client: Client,
  profile: string,
  revision: number,
  note: Readonly<Record<string, string>>,
): Promise<PublishedProfile> {
  return client.call("POST", `/api/v1/profiles/${profile}/publish`, { json: { revision, note } });
}

/** Give a profile to exactly these. @throws ProblemError */
export function giveProfile(
  client: Client,
  profile: string,
  to: readonly ProfileTarget[],
): Promise<ProfileDesign> {
  return client.call("PUT", `/api/v1/profiles/${profile}/assignments`, { json: { to } });
}
