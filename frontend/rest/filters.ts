/**
 * The user's filters at the office: which records his devices take along by his own wish.
 */
import type { FilterPreview, FilterTrial, FilterWrite, PersonalFilter } from "../protocol";
import type { Client } from "./client";

/** A trial is worth waiting for only as long as somebody looks at the filter he is writing. */
const TRIAL_DEADLINE = 8_000;

/** Return the filters that count for the user: the organisation's first, then his own. */
export function listFilters(client: Client): Promise<PersonalFilter[]> {
  return client.call("GET", "/api/v1/filters");
}

/** @throws ProblemError with the place of what is wrong */
export function createFilter(client: Client, filter: FilterWrite): Promise<PersonalFilter> {
  return client.call("POST", "/api/v1/filters", { json: filter });
}

/** @throws ProblemError with the place of what is wrong */
export function changeFilter(client: Client, id: string, filter: FilterWrite): Promise<PersonalFilter> {
  return client.call("PUT", `/api/v1/filters/${id}`, { json: filter });
}

export function removeFilter(client: Client, id: string): Promise<void> {
  return client.call("DELETE", `/api/v1/filters/${id}`);
}

/** Let a filter bring its records with the next sync, or bring nothing. */
export function activateFilter(client: Client, id: string, active: boolean): Promise<PersonalFilter> {
  return client.call("POST", `/api/v1/filters/${id}/${active ? "activate" : "deactivate"}`);
}

/** Go back to the organisation's filters in place of one's own, and return them. */
export function resetFilters(client: Client): Promise<PersonalFilter[]> {
  return client.call("POST", "/api/v1/filters/reset");
}

/** Return what a filter would bring, without saving it. */
export function previewFilter(
  client: Client,
  trial: FilterTrial,
  signal?: AbortSignal,
): Promise<FilterPreview> {
  const limits = { deadline: TRIAL_DEADLINE, ...(signal && { signal }) };
  return client.call("POST", "/api/v1/filters/preview", { json: trial, ...limits });
}
