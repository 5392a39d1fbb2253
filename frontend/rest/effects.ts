/**
 * What publishing a design would do, counted by the office part by part.
 */
import type { PublicationEffects, UnfitValues } from "../protocol";
import type { Client } from "./client";

const DEADLINE = 30_000;

/** Count on from where the last part ended. @throws ProblemError when the design has moved on since */
export function readEffects(
  client: Client,
  workspace: string,
  after: string | null,
): Promise<PublicationEffects> {
  const query = after === null ? "" : `?${new URLSearchParams({ after })}`;
  return client.call("GET", `/api/v1/designs/${workspace}/effects${query}`, { deadline: DEADLINE });
}

/** The first values that cannot be converted. @throws ProblemError when the field is not the designer's to read */
export function readUnfit(
  client: Client,
  workspace: string,
  entity: string,
  field: string,
): Promise<UnfitValues> {
  const query = new URLSearchParams({ entity, field });
  return client.call("GET", `/api/v1/designs/${workspace}/effects/unfit?${query}`, { deadline: DEADLINE });
}
