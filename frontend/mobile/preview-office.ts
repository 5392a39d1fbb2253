/**
 * The office of the preview: practice records in memory that answer the phone as the server would.
 *
 * What is done to them lives as long as the frame. Nobody else writes here, so nothing ever conflicts.
 */
import { settingValues } from "../local/steps";
import type { PracticeRecords } from "../metadata/preview-channel";
import type {
  Act,
  Change,
  Depths,
  Done,
  EffectiveMetadata,
  Kept,
  Outcome,
  Plan,
  PushedMessage,
  Put,
  Row,
  Rows,
  Standing,
  Welcome,
} from "../protocol";
import { zoneHere } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import { unreachable } from "../shared/unreachable";
import type { Ask, Channel, ReplyTo } from "../sync/transport";
import { isNumbered } from "../values/auto-number";

const LIMITS = { blobBytes: 20_000_000, changes: 200, messageBytes: 1_000_000, recordBytes: 131_072 };
interface Written {
  readonly head: number;
  readonly entity: string;
  readonly record: string;
}

export class PreviewOffice {
  readonly #records = new Map<string, Map<string, Row>>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #pushed = new Emitter<PushedMessage>();
  #log: Written[] = [];
  #head = 1;
  #nextChange = 1;
  #numbers = 0;
  #kept: readonly Kept[] = [];

  constructor(
    private metadata: EffectiveMetadata,
    practice: PracticeRecords,
  ) {
    for (const { entity, rows } of practice.put) this.#table(entity, rows);
  }

  /** Work by other metadata from now on. */
  publish(metadata: EffectiveMetadata): void {
    this.metadata = metadata;
  }

  /** Take practice records that are new or have more values; what was edited here keeps its edits. */
  replenish(practice: PracticeRecords): void {
    for (const { entity, rows } of practice.put) {
      const known = this.#table(entity);
      for (const [id, , values] of rows) {
        const old = known.get(id);
        const wanted = { ...values, ...old?.[2] };
        if (!old || Object.keys(wanted).length > Object.keys(old[2]).length) this.#write(entity, id, wanted);
      }
    }
    this.#pushed.emit({ type: "hint", head: this.#head });
  }

  connect(): Channel {
    return {
      request: async <A extends Ask>(ask: A) => this.#answer(ask) as ReplyTo<A>,
      pushed: this.#pushed,
      closed: new Emitter<void>(),
      close: () => {},
    };
  }

  #answer(ask: Ask): Welcome | Plan | Rows | Done | ReplyTo<Extract<Ask, { type: "push" }>> {
    switch (ask.type) {
      case "hello":
        return this.#welcome();
      case "pull":
        return ask.cursor ? this.#delta(Number(ask.cursor)) : this.#plan();
      case "snapshot":
        return { type: "rows", id: 0, entity: ask.entity, rows: sorted(this.#table(ask.entity)) };
      case "push":
        return {
          type: "outcomes",
          id: 0,
          outcomes: ask.changes.map((change) => this.#outcome(change)),
          nextChange: this.#nextChange,
          head: this.#head,
          settled: [],
          decisions: [],
        };
      case "verify":
      case "mend":
        throw new Error("Practice records are not checked");
      default:
        return unreachable(ask);
    }
  }

  #welcome(): Welcome {
    const metadata = {
      current: this.metadata.metadataVersion,
      changed: false,
      minimum: 0,
      note: {},
      urgency: "silent",
    } as const;
    return {
      type: "welcome",
      id: 0,
      epoch: "preview",
      head: this.#head,
      lacking: [],
      limits: LIMITS,
      metadata,
      nextChange: this.#nextChange,
      restored: null,
      serverTime: new Date().toISOString(),
      syncedBefore: false,
    };
  }

  #plan(): Plan {
    const entities = [...this.#records].map(([entity, rows]) => ({
      entity,
      count: rows.size,
      ends: [""],
      stage: 1,
    }));
    return { type: "plan", id: 0, plan: "preview", cursor: String(this.#head), entities, coming: [] };
  }

  #delta(since: number): Done {
    const changed = new Map<string, Set<string>>();
    for (const { head, entity, record } of this.#log) {
      if (head > since) changed.set(entity, (changed.get(entity) ?? new Set()).add(record));
    }
    const put: Put[] = [];
    const out: Done["out"] = [];
    for (const [entity, ids] of changed) {
      const rows = [...ids]
        .map((id) => this.#records.get(entity)?.get(id))
        .filter((row) => row !== undefined);
      const gone = [...ids].filter((id) => !this.#records.get(entity)?.has(id));
      if (rows.length > 0) put.push({ entity, rows });
      if (gone.length > 0) out.push({ entity, records: gone, why: "lost" });
    }
    const counts = [...this.#records].map(([entity, rows]) => ({ entity, count: rows.size }));
    const head = this.#head;
    return {
      type: "done",
      id: 0,
      conflicts: [],
      counts,
      cursor: String(head),
      generation: head,
      head,
      put,
      out,
      masks: [],
      stubs: [],
      standing: this.#standing(),
      allConflicts: false,
      settled: [],
      decisions: [],
      coming: [],
    };
  }

  #unitOf(person: string): string | null {
    const unit = this.#records.get("person")?.get(person)?.[2]?.unit;
    return typeof unit === "string" ? unit : null;
  }

  /** Everything that he may do to an entity he may do to each practice record. */
  #standing(): Standing {
    const { rights, person } = this.metadata;
    const depths = (may: readonly string[]): Depths => {
      const depth = (operation: keyof Depths) => (may.includes(operation) ? "all" : "none");
      return {
        read: depth("read"),
        create: depth("create"),
        edit: depth("edit"),
        delete: depth("delete"),
        assign: depth("assign"),
        share: depth("share"),
      };
    };
    return {
      key: String(this.#head),
      rights: Object.fromEntries(Object.entries(rights).map(([entity, may]) => [entity, depths(may)])),
      readOnly: {},
      reach: { own: [], team: [], unit: [], unit_and_below: [] },
      circle: {
        teams: [],
        reports: [],
        reportTeams: [],
        unit: this.#unitOf(person.id),
        language: person.language ?? "en",
        zone: zoneHere(),
      },
      kept: [...this.#kept],
      filters: [],
    };
  }

  #outcome(change: Change): Outcome {
    const known = this.#outcomes.get(change.id);
    if (known) return known;
    const records = change.acts.flatMap((act) => this.#act(act, change.madeAt));
    const outcome: Outcome = {
      id: change.id,
      number: change.number,
      status: "applied",
      records,
      conflicts: [],
      problem: null,
      blockedBy: null,
      seq: this.#head,
    };
    this.#outcomes.set(change.id, outcome);
    this.#nextChange = change.number + 1;
    return outcome;
  }

  #act(act: Act, madeAt: string): Outcome["records"] {
    const { entity, record } = act;
    const before = this.#table(entity).get(record)?.[2] ?? {};
    switch (act.kind) {
      case "create":
        return this.#write(entity, record, { ...this.#given(entity), ...act.values });
      case "set": {
        const values = Object.entries(act.edits).map(([field, { value }]) => [field, value]);
        return this.#write(entity, record, { ...before, ...Object.fromEntries(values) });
      }
      case "delete":
        this.#table(entity).delete(record);
        this.#note(entity, record);
        return [];
      case "step": {
        const actions = this.metadata.workspaces.find(({ id }) => id === act.workspace)?.actions ?? [];
        const settings = actions.find(({ id }) => id === act.action)?.settings ?? [];
        const me = this.metadata.person.id;
        const setter = { me, now: madeAt, timeZone: zoneHere(), comment: act.comment ?? null };
        const set = settingValues(this.metadata.model, entity, settings, setter);
        return this.#write(entity, record, { ...before, ...set });
      }
      case "resolve":
        return this.#write(entity, record, { ...before, ...act.values });
      case "restore":
        return this.#write(entity, record, before);
      case "assign":
        return this.#write(entity, record, { ...before, owner: act.owner });
      case "share":
        return [];
      case "keep": {
        const others = this.#kept.filter((kept) => kept.record !== record || kept.how !== act.how);
        this.#kept = act.on ? [...others, { entity, record, how: act.how }] : others;
        this.#head += 1;
        return [];
      }
      default:
        return unreachable(act);
    }
  }

  /** What the server gives a new record: its numbers and its owner. */
  #given(entity: string): Record<string, unknown> {
    const holder = this.metadata.model.entities.find(({ id }) => id === entity);
    const given: Record<string, unknown> = {};
    for (const field of holder?.fields ?? []) {
      if (!isNumbered(field)) continue;
      this.#numbers += 1;
      given[field.id] =
        `${field.prefix ?? ""}${String(1000 + this.#numbers).padStart(field.digits ?? 5, "0")}`;
    }
    return holder?.ownership === "person" ? { ...given, owner: this.metadata.person.id } : given;
  }

  #write(entity: string, record: string, values: Row[2]): Outcome["records"] {
    const table = this.#table(entity);
    const version = (table.get(record)?.[1] ?? 0) + 1;
    const kept = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
    table.set(record, [record, version, kept]);
    this.#note(entity, record);
    return [{ entity, record, version }];
  }

  #note(entity: string, record: string): void {
    this.#head += 1;
    this.#log.push({ head: this.#head, entity, record });
  }

  #table(entity: string, rows: readonly Row[] = []): Map<string, Row> {
    let table = this.#records.get(entity);
    if (!table) {
      table = new Map(rows.map((row) => [row[0], row]));
      this.#records.set(entity, table);
    }
    return table;
  }
}

function sorted(table: ReadonlyMap<string, Row>): Row[] {
  return [...table.values()].sort(([one], [other]) => (one < other ? -1 : 1));
}
