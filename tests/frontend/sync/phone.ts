/** A phone on memory storage, joined to an office by a wire that can be cut. */
import { Commands } from "../../../frontend/local/commands";
import { Faults } from "../../../frontend/local/faults";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import type { RecordRef } from "../../../frontend/local/recent";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Replica } from "../../../frontend/local/replica";
import type { Storage } from "../../../frontend/local/storage";
import type { PushedMessage } from "../../../frontend/protocol";
import { Emitter } from "../../../frontend/shared/emitter";
import { newIds } from "../../../frontend/shared/ids";
import { Engine } from "../../../frontend/sync/engine";
import { alone, type Surrounding } from "../../../frontend/sync/leader";
import { openReplica } from "../../../frontend/sync/opening";
import { parseMessage, readReply } from "../../../frontend/sync/replies";
import type { State } from "../../../frontend/sync/state";
import type { Offer } from "../../../frontend/sync/status";
import { type Ask, type Channel, Disconnected, type ReplyTo } from "../../../frontend/sync/transport";
import { ManualClock } from "../shared/manual-clock";
import type { Office } from "./office";

/** What the network does to the next exchange. */
export type Trouble = "cut-request" | "cut-reply" | "truncate" | "hang";

export class Wire implements Channel {
  readonly pushed = new Emitter<PushedMessage>();
  readonly closed = new Emitter<void>();
  up = true;
  /** Says, for each request, what goes wrong with it. */
  trouble: (ask: Ask) => Trouble | null = () => null;
  #id = 0;

  constructor(readonly office: Office) {}

  async request<A extends Ask>(ask: A): Promise<ReplyTo<A>> {
    await Promise.resolve();
    const trouble = this.trouble(ask);
    if (!this.up || trouble === "cut-request") throw new Disconnected("No network");
    if (trouble === "hang") return new Promise(() => undefined);
    this.#id += 1;
    const text = JSON.stringify(this.office.answer(JSON.parse(JSON.stringify({ ...ask, id: this.#id }))));
    if (trouble === "cut-reply") throw new Disconnected("The reply was lost");
    const received = trouble === "truncate" ? text.slice(0, text.length >> 1) : text;
    return readReply(ask, this.#id, parseMessage(received));
  }

  close(): void {
    // The next connection is the same wire.
  }
}

export interface PhoneOptions {
  readonly disk?: MemoryDisk;
  readonly faults?: Faults;
  /** Whether it counts again what it holds. */
  readonly checks?: boolean;
  /** Where the store lies; on the disk if not said. */
  readonly storage?: Storage;
  readonly clock?: ManualClock;
}

export class Phone {
  visible = true;
  readonly heard: State[] = [];
  uploaded: string[] = [];
  /** What the office was told to have been opened. */
  readonly remembered: RecordRef[] = [];
  /** Minutes between two pulls that the user chose. */
  interval: number | null = null;
  /** Whether a whole copy of this size comes down. */
  wanted: (copy: Offer) => boolean = () => true;
  /** The browser is sure that there is no network. */
  cutOff = false;
  readonly surroundings = new Emitter<Surrounding>();

  private constructor(
    readonly wire: Wire,
    readonly disk: MemoryDisk,
    readonly faults: Faults,
    readonly clock: ManualClock,
    readonly replica: Replica,
    readonly commands: Commands,
    readonly engine: Engine,
  ) {}

  static async open(
    wire: Wire,
    {
      disk = new Map(),
      faults = new Faults(),
      checks = false,
      storage = memoryStorage(disk),
      clock = new ManualClock(),
    }: PhoneOptions = {},
  ): Promise<Phone> {
    const newId = newIds();
    const replica = await openReplica(faults.wrap(storage), ownLocks(), "me");
    const surroundings = new Emitter<Surrounding>();
    let phone: Phone | null = null;
    const engine: Engine = new Engine({
      replica,
      connect: async () => {
        if (!wire.up) throw new Disconnected("No network");
        return wire;
      },
      pages: wire,
      leadership: alone(),
      surroundings: {
        visible: () => phone?.visible ?? true,
        cutOff: () => phone?.cutOff ?? false,
        on: (listener) => surroundings.on(listener),
      },
      readMetadata: async () => structuredClone(wire.office.metadata),
      upload: async () => {
        for (const { id, size } of replica.blobs.queue()) {
          if (!(await replica.blobs.bytes(id))) throw new Error(`No bytes of ${id}`);
          phone?.uploaded.push(id);
          await replica.blobs.progress(id, size, { uploaded: true });
        }
        return true;
      },
      remember: async () => {
        const opened = replica.recent.waiting.peek();
        if (opened.length === 0) return;
        phone?.remembered.push(...opened);
        await replica.recent.told(opened);
      },
      ...(checks && { loadCheck: () => import("../../../frontend/sync/verify") }),
      interval: () => phone?.interval ?? null,
      wanted: (copy) => phone?.wanted(copy) ?? true,
      clock,
      random: () => 0.5,
      newId,
      looseRows: 25,
    });
    const commands = new Commands({ replica, clock, newId, saved: () => engine.saved() });
    phone = new Phone(wire, disk, faults, clock, replica, commands, engine);
    const opened = phone;
    engine.moved.on(({ state }) => opened.heard.push(state));
    opened.#surround(surroundings);
    return opened;
  }

  #surround(from: Emitter<Surrounding>): void {
    this.surroundings.on((what) => from.emit(what));
  }

  /** Wait until the machine stands in one of these states. */
  reached(...states: State[]): Promise<void> {
    return new Promise((resolve) => {
      if (states.includes(this.engine.machine.peek().state)) return resolve();
      const stop = this.engine.moved.on(({ state }) => {
        if (!states.includes(state)) return;
        stop();
        resolve();
      });
    });
  }

  /** Start, or try again, and wait until the phone rests. */
  async sync(): Promise<void> {
    if (this.engine.machine.peek().state === "stopped") this.engine.start();
    else if (this.engine.machine.peek().state !== "opening") void this.engine.syncNow();
    await this.settled();
  }

  settled(): Promise<void> {
    return this.reached("idle", "offline", "attention", "held");
  }

  /** Wait until nothing is left to do in idle: files, compaction, forgetting. */
  async idled(): Promise<void> {
    await this.settled();
    await this.engine.rested();
  }

  /** What is shown, by key. */
  async shown(entities: readonly string[] = this.wire.office.entities): Promise<Record<string, LocalRecord>> {
    for (const entity of entities) await this.replica.records.ensure(entity);
    const all = entities.flatMap((entity) => this.replica.records.list(entity));
    return Object.fromEntries(all.map((record) => [`${record.entity}/${record.id}`, record]));
  }

  async values(): Promise<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(await this.shown()).map(([key, { values }]) => [key, values]));
  }

  /** End the client without warning; a new one opens on the same disk. */
  async crash(faults: Faults = new Faults()): Promise<Phone> {
    this.faults.ended = true;
    this.engine.stop();
    return Phone.open(this.wire, { disk: this.disk, faults, clock: this.clock });
  }
}
