/**
 * One simulated client: the real core on memory storage, which crashes and opens again on the same disk.
 */
import { Commands } from "../local/commands";
import { Faults } from "../local/faults";
import { ownLocks } from "../local/locks";
import { type MemoryDisk, memoryStorage } from "../local/memory";
import type { Replica } from "../local/replica";
import { Client } from "../rest/client";
import { readMetadata } from "../rest/metadata";
import { signIn } from "../rest/session";
import { systemClock } from "../shared/clock";
import { newIds } from "../shared/ids";
import { Engine } from "../sync/engine";
import { HttpChannel } from "../sync/http";
import { alone } from "../sync/leader";
import { openReplica } from "../sync/opening";
import type { State } from "../sync/state";
import { uploadAll } from "../sync/uploads";
import { Network } from "./network";

const SETTLE = 60_000;
/** Few, so that a short simulation compacts too. */
const LOOSE_ROWS = 20;

interface Core {
  readonly replica: Replica;
  readonly engine: Engine;
  readonly commands: Commands;
}

export class SimulatedClient {
  readonly faults = new Faults();
  readonly network: Network;
  readonly #client: Client;
  readonly #disk: MemoryDisk = new Map();
  #person = "";
  #core: Core | null = null;

  constructor(origin: string) {
    this.network = new Network(origin);
    this.#client = new Client({ origin, fetch: this.network.fetch });
  }

  /** Sign in and open the person's store. */
  async enter(email: string, password: string): Promise<string> {
    const session = await signIn(this.#client, { email, password });
    if (!session.person) throw new Error("Nobody is signed in");
    this.#person = session.person;
    await this.open();
    return session.person;
  }

  /** Open the store; what a crash left behind is finished first. */
  async open(): Promise<Core> {
    const client = this.#client;
    const storage = this.faults.wrap(memoryStorage(this.#disk));
    const replica = await openReplica(storage, ownLocks(), this.#person);
    const newId = newIds();
    const engine = new Engine({
      replica,
      connect: async () => new HttpChannel(client),
      pages: new HttpChannel(client),
      leadership: alone(),
      surroundings: { visible: () => true, on: () => () => undefined },
      readMetadata: (signal) => readMetadata(client, signal),
      upload: (signal) => uploadAll(replica, client, signal),
      clock: systemClock,
      random: Math.random,
      newId,
      looseRows: LOOSE_ROWS,
    });
    const commands = new Commands({ replica, clock: systemClock, newId, saved: () => engine.saved() });
    this.#core = { replica, engine, commands };
    return this.#core;
  }

  core(): Core {
    if (!this.#core) throw new Error("Nobody has entered");
    return this.#core;
  }

  /** End the client as a killed page ends, and open it again on the same disk. */
  async crash(): Promise<void> {
    this.faults.ended = true;
    this.#core?.engine.stop();
    this.#core = null;
    this.faults.revive();
    await this.open();
  }

  /** Reach for the server and wait until nothing is under way any more. */
  async sync(): Promise<void> {
    const { engine } = this.core();
    const fresh = engine.machine.peek().state === "stopped";
    // Listen before the first move: what is asked for may be over in a moment.
    if (fresh) engine.start();
    else void engine.syncNow();
    await this.settled(["idle", "offline", "attention", "held"]);
    await engine.rested();
  }

  stop(): void {
    this.#core?.engine.stop();
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
