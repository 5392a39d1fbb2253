/**
 * A small server in memory that keeps the promises of the real one: outcomes exactly once, merge per field, a dense
 * stream, scope as a set, generations.
 */
import type {
  Act,
  Change,
  ConflictRow,
  EffectiveMetadata,
  Hello,
  Outcome,
  Pull,
  Push,
  ReplyMessage,
  Row,
  Snapshot,
} from "../../../frontend/protocol";
import { same } from "../../../frontend/shared/json";

interface Stored {
  readonly entity: string;
  readonly id: string;
  version: number;
  seq: number;
  values: Record<string, unknown>;
  fieldVersions: Record<string, number>;
  gone: boolean;
}

interface Device {
  nonce: string | null;
  previous: string | null;
  nextNumber: number;
  readonly outcomes: Map<number, { readonly body: string; readonly outcome: Outcome }>;
  /** What the device holds, by generation. */
  readonly held: Map<number, Set<string>>;
  generation: number;
}

interface Cursor {
  readonly head: number;
  readonly generation: number;
}

const KIND = { entity: "customer" } as const;

export class Office {
  head = 0;
  readonly records = new Map<string, Stored>();
  readonly conflicts: (ConflictRow & { seq: number })[] = [];
  readonly devices = new Map<string, Device>();
  readonly log: {
    readonly type: string;
    readonly numbers: readonly number[];
    readonly metadataVersion: number | null;
  }[] = [];
  entities = ["customer", "sales_order"];
  pageRows = 3;
  deltaRows = 1_000;
  syncedBefore = false;
  metadata: EffectiveMetadata = metadataAt(1);
  urgency: "silent" | "soft" | "hard" = "soft";
  readonly note = { en: "A new field" };
  /** Whether the device may hold the record. */
  scope: (record: Stored) => boolean = () => true;
  /** A rule that refuses acts, with a code. */
  refuse: (act: Act) => string | null = () => null;
  refuseHello: { code: string; remedy: "sign_in" | "new_device" | "update" } | null = null;

  /** Write as somebody at the office. */
  write(entity: string, id: string, values: Record<string, unknown>): void {
    this.head += 1;
    const known = this.records.get(`${entity}/${id}`);
    const record: Stored = known ?? {
      entity,
      id,
      version: 0,
      seq: 0,
      values: {},
      fieldVersions: {},
      gone: false,
    };
    this.#put(record, values, this.head);
  }

  remove(entity: string, id: string): void {
    this.head += 1;
    const record = this.records.get(`${entity}/${id}`);
    if (record) Object.assign(record, { gone: true, version: record.version + 1, seq: this.head });
  }

  /** Write values straight into a record's scope, as a touch: nothing but its place in the stream changes. */
  touch(entity: string, id: string): void {
    this.head += 1;
    const record = this.records.get(`${entity}/${id}`);
    if (record) record.seq = this.head;
  }

  values(entity: string, id: string): Record<string, unknown> | null {
    const record = this.records.get(`${entity}/${id}`);
    return record && !record.gone ? record.values : null;
  }

  /** Everything a device should show: its scope, by key. */
  expected(): Record<string, unknown> {
    const inScope = [...this.records.values()].filter((record) => this.#visible(record));
    return Object.fromEntries(inScope.map((record) => [`${record.entity}/${record.id}`, record.values]));
  }

  answer(message: unknown): ReplyMessage {
    const request = message as Hello | Push | Pull | Snapshot;
    const numbers = request.type === "push" ? request.changes.map(({ number }) => number) : [];
    const metadataVersion = request.type === "hello" ? request.metadataVersion : null;
    this.log.push({ type: request.type, numbers, metadataVersion });
    switch (request.type) {
      case "hello":
        return this.#hello(request);
      case "push":
        return this.#push(request);
      case "pull":
        return this.#pull(request);
      case "snapshot":
        return this.#snapshot(request);
    }
  }

  #hello(hello: Hello): ReplyMessage {
    const { id } = hello;
    if (this.refuseHello) return refusal(id, this.refuseHello.code, this.refuseHello.remedy);
    const device = this.#device(hello.device);
    const nonce = hello.nonce ?? null;
    if (device.nonce !== null && nonce !== device.nonce && nonce !== device.previous) {
      return refusal(id, "device-cloned", "new_device");
    }
    device.previous = nonce;
    device.nonce = hello.nextNonce;
    return {
      type: "welcome",
      id,
      metadata: {
        current: this.metadata.metadataVersion,
        minimum: 1,
        changed: hello.metadataVersion !== this.metadata.metadataVersion,
        urgency: this.urgency,
        note: this.note,
      },
      nextChange: device.nextNumber,
      head: this.head,
      epoch: "first",
      serverTime: "2026-11-21T12:00:00.000Z",
      syncedBefore: this.syncedBefore,
      limits: { changes: 50, messageBytes: 262_144, recordBytes: 131_072, blobBytes: 26_214_400 },
    };
  }

  #push({ id, device: name, changes }: Push): ReplyMessage {
    const device = this.#device(name);
    const outcomes: Outcome[] = [];
    for (const change of changes) {
      const body = JSON.stringify(change);
      const known = device.outcomes.get(change.number);
      if (known && known.body !== body) return refusal(id, "change-differs", "stop");
      if (!known && change.number !== device.nextNumber) return refusal(id, "change-gap", "restart");
      const outcome = known?.outcome ?? this.#apply(change);
      if (!known) {
        device.outcomes.set(change.number, { body, outcome });
        device.nextNumber += 1;
      }
      outcomes.push(outcome);
    }
    return { type: "outcomes", id, outcomes, nextChange: device.nextNumber, head: this.head };
  }

  #apply({ number, id, acts }: Change): Outcome {
    const shared = { number, id, records: [], conflicts: [], blockedBy: null };
    for (const act of acts) {
      const code = this.refuse(act) ?? (this.#missing(act) ? "record-missing" : null);
      if (code) return { ...shared, status: "rejected", seq: 0, problem: problem(code) };
    }
    const conflicts: string[] = [];
    const records: Outcome["records"] = [];
    for (const act of acts) {
      conflicts.push(...this.#act(act, id));
      const record = this.records.get(`${act.entity}/${act.record}`);
      if (record) records.push({ entity: act.entity, record: act.record, version: record.version });
    }
    const status = conflicts.length > 0 ? "conflict" : "applied";
    return { ...shared, status, seq: this.head, problem: null, records, conflicts };
  }

  #act(act: Act, change: string): string[] {
    this.head += 1;
    const key = `${act.entity}/${act.record}`;
    const known = this.records.get(key);
    const record = known ?? {
      ...KIND,
      entity: act.entity,
      id: act.record,
      version: 0,
      seq: 0,
      values: {},
      fieldVersions: {},
      gone: false,
    };
    if (act.kind === "create") this.#put(record, act.values, this.head);
    if (act.kind === "set") return this.#merge(record, act, change);
    if (act.kind === "delete")
      Object.assign(record, { gone: true, version: record.version + 1, seq: this.head });
    if (act.kind === "restore")
      Object.assign(record, { gone: false, version: record.version + 1, seq: this.head });
    if (act.kind === "step") this.#put(record, { status: "approved" }, this.head);
    if (act.kind === "resolve") {
      this.#put(record, act.values ?? {}, this.head);
      for (const row of this.conflicts)
        if (act.conflicts.includes(row.id)) Object.assign(row, { open: false, seq: this.head });
    }
    return [];
  }

  #merge(record: Stored, act: Extract<Act, { kind: "set" }>, change: string): string[] {
    const taken: Record<string, unknown> = {};
    const conflicts: string[] = [];
    for (const [field, { value, old, base }] of Object.entries(act.edits)) {
      const current = record.values[field] ?? null;
      const untouched = (record.fieldVersions[field] ?? 0) <= base || same(current, old);
      if (untouched || same(current, value)) taken[field] = value;
      else conflicts.push(this.#conflict(record, field, old, value, change));
    }
    this.#put(record, taken, this.head);
    return conflicts;
  }

  #conflict(record: Stored, field: string, old: unknown, mine: unknown, change: string): string {
    const id = `00000000-0000-7000-8000-${String(this.conflicts.length + 1).padStart(12, "0")}`;
    this.conflicts.push({
      id,
      entity: record.entity,
      record: record.id,
      kind: "fields",
      base: { [field]: old },
      mine: { [field]: mine },
      theirs: { [field]: record.values[field] },
      mineBy: "me",
      mineAt: "2026-11-21T12:00:00.000Z",
      theirsBy: "somebody",
      theirsAt: "2026-11-21T11:00:00.000Z",
      version: record.version,
      change,
      open: true,
      seq: this.head,
    });
    return id;
  }

  #pull({ id, device: name, cursor, page }: Pull): ReplyMessage {
    const device = this.#device(name);
    if (!cursor) return this.#plan(id, device);
    const { head, generation } = JSON.parse(cursor) as Cursor;
    const before = device.held.get(generation);
    if (!before) return refusal(id, "cursor-unknown", "restart");
    const put: { entity: string; rows: Row[] }[] = [];
    const out: { entity: string; why: "left" | "lost"; records: string[] }[] = [];
    const after = new Set(before);
    for (const [key, record] of this.records) {
      const visible = this.#visible(record);
      if (visible && (record.seq > head || !before.has(key)))
        put.push({ entity: record.entity, rows: [row(record)] });
      if (!visible && before.has(key)) out.push({ entity: record.entity, why: "lost", records: [record.id] });
      if (visible) after.add(key);
      else after.delete(key);
    }
    const from = page ? Number(page) : 0;
    const slice = put.slice(from, from + this.deltaRows);
    const conflicts = this.conflicts
      .filter(({ seq }) => seq > head)
      .map(({ seq: _, ...conflict }) => conflict);
    if (from + this.deltaRows < put.length) {
      return { type: "page", id, put: slice, out: [], conflicts: [], next: String(from + this.deltaRows) };
    }
    const changed = put.length + out.length + conflicts.length > 0;
    const next = changed ? generation + 1 : generation;
    device.held.set(next, after);
    device.generation = next;
    const at: Cursor = { head: this.head, generation: next };
    const counts = this.entities.map((entity) => {
      return { entity, count: [...after].filter((key) => key.startsWith(`${entity}/`)).length };
    });
    return {
      type: "done",
      id,
      put: slice,
      out,
      conflicts,
      cursor: JSON.stringify(at),
      generation: next,
      head: this.head,
      counts,
    };
  }

  #plan(id: number, device: Device): ReplyMessage {
    const generation = device.generation + 1;
    device.generation = generation;
    const visible = [...this.records.values()].filter((record) => this.#visible(record));
    device.held.set(generation, new Set(visible.map((record) => `${record.entity}/${record.id}`)));
    const cursor: Cursor = { head: this.head, generation };
    const entities = this.entities.map((entity) => {
      const ids = visible
        .filter((record) => record.entity === entity)
        .map((record) => record.id)
        .sort();
      const ends = ids.filter((_, at) => (at + 1) % this.pageRows === 0 && at + 1 < ids.length);
      return { entity, count: ids.length, stage: 1, ends };
    });
    return { type: "plan", id, plan: JSON.stringify(cursor), cursor: JSON.stringify(cursor), entities };
  }

  #snapshot({ id, entity, after, until }: Snapshot): ReplyMessage {
    const rows = [...this.records.values()]
      .filter((record) => record.entity === entity && this.#visible(record))
      .filter((record) => record.id > after && (until === "" || record.id <= until))
      .map(row)
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
    return { type: "rows", id, entity, rows };
  }

  #put(record: Stored, values: Record<string, unknown>, seq: number): void {
    record.version += 1;
    record.seq = seq;
    for (const field of Object.keys(values)) record.fieldVersions[field] = record.version;
    const merged = Object.entries({ ...record.values, ...values }).filter(([, value]) => value !== null);
    record.values = Object.fromEntries(merged);
    this.records.set(`${record.entity}/${record.id}`, record);
  }

  #visible(record: Stored): boolean {
    return !record.gone && this.entities.includes(record.entity) && this.scope(record);
  }

  #missing(act: Act): boolean {
    const record = this.records.get(`${act.entity}/${act.record}`);
    return act.kind !== "create" && (!record || (record.gone && act.kind !== "restore"));
  }

  #device(name: string): Device {
    let device = this.devices.get(name);
    if (!device) {
      device = {
        nonce: null,
        previous: null,
        nextNumber: 1,
        outcomes: new Map(),
        held: new Map(),
        generation: 0,
      };
      this.devices.set(name, device);
    }
    return device;
  }
}

export function metadataAt(metadataVersion: number): EffectiveMetadata {
  return {
    metadataVersion,
    model: { version: 1, entities: [] },
    organisation: "Alder",
    person: { id: "me", name: "Ada", language: "en" },
    privileges: [],
    profile: { id: "everyone", label: {}, version: 1, entities: [] },
    rights: {},
    workspaces: [],
  };
}

function row({ id, version, values }: Stored): Row {
  return [id, version, values];
}

function problem(code: string) {
  return { code, arguments: {}, field: null, sentence: null, remedy: null };
}

function refusal(
  id: number,
  code: string,
  remedy: "sign_in" | "new_device" | "update" | "restart" | "stop",
): ReplyMessage {
  return { type: "refusal", id, problem: problem(code), remedy };
}
