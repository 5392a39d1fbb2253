/**
 * What a user can do to records, on the phone: each act is a change in the outbox.
 *
 * A command resolves when its change is on the disk, online and offline alike; sending it is not its business. While
 * the store is broken every command is refused: nothing is taken that could not be kept.
 */
import type {
  Act,
  Action,
  CreateAct,
  DeleteAct,
  EffectiveMetadata,
  KeepAct,
  SetAct,
  ShareAct,
} from "../protocol";
import { type Clock, instant } from "../shared/clock";
import type { NewId } from "../shared/ids";
import type { Values } from "../shared/json";
import type { NewBlob } from "./blobs";
import type { Edits } from "./editing";
import { ChangeLocked, type NewChange } from "./outbox";
import { type Effect, isOpen, type OutboxEntry } from "./outbox-entry";
import type { LocalRecord } from "./record";
import type { Replica } from "./replica";
import { downFields, fieldsOnly, leftOut } from "./standing";
import { settingValues } from "./steps";
import type { Operation } from "./storage";
import { inverse } from "./undo";

/** The action of a workspace by which something was done. */
export interface Source {
  readonly workspace: string;
  readonly action: string;
}

/** The form that a change comes from. */
export interface Begun {
  /** The metadata version that it was begun under; else it is that of now. */
  readonly under?: number | undefined;
  /** The writes by which its draft goes: with the change, or not at all. */
  readonly beside?: readonly Operation[];
}

/** What a form says of one record. */
export type FormAct = CreateAct | SetAct | DeleteAct;

export interface Resolution {
  readonly conflicts: readonly string[];
  /** Field values to go on with; none keeps the office's. */
  readonly values?: Values;
  readonly delete?: boolean;
}

export interface CommandPorts {
  readonly replica: Replica;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Told after each change that was kept. */
  readonly saved: () => void;
}

/** The record is not on this phone. */
export class RecordMissing extends Error {
  override readonly name = "RecordMissing";
}

/** These fields only come down to this phone, or are not on it, and so are not changed on it. */
export class DownOnly extends Error {
  override readonly name = "DownOnly";

  constructor(
    readonly entity: string,
    readonly fields: readonly string[],
  ) {
    super(`${entity}: ${fields.join(", ")}`);
  }
}

export class Commands {
  constructor(private readonly ports: CommandPorts) {}

  /** Make a record; resolves to its id. @throws StorageFailed */
  async createRecord(
    entity: string,
    values: Values,
    source: Source | null = null,
    blobs: readonly NewBlob[] = [],
    record: string = this.ports.newId(),
    begun: Begun = {},
  ): Promise<string> {
    const act: CreateAct = { kind: "create", entity, record, values };
    await this.saveForm([act], source, blobs, begun);
    return record;
  }

  /** Change fields of a record; without edits nothing happens. @throws DownOnly, StorageFailed */
  async editRecord(
    entity: string,
    record: string,
    edits: Edits,
    source: Source | null = null,
    blobs: readonly NewBlob[] = [],
    begun: Begun = {},
  ): Promise<void> {
    const act: SetAct = { kind: "set", entity, record, edits: { ...edits } };
    await this.saveForm([act], source, blobs, begun);
  }

  /** Keep what a form says of a record and of its lines as one change. @throws DownOnly, StorageFailed */
  async saveForm(
    acts: readonly FormAct[],
    source: Source | null = null,
    blobs: readonly NewBlob[] = [],
    begun: Begun = {},
  ): Promise<void> {
    const said = acts.map((act) => this.#sayable(act)).filter((act) => act !== null);
    if (said.length > 0) await this.#save(said, { source, blobs, ...begun });
  }

  /** Give a record another owner, a person or a team. @throws RecordMissing, StorageFailed */
  async assignRecord(entity: string, record: string, owner: string): Promise<void> {
    const { version, values } = this.#record(entity, record);
    if (values.owner === owner) return;
    await this.#save([{ kind: "assign", entity, record, owner, base: version }], {});
  }

  /** Let a person or team do these things to a record; nothing: no longer. @throws StorageFailed */
  async shareRecord(entity: string, record: string, whom: string, what: ShareAct["may"]): Promise<void> {
    await this.#save([{ kind: "share", entity, record, with: whom, may: [...what] }], {});
  }

  /** Pin or follow a record, held here or not, or no longer; as it is already, nothing happens. @throws StorageFailed */
  async keepRecord(entity: string, record: string, how: KeepAct["how"], on: boolean): Promise<void> {
    if (this.ports.replica.kept.has(entity, record, how) === on) return;
    await this.#save([{ kind: "keep", entity, record, how, on }], {});
  }

  /** Delete a record; one that was never sent is taken back instead. @throws RecordMissing, StorageFailed */
  async deleteRecord(entity: string, record: string, source: Source | null = null): Promise<void> {
    const shown = this.#record(entity, record);
    const creation = this.#entries().find((entry) => isOpen(entry) && createsOnly(entry, entity, record));
    if (creation) await this.discardChange(creation.id);
    else await this.#save([{ kind: "delete", entity, record, base: shown.version }], { source });
  }

  /**
   * Run a business step. What it will set is shown at once, unless it is the office that has to do it.
   *
   * @throws RecordMissing, StorageFailed
   */
  async runStep(
    entity: string,
    record: string,
    source: Source,
    comment: string | null = null,
  ): Promise<void> {
    const shown = this.#record(entity, record);
    const action = this.#action(source);
    const model = this.#metadata()?.model;
    const { person: me, timeZone } = this.ports.replica;
    const setter = { me, comment, now: instant(this.ports.clock), timeZone };
    const values = model ? settingValues(model, entity, action?.settings ?? [], setter) : {};
    const act: Act = { kind: "step", entity, record, ...source, comment, base: shown.version };
    const foreseen = (action?.offline ?? "yes") === "yes";
    await this.#save([act], { source, effects: foreseen ? [{ entity, record, values }] : [] });
  }

  /** Choose between the values of conflicts of one record. @throws RecordMissing, StorageFailed */
  async resolveConflict(entity: string, record: string, chosen: Resolution): Promise<void> {
    const [first, ...rest] = chosen.conflicts;
    if (!first) return;
    const { conflicts, records } = this.ports.replica;
    const versions = chosen.conflicts.map((id) => conflicts.get(id)?.version ?? 0);
    const seen = Math.max(records.get(entity, record)?.version ?? 0, ...versions);
    const act: Act = {
      kind: "resolve",
      entity,
      record,
      conflicts: [first, ...rest],
      values: { ...chosen.values },
      delete: chosen.delete ?? false,
      seen,
    };
    await this.#save([act], {});
  }

  /** Bring a deleted record back. @throws StorageFailed */
  async restoreRecord(entity: string, record: string): Promise<void> {
    await this.#save([{ kind: "restore", entity, record }], {});
  }

  /** Take back a change that was not sent, or was refused. @throws ChangeLocked, StorageFailed */
  async discardChange(id: string): Promise<readonly OutboxEntry[]> {
    this.#refuseWhileBroken();
    const gone = await this.ports.replica.outbox.discard(id);
    this.ports.saved();
    return gone;
  }

  /** Undo a change: take it back while it waits, else make the opposite one. @throws ChangeLocked */
  async undoChange(id: string): Promise<void> {
    const { outbox, records } = this.ports.replica;
    const entry = outbox.get(id);
    if (!entry) throw new ChangeLocked(`There is no change ${id}`);
    if (isOpen(entry)) {
      await this.discardChange(id);
      return;
    }
    await Promise.all(entry.acts.map(({ entity }) => records.ensure(entity)));
    const acts = inverse(entry, (entity, record) => records.get(entity, record)?.version ?? 0);
    if (!acts) throw new ChangeLocked(`Change ${id} has no opposite`);
    await this.#save(acts, { source: entry.source });
  }

  /**
   * Give a change that waits, or was refused, other acts; a refused one is sent anew.
   *
   * @param taken photos and files that the acts refer to, those that are kept already among them
   * @throws ChangeLocked, StorageFailed
   */
  async amendChange(id: string, acts: readonly Act[], taken: readonly NewBlob[] = []): Promise<void> {
    this.#refuseWhileBroken();
    const { outbox, blobs } = this.ports.replica;
    const fresh = taken.filter((blob) => !blobs.info(blob.id));
    const pictures = { ids: fresh.map(({ id }) => id), beside: blobs.operations(fresh) };
    if (outbox.get(id)?.outcome) await outbox.resubmit(id, this.ports.newId, acts, pictures);
    else await outbox.amend(id, acts, pictures);
    blobs.adopt(fresh);
    this.ports.saved();
  }

  /** Send a refused change again as it is. @throws ChangeLocked */
  async resubmitChange(id: string): Promise<void> {
    this.#refuseWhileBroken();
    await this.ports.replica.outbox.resubmit(id, this.ports.newId);
    this.ports.saved();
  }

  async #save(
    acts: readonly Act[],
    extra: {
      source?: Source | null;
      effects?: readonly Effect[];
      blobs?: readonly NewBlob[];
    } & Begun,
  ): Promise<void> {
    this.#refuseWhileBroken();
    const { replica, clock, newId, saved } = this.ports;
    const { source = null, effects = [], blobs = [], under, beside = [] } = extra;
    const change: NewChange = {
      id: newId(),
      madeAt: instant(clock),
      metadataVersion: under ?? this.#metadata()?.metadataVersion ?? 0,
      acts,
      effects,
      source,
      blobs: blobs.map(({ id }) => id),
      ...(source && this.#action(source)?.idempotent === false && { apart: true }),
    };
    await replica.outbox.save(change, [...replica.blobs.operations(blobs), ...beside]);
    replica.blobs.adopt(blobs);
    saved();
  }

  /** What may be said of a record: nothing that is no field, or only comes down; null where nothing is left. */
  #sayable(act: FormAct): FormAct | null {
    if (act.kind === "delete") return act;
    if (act.kind === "create") {
      const filled = Object.entries(fieldsOnly(act.values)).filter(([, value]) => (value ?? null) !== null);
      return { ...act, values: Object.fromEntries(filled) };
    }
    const edits = fieldsOnly(act.edits);
    if (Object.keys(edits).length === 0) return null;
    const metadata = this.#metadata();
    const stay = [...downFields(metadata, act.entity), ...leftOut(metadata, act.entity)];
    const fixed = stay.filter((field) => field in edits);
    if (fixed.length > 0) throw new DownOnly(act.entity, fixed);
    return { ...act, edits: { ...edits } };
  }

  #action({ workspace, action }: Source): Action | undefined {
    const found = this.#metadata()?.workspaces.find(({ id }) => id === workspace);
    return found?.actions.find(({ id }) => id === action);
  }

  #refuseWhileBroken(): void {
    const failure = this.ports.replica.storage.failure.peek();
    // Whether there is room by now only the next write can tell.
    if (failure && failure.reason !== "quota") throw failure;
  }

  #record(entity: string, record: string): LocalRecord {
    const shown = this.ports.replica.records.get(entity, record);
    if (!shown) throw new RecordMissing(`${entity} ${record}`);
    return shown;
  }

  #metadata(): EffectiveMetadata | null {
    return this.ports.replica.metadata.peek();
  }

  #entries(): readonly OutboxEntry[] {
    return this.ports.replica.outbox.entries.peek();
  }
}

/** Tell whether a change makes a record, and besides it only what it made with it. */
function createsOnly({ acts: [first, ...rest] }: OutboxEntry, entity: string, record: string): boolean {
  const makes = first?.kind === "create" && first.entity === entity && first.record === record;
  return makes && rest.every(({ kind }) => kind === "create");
}
