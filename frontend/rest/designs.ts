/**
 * Workspaces being designed: list, make, edit, publish.
 */
import type { PracticeRecords } from "../metadata/preview-channel";
import type {
  Conversion,
  Design,
  DesignEdit,
  Model,
  NewDesign,
  OfflineReport,
  PackageSummary,
  Presence,
  Publication,
  PublishedDesign,
  RoleSummary,
  SeenDesign,
  Workspace,
  WorkspaceSummary,
} from "../protocol";
import type { Client } from "./client";

export function listDesigns(client: Client): Promise<WorkspaceSummary[]> {
  return client.call("GET", "/api/v1/designs");
}

export function readDesign(client: Client, workspace: string): Promise<Design> {
  return client.call("GET", `/api/v1/designs/${workspace}`);
}

/** The model as it is published. */
export function readModel(client: Client): Promise<Model> {
  return client.call("GET", "/api/v1/model");
}

export function createDesign(client: Client, design: NewDesign): Promise<Design> {
  return client.call("POST", "/api/v1/designs", { json: design });
}

/** Save edits on top of a revision. @throws ProblemError when the design has moved on, or an edit does not fit */
export function editDesign(
  client: Client,
  workspace: string,
  revision: number,
  edits: readonly DesignEdit[],
): Promise<Design> {
  return client.call("PATCH", `/api/v1/designs/${workspace}`, { json: { revision, edits } });
}

export function listPackages(client: Client): Promise<PackageSummary[]> {
  return client.call("GET", "/api/v1/packages");
}

/** Bring a ready-made package in and publish it. @throws ProblemError: it is here, or takes an administrator */
export function bringInPackage(client: Client, id: string): Promise<PackageSummary> {
  return client.call("POST", `/api/v1/packages/${id}`);
}

/** Publish a design with the model that it stands on. @throws ProblemError when checks find errors */
export function publishDesign(
  client: Client,
  workspace: string,
  publication: Publication,
): Promise<PublishedDesign> {
  return client.call("POST", `/api/v1/designs/${workspace}/publish`, { json: publication });
}

/** How far the newest publication has come that converts many records. @throws ProblemError when there was none */
export function readConversion(client: Client, workspace: string): Promise<Conversion> {
  return client.call("GET", `/api/v1/designs/${workspace}/conversion`);
}

export function listRoles(client: Client): Promise<RoleSummary[]> {
  return client.call("GET", "/api/v1/roles");
}

/** Make a role that nobody holds yet. @throws ProblemError, Unreachable */
export function createRole(client: Client, label: RoleSummary["label"]): Promise<RoleSummary> {
  return client.call("POST", "/api/v1/roles", { json: { label } });
}

/** Throw a design away that was never published. @throws ProblemError when it was */
export function removeDesign(client: Client, workspace: string): Promise<void> {
  return client.call("DELETE", `/api/v1/designs/${workspace}`);
}

/** What phones have now: null where nothing is published. */
export interface Published {
  readonly workspace: Workspace | null;
  readonly model: Model | null;
}

export function readPublished(client: Client, workspace: string): Promise<Published> {
  return client.call("GET", `/api/v1/designs/${workspace}/published`);
}

/** Made-up records for the entities of a design. */
export function readPractice(client: Client, workspace: string): Promise<PracticeRecords> {
  return client.call("GET", `/api/v1/designs/${workspace}/practice`);
}

/** A design as a role or a person would have it. @throws ProblemError when the person has no account */
export function readSeen(
  client: Client,
  workspace: string,
  kind: "role" | "person",
  id: string,
): Promise<SeenDesign> {
  return client.call("GET", `/api/v1/designs/${workspace}/seen?${new URLSearchParams({ [kind]: id })}`);
}

/** What of a design does not work offline, for each role that sees it. */
export function readOffline(client: Client, workspace: string): Promise<OfflineReport> {
  return client.call("GET", `/api/v1/designs/${workspace}/offline`);
}

/** Say that a tab has a design open, and where; told soon or not at all. @throws ProblemError, Unreachable */
export function bePresent(
  client: Client,
  workspace: string,
  tab: string,
  place: Presence["others"][number]["place"],
): Promise<Presence> {
  const address = `/api/v1/designs/${workspace}/presence/${tab}`;
  return client.call("PUT", address, { json: { place }, deadline: 10_000 });
}

export function leavePresence(client: Client, workspace: string, tab: string): Promise<void> {
  return client.call("DELETE", `/api/v1/designs/${workspace}/presence/${tab}`, { deadline: 5_000 });
}
