/**
 * One person's copy on this device: the store, and what memory holds of it.
 *
 * It knows nothing of the network. Memory changes in one step after a commit is kept, and is read anew when another
 * tab has written.
 */
import { batch, type Signal, signal } from "@preact/signals-core";
import { findEntity } from "../metadata/find";
import type { EffectiveMetadata, Entity, Standing } from "../protocol";
import { zoneHere } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { Values } from "../shared/json";
import { Blobs } from "./blobs";
import { Conflicts } from "./conflicts";
import {
  type Checked,
  type Checkpoint,
  type Device,
  type Held,
  KV,
  type Loss,
  type MetadataPrompt,
} from "./database";
import type { Foreteller } from "./foretelling";
import { InUse } from "./in-use";
import { KeptRecords } from "./kept";
import type { Locks } from "./locks";
import type { News, NewsByEntity } from "./news";
import { Outbox } from "./outbox";
import { Recent } from "./recent";
import { RecordsView } from "./records";
import type { ReadSite } from "./sites";
import { may, type Operation, readOnlyFields } from "./standing";
import { remove, type Storage } from "./storage";
import { Tables } from "./tables";

export class Replica {
  readonly checkpoint: Signal<Checkpoint | null> = signal(null);
  readonly device: Signal<Device | null> = signal(null);
  readonly metadata: Signal<EffectiveMetadata | null> = signal(null);
  readonly prompt: Signal<MetadataPrompt | null> = signal(null);
  readonly loss: Signal<Loss | null> = signal(null);
  /** The user works offline by choice. */
  readonly held: Signal<Held | null> = signal(null);
  /** Where the user stood at the checkpoint; null until the office has told. */
  readonly standing: Signal<Standing | null> = signal(null);
  /** When the first frozen copy has had its time; null while there is none. */
  readonly thaw: Signal<string | null> = signal(null);
  /** What came and went that the user has not seen. */
  readonly news: Signal<News | null> = signal(null);
  /** Makes what foretells merges of an entity's records; null until its code is here. */
  readonly foretelling: Signal<((entity: Entity) => Foreteller) | null> = signal(null);
  /** What came of the last check; null before the first. */
  readonly checked: Signal<Checked | null> = signal(null);
  /** Announced after each pull that brought or took records. */
  readonly arrived = new Emitter<NewsByEntity>();
  /** Announced when records are lost: blobs that must go from wherever they are kept. */
  readonly shed = new Emitter<readonly string[]>();
  /** Which records are open. */
  readonly inUse = new InUse();
  readonly outbox: Outbox;
  readonly conflicts: Conflicts;
  readonly tables: Tables;
  readonly records: RecordsView;
  readonly blobs: Blobs;
  readonly kept: KeptRecords;
  readonly recent: Recent;
  /** The name of the lock that an apply takes for itself and readers share. */
  readonly lock: string;

  constructor(
    readonly storage: Storage,
    readonly locks: Locks,
    readonly person: string,
    /** Finishes an apply that was left half done, from its journal. The lock is held. @throws StorageFailed */
    private readonly finish: (journal: unknown) => Promise<void>,
  ) {
    this.lock = `satchel:${person}:records`;
    this.outbox = new Outbox(storage, () => this.reload());
    this.conflicts = new Conflicts(this.outbox.entries);
    this.tables = new Tables(
      storage,
      (read) => this.reading("table.load", read),
      (stored) => this.#follow(stored),
    );
    this.records = new RecordsView(this.tables, this.outbox, this.conflicts, (entity) => {
      const found = this.metadata.value && findEntity(this.metadata.value.model, entity);
      return (found && this.foretelling.value?.(found)) ?? null;
    });
    this.blobs = new Blobs(storage, this.outbox);
    this.kept = new KeptRecords(this.standing, this.outbox.entries);
    this.recent = new Recent(storage, (entity, record) => {
      return this.tables.table(entity).peek()?.records.has(record) ?? false;
    });
  }

  /** Tell whether the user may do this to a record of these values, or to any; signals are read. */
  may(operation: Operation, entity: string, values?: Values): boolean {
    return may(this.#grounds(), operation, entity, values);
  }

  /** Tell whether the records of an entity have come down; signals are read. */
  hasCome(entity: string): boolean {
    const here = this.checkpoint.value;
    return here !== null && !here.coming?.includes(entity);
  }

  /** The fields of an entity that are not set on this phone, of a new record or one there is; signals are read. */
  readOnly(entity: string, operation: "create" | "edit" = "edit"): ReadonlySet<string> {
    return readOnlyFields(this.#grounds(), entity, operation);
  }

  /** The user has seen what came and went. @throws StorageFailed */
  async newsSeen(): Promise<void> {
    if (!this.news.peek()) return;
    await this.storage.commit("news.seen", [remove("kv", KV.news)], "relaxed");
    this.news.value = null;
  }

  /** Where this person's days begin: as the office says, else as the phone does. */
  get timeZone(): string {
    return this.standing.value?.circle.zone ?? zoneHere();
  }

  #grounds() {
    return { standing: this.standing.value, metadata: this.metadata.value, person: this.person };
  }

  /** Read the store for the first time, for one who holds the lock. @throws StorageFailed */
  async openHeld(): Promise<void> {
    await this.#read("open.state", []);
    await this.#finishHeld("open.state");
  }

  /**
   * Read what an apply writes, as of one checkpoint: the lock is shared, and an apply that was left half done is
   * finished first.
   *
   * @throws StorageFailed
   */
  async reading<T>(site: ReadSite, read: () => Promise<T>): Promise<T> {
    for (;;) {
      const done = await this.locks.shared(this.lock, async () => {
        return (await this.#journal(site)) ? null : { value: await read() };
      });
      if (done) return done.value;
      await this.locks.exclusive(this.lock, () => this.#finishHeld(site));
    }
  }

  /** Finish an apply that was left half done, before the pages go that it stands on. @throws StorageFailed */
  async finishApply(): Promise<void> {
    await this.reading("reload.state", async () => undefined);
  }

  /** Read all again that is in memory, as of one moment: another tab has written. @throws StorageFailed */
  async reload(): Promise<void> {
    await this.reading("reload.state", () => this.reloadHeld());
  }

  /** As `reload`, for one who holds the lock. */
  async reloadHeld(): Promise<void> {
    await this.#read("reload.state", this.tables.loaded());
  }

  async #read(site: ReadSite, entities: readonly string[]): Promise<void> {
    const wanted = ["kv", "change", "conflict"] as const;
    const before = await this.storage.readAll(site, [
      ...wanted.map((store) => ({ store, prefix: "" })),
      { store: "blob", prefix: "info/" },
    ]);
    const { tables } = entities.length > 0 ? await this.tables.read("table.load", entities) : { tables: [] };
    const [kv = [], changes = [], conflicts = [], blobs = []] = before;
    const values = new Map(kv.map(({ key, value }) => [key, value]));
    const value = <T>(key: string) => (values.get(key) as T | undefined) ?? null;
    batch(() => {
      this.checkpoint.value = value<Checkpoint>(KV.checkpoint);
      this.device.value = value<Device>(KV.device);
      this.metadata.value = value<EffectiveMetadata>(KV.metadata);
      this.prompt.value = value<MetadataPrompt>(KV.prompt);
      this.loss.value = value<Loss>(KV.loss);
      this.held.value = heldOf(value<Held | boolean>(KV.held));
      this.standing.value = value<Standing>(KV.standing);
      this.thaw.value = value<string>(KV.thaw);
      this.news.value = value<News>(KV.news);
      this.checked.value = value<Checked>(KV.checked);
      this.recent.load(kv);
      this.outbox.load(changes, value<number>(KV.logged) ?? 0);
      this.conflicts.load(conflicts);
      this.blobs.load(blobs);
      this.tables.replace(tables);
    });
  }

  #journal(site: ReadSite): Promise<unknown> {
    return this.storage.read(site, "kv", KV.journal);
  }

  async #finishHeld(site: ReadSite): Promise<void> {
    const journal = await this.#journal(site);
    if (journal) await this.finish(journal);
  }

  /** A table was read at another checkpoint than the rest: read the rest as well. */
  async #follow(stored: Checkpoint | null): Promise<void> {
    if (stored?.cursor !== this.checkpoint.peek()?.cursor) await this.reload();
  }
}

/** An earlier version only said that it is so. */
function heldOf(stored: Held | boolean | null): Held | null {
  if (typeof stored !== "boolean") return stored;
  return stored ? { since: new Date(0).toISOString(), until: null } : null;
}
