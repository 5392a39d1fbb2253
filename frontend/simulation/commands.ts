/**
 * What a simulation can ask of its client, one JSON object a line.
 *
 * Besides what a user does to records: `keep`, `assign` and `share` are acts like them. `traces` gives what is known
 * of records that are not held, `{labels: {id: label}, frozen: [record]}`; `kept`, `standing` and `may` say where the
 * user stands, on the phone; `open` and `close` say that he looks at a record; `opened` that he read it at the
 * office; `news` gives what came and went since `seen`; `interval` sets his minutes between two pulls, null for none
 * of his own; `disk` gives every value that is stored, as text by store, for whoever looks for what must not be there;
 * `glance` gives all that a phone is asked for after each step, in one answer.
 */
import type { NewBlob } from "../local/blobs";
import { type Edits, edited } from "../local/editing";
import type { FaultMode } from "../local/faults";
import { statusOf } from "../local/outbox-entry";
import { SITES, type Site } from "../local/sites";
import type { Operation } from "../local/standing";
import type { Act, KeepAct, ShareAct } from "../protocol";
import { newIds } from "../shared/ids";
import type { Values } from "../shared/json";
import { unreachable } from "../shared/unreachable";
import type { SimulatedClient } from "./client";
import type { Trouble } from "./network";

interface Target {
  readonly entity: string;
  readonly record: string;
}

export type Command =
  | { readonly command: "enter"; readonly email: string; readonly password: string }
  | {
      readonly command: "adopt";
      readonly person: string;
      readonly cookies: Readonly<Record<string, string>>;
    }
  | { readonly command: "create"; readonly entity: string; readonly values: Values; readonly record?: string }
  | ({ readonly command: "edit"; readonly values: Values } & Target)
  | ({ readonly command: "delete" } & Target)
  | ({
      readonly command: "step";
      readonly workspace: string;
      readonly action: string;
      readonly comment?: string;
    } & Target)
  | ({
      readonly command: "resolve";
      readonly conflicts: readonly string[];
      readonly values?: Values;
      readonly delete?: boolean;
    } & Target)
  | ({ readonly command: "keep"; readonly how: KeepAct["how"]; readonly on: boolean } & Target)
  | ({ readonly command: "assign"; readonly owner: string } & Target)
  | ({ readonly command: "share"; readonly with: string; readonly may: ShareAct["may"] } & Target)
  | ({ readonly command: "open" | "close" | "opened" } & Target)
  | ({ readonly command: "may"; readonly operation: Operation } & Target)
  | { readonly command: "kept" | "standing" | "news" | "seen" | "disk" }
  | { readonly command: "glance"; readonly entities: readonly string[] }
  | { readonly command: "interval"; readonly minutes: number | null }
  | { readonly command: "discard" | "undo" | "resubmit"; readonly change: string }
  | { readonly command: "amend"; readonly change: string; readonly acts: readonly Act[] }
  | { readonly command: "sync" | "begin" | "rest" | "state" | "stop" }
  /** With a site: the opening itself meets a fault. */
  | { readonly command: "reload"; readonly site?: Site; readonly n?: number; readonly mode?: FaultMode }
  | { readonly command: "outbox" | "conflicts" | "sites" | "accept" | "decline" | "acknowledge" }
  | { readonly command: "records" | "stored" | "traces"; readonly entity: string }
  | {
      readonly command: "photo";
      readonly entity: string;
      readonly record: string;
      readonly values: Values;
      readonly field: string;
      /** Base64. */
      readonly bytes: string;
    }
  | { readonly command: "hold"; readonly held: boolean }
  | { readonly command: "advance"; readonly hours: number }
  | { readonly command: "arm"; readonly site: Site; readonly n: number; readonly mode: FaultMode }
  | { readonly command: "network"; readonly up: boolean }
  | { readonly command: "trouble"; readonly kind: Trouble; readonly count?: number };

/** Do what was asked; the answer is what the simulation gets to see. */
export async function perform(client: SimulatedClient, asked: Command): Promise<unknown> {
  switch (asked.command) {
    case "enter":
      return { person: await client.enter(asked.email, asked.password) };
    case "adopt":
      return client.adopt(asked.person, asked.cookies);
    case "create":
      return {
        record: await client.core().commands.createRecord(asked.entity, asked.values, null, [], asked.record),
      };
    case "edit":
      return edit(client, asked, asked.values);
    case "delete":
      await client.core().replica.records.ensure(asked.entity);
      return client.core().commands.deleteRecord(asked.entity, asked.record);
    case "step": {
      await client.core().replica.records.ensure(asked.entity);
      const { entity, record, workspace, action, comment = null } = asked;
      return client.core().commands.runStep(entity, record, { workspace, action }, comment);
    }
    case "resolve": {
      const { entity, record, conflicts, values = {} } = asked;
      await client.core().replica.records.ensure(entity);
      const chosen = { conflicts, values, delete: asked.delete ?? false };
      return client.core().commands.resolveConflict(entity, record, chosen);
    }
    case "keep":
      return client.core().commands.keepRecord(asked.entity, asked.record, asked.how, asked.on);
    case "assign":
      await client.core().replica.records.ensure(asked.entity);
      return client.core().commands.assignRecord(asked.entity, asked.record, asked.owner);
    case "share":
      return client.core().commands.shareRecord(asked.entity, asked.record, asked.with, asked.may);
    case "open":
      return client.look(asked.entity, asked.record, true);
    case "close":
      return client.look(asked.entity, asked.record, false);
    case "opened":
      return client.core().replica.recent.opened(asked.entity, asked.record);
    case "may": {
      const { replica } = client.core();
      await replica.records.ensure(asked.entity);
      return replica.may(
        asked.operation,
        asked.entity,
        replica.records.get(asked.entity, asked.record)?.values,
      );
    }
    case "kept":
      return client.core().replica.kept.list();
    case "standing":
      return client.core().replica.standing.value;
    case "news":
      return client.core().replica.news.value;
    case "seen":
      return client.core().replica.newsSeen();
    case "interval":
      client.interval = asked.minutes;
      return undefined;
    case "disk":
      return client.disk();
    case "glance":
      return glance(client, asked.entities);
    case "traces":
      return traces(client, asked.entity);
    case "discard":
      return (await client.core().commands.discardChange(asked.change)).map(({ id }) => id);
    case "undo":
      return client.core().commands.undoChange(asked.change);
    case "amend":
      return client.core().commands.amendChange(asked.change, asked.acts);
    case "resubmit":
      return client.core().commands.resubmitChange(asked.change);
    case "sync":
      await client.sync();
      return state(client);
    case "begin":
      return client.reach();
    case "rest":
      await client.rested();
      return state(client);
    case "reload":
      return client.crash((faults) => {
        if (asked.site) faults.arm(asked.site, asked.n ?? 1, asked.mode ?? "fail");
      });
    case "state":
      return state(client);
    case "accept":
      return client.core().engine.acceptMetadata();
    case "decline":
      return client.core().engine.declineMetadata();
    case "acknowledge":
      return client.core().engine.acknowledgeLoss();
    case "hold":
      return client.core().engine.hold(asked.held);
    case "advance":
      return client.advance(asked.hours * 3_600_000);
    case "photo":
      return photo(client, asked);
    case "stored":
      return [...(await client.core().replica.tables.ensure(asked.entity)).records.values()];
    case "records":
      await client.core().replica.records.ensure(asked.entity);
      return client.core().replica.records.list(asked.entity);
    case "outbox":
      return outbox(client);
    case "conflicts":
      return client.core().replica.conflicts.open.value;
    case "sites":
      return { all: SITES, hits: Object.fromEntries(client.faults.hits), fired: client.faults.fired };
    case "arm":
      return client.faults.arm(asked.site, asked.n, asked.mode);
    case "network":
      client.network.up = asked.up;
      return undefined;
    case "trouble":
      return client.network.trouble(asked.kind, asked.count ?? 1);
    case "stop":
      return client.stop();
    default:
      return unreachable(asked);
  }
}

async function edit(client: SimulatedClient, { entity, record }: Target, values: Values): Promise<void> {
  const { replica, commands } = client.core();
  await replica.records.ensure(entity);
  const shown = replica.records.get(entity, record);
  if (!shown) throw new Error(`${entity} ${record} is not on this phone`);
  let edits: Edits = {};
  for (const [field, value] of Object.entries(values)) edits = edited(edits, shown, field, value);
  await commands.editRecord(entity, record, edits);
}

export interface Glance {
  readonly stored: Readonly<Record<string, readonly unknown[]>>;
  readonly shown: Readonly<Record<string, readonly unknown[]>>;
  readonly conflicts: readonly unknown[];
  readonly outbox: readonly unknown[];
  readonly state: unknown;
  readonly fired: readonly string[];
}

async function glance(client: SimulatedClient, entities: readonly string[]): Promise<Glance> {
  const { replica } = client.core();
  const stored: Record<string, readonly unknown[]> = {};
  const shown: Record<string, readonly unknown[]> = {};
  // All of them first: the first look at an entity may bring the client to what is on the disk.
  for (const entity of entities) await replica.records.ensure(entity);
  for (const entity of entities) {
    stored[entity] = [...(replica.tables.table(entity).peek()?.records.values() ?? [])];
    shown[entity] = replica.records.list(entity);
  }
  const conflicts = replica.conflicts.open.value;
  return {
    stored,
    shown,
    conflicts,
    outbox: outbox(client),
    state: state(client),
    fired: client.faults.fired,
  };
}

async function traces(client: SimulatedClient, entity: string): Promise<unknown> {
  const { labels, frozen } = await client.core().replica.tables.ensure(entity);
  return { labels: Object.fromEntries(labels), frozen: [...frozen.values()] };
}

function state(client: SimulatedClient): unknown {
  const { replica, engine } = client.core();
  const { state: machine } = engine.machine.value;
  const metadataVersion = engine.metadata.value?.metadataVersion ?? 0;
  const { ended } = client.faults;
  return { ...engine.syncState.value, machine, checkpoint: replica.checkpoint.value, metadataVersion, ended };
}

/** Make a record with a picture. */
async function photo(
  client: SimulatedClient,
  { entity, record, values, field, bytes }: Extract<Command, { command: "photo" }>,
): Promise<string> {
  const content = new Uint8Array(Buffer.from(bytes, "base64")).buffer;
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", content)).toString("hex");
  const blob: NewBlob = {
    id: newIds()(),
    name: "photo.png",
    type: "image/png",
    size: content.byteLength,
    sha256: digest,
    bytes: content,
  };
  const picture = { blob: blob.id, name: blob.name, type: blob.type, size: blob.size, sha256: digest };
  const all = { ...values, [field]: picture };
  return client.core().commands.createRecord(entity, all, null, [blob], record);
}

function outbox(client: SimulatedClient): readonly unknown[] {
  const { replica } = client.core();
  const open = replica.conflicts.openIds.value;
  return replica.outbox.entries.value.map((entry) => ({ ...entry, status: statusOf(entry, open) }));
}
