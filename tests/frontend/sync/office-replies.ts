/**
 * What the office of the tests keeps of records and devices, and the replies that need no office to make.
 */
import type {
  Act,
  ConflictRow,
  EffectiveMetadata,
  Hello,
  Outcome,
  ReplyMessage,
} from "../../../frontend/protocol";

export interface Stored {
  readonly entity: string;
  readonly id: string;
  version: number;
  seq: number;
  values: Record<string, unknown>;
  fieldVersions: Record<string, number>;
  gone: boolean;
  owner: string | null;
}

export interface Device {
  nonce: string | null;
  previous: string | null;
  nextNumber: number;
  readonly outcomes: Map<number, { readonly body: string; readonly outcome: Outcome }>;
  /** What the device holds, by generation. */
  readonly held: Map<number, Set<string>>;
  /** What it knows the label of. */
  readonly traced: Map<string, string>;
  standing: string;
  masks: string;
  generation: number;
  /** In which it was welcomed last. */
  epoch: string | null;
}

export interface Cursor {
  readonly head: number;
  readonly generation: number;
  /** How many stages it is behind the first; null: all of them are here. */
  readonly stage?: number | null;
}

export function metadataAt(metadataVersion: number): EffectiveMetadata {
  return {
    metadataVersion,
    model: { version: 1, entities: [] },
    organisation: "Alder",
    person: { id: "me", name: "Ada", language: "en" },
    privileges: [],
    profile: { id: "everyone", label: {}, version: 1, keepDays: 7, entities: [] },
    rights: {},
    workspaces: [],
  };
}

export function problem(code: string) {
  return { code, arguments: {}, field: null, sentence: null, remedy: null };
}

export function refusal(
  id: number,
  code: string,
  remedy: "sign_in" | "new_device" | "update" | "restart" | "stop",
): ReplyMessage {
  return { type: "refusal", id, problem: problem(code), remedy };
}

export function unwritten(entity: string, id: string): Stored {
  return { entity, id, version: 0, seq: 0, values: {}, fieldVersions: {}, gone: false, owner: null };
}

/** Two values for one field, of somebody and of mine. */
export function disagreement(
  record: Stored,
  field: string,
  old: unknown,
  mine: unknown,
): Omit<ConflictRow, "id" | "change"> {
  return {
    entity: record.entity,
    record: record.id,
    kind: "fields",
    base: { [field]: old },
    mine: { [field]: mine },
    theirs: { [field]: record.values[field] },
    mineBy: "me",
    mineByName: null,
    mineAt: "2026-11-21T12:00:00.000Z",
    theirsBy: "somebody",
    theirsAt: "2026-11-21T11:00:00.000Z",
    version: record.version,
    open: true,
  };
}

/** What an act asks for, without what its user saw. */
export function wantedOf(act: Act): unknown {
  if (act.kind !== "set") return act;
  const edits = Object.entries(act.edits).map(([field, { value }]) => [field, value]);
  return { ...act, edits: Object.fromEntries(edits) };
}

interface Told {
  readonly metadata: number;
  readonly urgency: "silent" | "soft" | "hard";
  readonly note: Record<string, string>;
  readonly nextChange: number;
  readonly head: number;
  readonly syncedBefore: boolean;
  readonly lacking: readonly string[];
  readonly epoch: string;
  readonly restored: { readonly epoch: string; readonly head: number } | null;
}

export function welcome({ id, metadataVersion }: Hello, told: Told): ReplyMessage {
  const { metadata, urgency, note, nextChange, head, syncedBefore, lacking, epoch, restored } = told;
  return {
    type: "welcome",
    id,
    metadata: { current: metadata, minimum: 1, changed: metadataVersion !== metadata, urgency, note },
    nextChange,
    head,
    epoch,
    restored,
    serverTime: "2026-11-21T12:00:00.000Z",
    syncedBefore,
    lacking: [...lacking],
    limits: { changes: 200, messageBytes: 262_144, recordBytes: 131_072, blobBytes: 26_214_400 },
  };
}

/** Tell whether nothing of a conflict is hidden: one that is hidden in part is told once. */
export function isWhole(
  { entity, base, mine, theirs }: ConflictRow,
  known: Readonly<Record<string, readonly string[]>>,
): boolean {
  const fields = known[entity];
  return !fields || Object.keys({ ...base, ...mine, ...theirs }).every((field) => fields.includes(field));
}
