/**
 * One simulated client: the real core on memory storage, which crashes and opens again on the same disk.
 */
import { Commands } from "../local/commands";
import { Faults } from "../local/faults";
import { ownLocks } from "../local/locks";
import { type MemoryDisk, memoryStorage } from "../local/memory";
import type { Replica } from "../local/replica";
import { recallPerson, rememberPerson } from "../local/session";
import type { Storage } from "../local/storage";
import { Client } from "../rest/client";
import { readMetadata } from "../rest/metadata";
import { signIn } from "../rest/session";
import { type Clock, systemClock } from "../shared/clock";
import { type NewId, newIds } from "../shared/ids";
import { Engine } from "../sync/engine";
import { HttpChannel } from "../sync/http";
import { alone } from "../sync/leader";
import { openReplica } from "../sync/opening";
import { tellRecents } from "../sync/recents";
import type { State } from "../sync/state";
import { uploadAll } from "../sync/uploads";
import { Network } from "./network";

const SETTLE = 60_000;
/** Few, so that a short simulation compacts too. */
const LOOSE_ROWS = 20;

/** What a client comes to rest in. */
const AT_REST: readonly State[] = ["idle", "offline", "attention", "held", "stopped"];

/** What a client takes from the world, where a simulation that repeats itself gives it something else. */
export interface World {
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: () => number;
  readonly newId?: NewId;
}

interface Core {
  readonly storage: Storage;
  readonly replica: Replica;
  readonly engine: Engine;
  readonly commands: Commands;
}

export class SimulatedClient {
  readonly faults = new Faults();
  readonly network: Network;
  /** Minutes between two pulls that the user chose. */
  interval: number | null = null;
  readonly #client: Client;
  readonly #disk: MemoryDisk = new Map();
  /** The browser's other database: who was here last. */
  readonly #session: MemoryDisk = new Map();
  readonly #looks = new Map<string, () => void>();
  #ahead = 0;
  #core: Core | null = null;
  readonly #clock: Clock = { ...systemClock, now: () => systemClock.now() + this.#ahead };
  readonly #random: () => number;
  readonly #newId: NewId;

  constructor(origin: string, { fetch, random = Math.random, newId = newIds() }: World = {}) {
    this.#random = random;
    this.#newId = newId;
    this.network = new Network(origin, fetch);
    this.#client = new Client({ origin, fetch: this.network.fetch });
  }

  /** Sign in and open the person's store. */
  async enter(email: string, password: string): Promise<string> {
    const session = await signIn(this.#client, { email, password });
    if (!session.person) throw new Error("Nobody is signed in");
    await this.#begin(session.person, email);
    return session.person;
  }

  /** Take on a session that somebody opened elsewhere, and open the person's store. */
  async adopt(person: string, cookies: Readonly<Record<string, string>>): Promise<void> {
    this.network.setCookies(cookies);
    await this.#begin(person, null);
  }

  async #begin(person: string, email: string | null): Promise<void> {
    const known = { person, name: "", email, language: "en", organisation: "" };
    await rememberPerson(this.#sessions(), known);
    await this.open();
  }

  /** Open the store; what a crash left behind is finished first. */
  async open(): Promise<Core> {
    const client = this.#client;
    const known = await recallPerson(this.#sessions());
    if (!known) throw new Error("Nobody has entered");
    const storage = this.faults.wrap(memoryStorage(this.#disk));
    const replica = await openReplica(storage, ownLocks(), known.person);
    const newId = this.#newId;
    const engine = new Engine({
      replica,
      connect: async () => new HttpChannel(client),
      pages: new HttpChannel(client),
      leadership: alone(),
      surroundings: { visible: () => true, on: () => () => undefined },
      readMetadata: (signal) => readMetadata(client, signal),
      upload: (signal) => uploadAll(replica, client, signal),
      remember: (signal) => tellRecents(replica, client, signal),
      interval: () => this.interval,
      clock: this.#clock,
      random: this.#random,
      newId,
      looseRows: LOOSE_ROWS,
    });
    const commands = new Commands({ replica, clock: this.#clock, newId, saved: () => engine.saved() });
    this.#core = { storage, replica, engine, commands };
    return this.#core;
  }

  core(): Core {
    if (!this.#core) throw new Error("Nobody has entered");
    return this.#core;
  }

  /** End the client as a killed page ends, and open it again on the same disk; `arm` may break that as well. */
  async crash(arm: (faults: Faults) => void = () => undefined): Promise<void> {
    this.faults.ended = true;
    this.#core?.engine.stop();
    // What the ended one still tries must not reach the disk of the next.
    this.#core?.storage.close();
    this.#core = null;
    this.faults.revive();
    arm(this.faults);
    await this.open();
  }

  /** Open a record's page, or close it. */
  look(entity: string, record: string, open: boolean): void {
    const key = `${entity}/${record}`;
    this.#looks.get(key)?.();
    this.#looks.delete(key);
    if (open) this.#looks.set(key, this.core().replica.inUse.hold(entity, record));
  }

  /** Return all that is stored, by store. */
  disk(): Record<string, string> {
    const stores = [...this.#disk].map(([store, values]) => [store, JSON.stringify([...values])]);
    return Object.fromEntries(stores);
  }

  /** Let the phone's clock go on. */
  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /** Reach for the server and wait until nothing is under way any more. */
  async sync(): Promise<void> {
    this.reach();
    await this.rested();
  }

  /** Reach for the server, and let it go on behind. */
  reach(): void {
    const { engine } = this.core();
    if (engine.machine.peek().state === "stopped") engine.start();
    else void engine.syncNow();
  }

  /** Wait until nothing is under way any more. */
  async rested(): Promise<void> {
    await this.settled(AT_REST);
    await this.core().engine.rested();
  }

  stop(): void {
    this.#core?.engine.stop();
  }

  #sessions(): Storage {
    return this.faults.wrap(memoryStorage(this.#session));
  }

  settled(states: readonly State[]): Promise<void> {
    const { engine } = this.core();
    return new Promise((resolve, reject) => {
      if (states.includes(engine.machine.peek().state)) return resolve();
      const forget = systemClock.after(SETTLE, () => reject(new Error("The client does not come to rest")));
      const stop = engine.moved.on(({ state }) => {
        if (!states.includes(state)) return;
        forget();
        stop();
        resolve();
      });
    });
  }
}
