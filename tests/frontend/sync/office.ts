/**
 * A small server in memory that keeps the promises of the real one: outcomes exactly once, merge per field, a dense
 * stream, scope as a set, generations.
 */
import type {
  Act,
  Change,
  Coming,
  ConflictRow,
  EffectiveMetadata,
  Hello,
  Mend,
  Outcome,
  Pull,
  Push,
  ReplyMessage,
  Row,
  Snapshot,
  Standing,
  Verify,
} from "../../../frontend/protocol";
import { same } from "../../../frontend/shared/json";
import { Books } from "./office-books";
import {
  type Cursor,
  type Device,
  disagreement,
  isWhole,
  metadataAt,
  problem,
  refusal,
  type Stored,
  unwritten,
  wantedOf,
  welcome,
} from "./office-replies";
import { comes, comesWith, pagesOf, type Stages } from "./office-stages";
import { Waiting } from "./office-waiting";

export class Office extends Books {
  readonly conflicts: (ConflictRow & { seq: number })[] = [];
  readonly devices = new Map<string, Device>();
  readonly log: {
    readonly type: string;
    readonly numbers: readonly number[];
    readonly metadataVersion: number | null;
  }[] = [];
  /** Whether a pull tells of all conflicts that are open, as it does where rights moved. */
  tellsAllConflicts = false;
  pageRows = 3;
  /** The entities of each stage of a first copy; none: it comes in one. */
  stages: Stages = [];
  deltaRows = 1_000;
  syncedBefore = false;
  epoch = "first";
  /** What the epoch follows, once a backup was put back. */
  restored: { readonly epoch: string; readonly head: number } | null = null;
  /** What each change wanted, and what it came to, by its id. */
  readonly answers = new Map<string, { readonly wanted: string; readonly outcome: Outcome }>();
  /** The newest version of filters, which operators it brought, and which one the last hello understood. */
  readonly filters = { newest: 1, brought: [] as string[], understood: 0 };
  metadata: EffectiveMetadata = metadataAt(1);
  urgency: "silent" | "soft" | "hard" = "soft";
  readonly note = { en: "A new field" };
  /** Whether its user may read it: what he may and the device does not hold leaves, all else is lost. */
  readable: (record: Stored) => boolean = (record) => this.scope(record);
  /** What a record is called where it is not held. */
  label: (record: Stored) => string = ({ values }) => String(values.name ?? "");
  /** Keys of records that others refer to. */
  referred: ReadonlySet<string> = new Set();
  /** Whether it tells the label of what leaves; a phone knows it by itself. */
  labelsLeaving = true;
  standing: Standing | null = null;
  readonly waiting = new Waiting();
  readonly shared: Act[] = [];
  /** A rule that refuses acts, with a code. */
  refuse: (act: Act) => string | null = () => null;
  refuseHello: { code: string; remedy: "sign_in" | "new_device" | "update" } | null = null;

  /** Take a backup; returns what puts it back and begins another epoch. */
  backup(): () => void {
    const { head, records, conflicts, devices, answers, epoch } = this;
    const kept = structuredClone({ head, records, conflicts, devices, answers });
    return () => {
      const { records, conflicts, devices, answers, head } = structuredClone(kept);
      const maps = [
        [this.records, records],
        [this.devices, devices],
        [this.answers, answers],
      ] as const;
      for (const [map, before] of maps) {
        map.clear();
        for (const [key, value] of before) (map as Map<string, unknown>).set(key, value);
      }
      this.conflicts.splice(0, this.conflicts.length, ...conflicts);
      this.head = head;
      this.restored = { epoch, head };
      this.epoch = `after ${this.epoch}`;
    };
  }

  /** Answers checks, where a test makes any. */
  check: (request: Verify | Mend) => ReplyMessage = ({ id }) => refusal(id, "unknown-message", "stop");

  answer(message: unknown): ReplyMessage {
    const request = message as Hello | Push | Pull | Snapshot | Verify | Mend;
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
      case "verify":
      case "mend":
        return this.check(request);
    }
  }

  #hello(hello: Hello): ReplyMessage {
    const { id } = hello;
    if (this.refuseHello) return refusal(id, this.refuseHello.code, this.refuseHello.remedy);
    const device = this.#device(hello.device);
    const nonce = hello.nonce ?? null;
    const over = Boolean(hello.epoch) && hello.epoch !== this.epoch && device.epoch !== this.epoch;
    if (!over && device.nonce !== null && nonce !== device.nonce && nonce !== device.previous) {
      return refusal(id, "device-cloned", "new_device");
    }
    this.filters.understood = hello.expressionsVersion ?? 1;
    device.previous = nonce;
    device.nonce = hello.nextNonce;
    device.epoch = this.epoch;
    const told = { metadata: this.metadata.metadataVersion, urgency: this.urgency, note: this.note };
    return welcome(hello, {
      ...told,
      nextChange: device.nextNumber,
      head: this.head,
      syncedBefore: this.syncedBefore,
      epoch: this.epoch,
      restored: this.restored,
      lacking: this.filters.understood < this.filters.newest ? this.filters.brought : [],
    });
  }

  #push({ id, device: name, epoch, changes, refused }: Push): ReplyMessage {
    const device = this.#device(name);
    const outcomes: Outcome[] = [];
    if (epoch && epoch !== this.epoch) return refusal(id, "epoch-over", "restart");
    for (const change of changes) {
      const body = JSON.stringify(change);
      const known = device.outcomes.get(change.number);
      if (known && known.body !== body) return refusal(id, "change-differs", "stop");
      if (!known && change.number !== device.nextNumber) return refusal(id, "change-gap", "restart");
      const wanted = JSON.stringify(change.acts.map(wantedOf));
      const answered = this.answers.get(change.id);
      const before = answered?.wanted === wanted ? { ...answered.outcome, number: change.number } : null;
      const outcome = known?.outcome ?? before ?? this.#answer(change);
      this.answers.set(change.id, { wanted, outcome });
      if (!known) {
        device.outcomes.set(change.number, { body, outcome });
        device.nextNumber += 1;
        this.waiting.answered(device, change, outcome, (again) => this.#answer(again));
      }
      outcomes.push(outcome);
    }
    const told = this.waiting.told(device, refused);
    return { type: "outcomes", id, outcomes, nextChange: device.nextNumber, head: this.head, ...told };
  }

  #answer(change: Change): Outcome {
    return this.waiting.blocked(change) ?? this.#apply(change);
  }

  #apply({ number, id, acts }: Change): Outcome {
    const shared = { number, id, records: [], conflicts: [], blockedBy: null };
    for (const act of acts) {
      const code = this.refuse(act) ?? (this.missing(act) ? "record-not-found" : null);
      const place = { entity: act.entity, record: act.record };
      if (code)
        return { ...shared, status: "rejected", seq: 0, problem: { ...problem(code), arguments: place } };
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
    const record = known ?? unwritten(act.entity, act.record);
    if (act.kind === "keep") this.keep(record, act);
    if (act.kind === "assign")
      Object.assign(record, { owner: act.owner, version: record.version + 1, seq: this.head });
    if (act.kind === "share") {
      this.shared.push(act);
      record.seq = this.head;
    }
    if (act.kind === "create") this.put(record, act.values, this.head);
    if (act.kind === "set") return this.#merge(record, act, change);
    if (act.kind === "delete")
      Object.assign(record, { gone: true, version: record.version + 1, seq: this.head });
    if (act.kind === "restore")
      Object.assign(record, { gone: false, version: record.version + 1, seq: this.head });
    if (act.kind === "step") this.put(record, { status: "approved" }, this.head);
    if (act.kind === "resolve") {
      this.put(record, act.values ?? {}, this.head);
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
    this.put(record, taken, this.head);
    return conflicts;
  }

  #conflict(record: Stored, field: string, old: unknown, mine: unknown, change: string): string {
    const id = `00000000-0000-7000-8000-${String(this.conflicts.length + 1).padStart(12, "0")}`;
    this.conflicts.push({ ...disagreement(record, field, old, mine), id, change, seq: this.head });
    return id;
  }

  #pull({ id, device: name, refused, epoch, cursor, page, further }: Pull): ReplyMessage {
    const device = this.#device(name);
    if (epoch && epoch !== this.epoch) return refusal(id, "epoch-over", "restart");
    if (!cursor) return this.#plan(id, device, further && this.stages.length > 0 ? 0 : null);
    const { head, generation, stage = null } = JSON.parse(cursor) as Cursor;
    const before = device.held.get(generation);
    if (!before) return refusal(id, "cursor-unknown", "restart");
    if (further && stage !== null && !page && stage + 1 < this.stages.length)
      return this.#plan(id, device, stage + 1, before, head);
    const put: { entity: string; rows: Row[] }[] = [];
    const out: Coming["out"] = [];
    const stubs: Coming["stubs"] = [];
    const masks = this.#masks(device);
    const after = new Set(before);
    for (const [key, record] of this.records) {
      const visible = this.visible(record) && comes(this.stages, record.entity, stage);
      const readable = !record.gone && this.readable(record);
      const { entity, id: named } = record;
      if (visible && (record.seq > head || !before.has(key))) put.push({ entity, rows: [this.row(record)] });
      if (visible) after.add(key);
      else after.delete(key);
      if (visible) {
        device.traced.delete(key);
        continue;
      }
      const known = before.has(key) || device.traced.has(key);
      if (known && !readable) out.push({ entity, why: "lost", records: [named] });
      if (!readable) device.traced.delete(key);
      if (before.has(key) && readable) out.push({ entity, why: "left", records: [named] });
      const label = this.label(record);
      if (
        !readable ||
        !((before.has(key) && this.labelsLeaving) || this.referred.has(key)) ||
        device.traced.get(key) === label
      )
        continue;
      device.traced.set(key, label);
      stubs.push({ entity, labels: { [named]: label } });
    }
    const from = page ? Number(page) : 0;
    const slice = put.slice(from, from + this.deltaRows);
    const coming = new Set(put.flatMap(({ rows }) => rows.map(([id]) => id)));
    const again = (row: ConflictRow) => {
      return row.open && (this.tellsAllConflicts || coming.has(row.record)) && isWhole(row, this.fields);
    };
    const conflicts = this.conflicts
      .filter((row) => row.seq > head || again(row))
      .map(({ seq: _, ...conflict }) => conflict);
    if (from + this.deltaRows < put.length) {
      const next = String(from + this.deltaRows);
      return { type: "page", id, masks: [], put: slice, stubs: [], out: [], conflicts: [], next };
    }
    const changed = put.length + out.length + conflicts.length > 0;
    const next = changed ? generation + 1 : generation;
    device.held.set(next, after);
    device.generation = next;
    const at: Cursor = { head: this.head, generation: next, stage };
    const counts = this.entities.map((entity) => {
      return { entity, count: [...after].filter((key) => key.startsWith(`${entity}/`)).length };
    });
    return {
      type: "done",
      id,
      masks,
      put: slice,
      stubs,
      out,
      conflicts,
      cursor: JSON.stringify(at),
      generation: next,
      head: this.head,
      counts,
      standing: this.#standing(device),
      allConflicts: this.tellsAllConflicts,
      coming: this.entities.filter((entity) => !comes(this.stages, entity, stage)),
      ...this.waiting.told(device, refused),
    };
  }

  /** Fields that the device is to forget. */
  #masks(device: Device): Coming["masks"] {
    const now = JSON.stringify(this.fields);
    if (device.masks === now) return [];
    device.masks = now;
    return Object.entries(this.fields).map(([entity, fields]) => ({ entity, fields: [...fields] }));
  }

  #standing(device: Device): Standing | null {
    if (!this.standing) return null;
    const kept = [...this.kept].map((key) => {
      const [how = "", entity = "", record = ""] = key.split("/");
      return { how: how as "pin", entity, record };
    });
    const standing: Standing = { ...this.standing, kept };
    const key = JSON.stringify(standing);
    if (device.standing === key) return null;
    device.standing = key;
    return { ...standing, key };
  }

  #plan(
    id: number,
    device: Device,
    stage: number | null,
    before: ReadonlySet<string> = new Set(),
    head: number = this.head,
  ): ReplyMessage {
    const generation = device.generation + 1;
    device.generation = generation;
    if (!stage) {
      device.traced.clear();
      device.standing = "";
      device.masks = JSON.stringify(this.fields);
    }
    const all = [...this.records.values()].filter((record) => this.visible(record));
    const visible = all.filter(({ entity }) => comesWith(this.stages, entity, stage));
    const keys = visible.map((record) => `${record.entity}/${record.id}`);
    device.held.set(generation, new Set([...before, ...keys]));
    for (const key of keys) device.traced.delete(key);
    const cursor = JSON.stringify({ head, generation, stage } satisfies Cursor);
    const pages = (entity: string) => pagesOf(entity, all, this.pageRows);
    const entities = this.entities.filter((entity) => comesWith(this.stages, entity, stage)).map(pages);
    const coming = this.entities.filter((entity) => !comes(this.stages, entity, stage)).map(pages);
    return { type: "plan", id, plan: cursor, cursor, entities, coming };
  }

  #snapshot({ id, entity, after, until }: Snapshot): ReplyMessage {
    const rows = [...this.records.values()]
      .filter((record) => record.entity === entity && this.visible(record))
      .filter((record) => record.id > after && (until === "" || record.id <= until))
      .map((record) => this.row(record))
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
    return { type: "rows", id, entity, rows };
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
        traced: new Map(),
        standing: "",
        masks: "{}",
        generation: 0,
        epoch: null,
      };
      this.devices.set(name, device);
    }
    return device;
  }
}
