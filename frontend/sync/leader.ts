/**
 * Which of a person's tabs talks to the server: one, and a visible one if there is one.
 *
 * The lock says who leads, and the browser releases it with its holder. A tab that goes to the background stands at
 * the end of the line again. A frozen leader falls silent; a visible follower then takes the lock from it.
 */
import type { Held } from "../local/database";
import type { Clock } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { SyncState } from "./status";

/** One entity, or one record of it, that is looked at apart from all else. */
export interface Part {
  readonly entity: string;
  readonly record?: string;
}

/** What tabs tell each other. */
export type Notice =
  | { readonly kind: "changed" }
  | { readonly kind: "saved" }
  | { readonly kind: "sync" }
  | { readonly kind: "check" }
  | { readonly kind: "refresh" | "refreshed"; readonly part: Part }
  | { readonly kind: "held"; readonly held: Held | null }
  | { readonly kind: "visible" }
  | { readonly kind: "alive" }
  | { readonly kind: "state"; readonly state: SyncState };

/** What of a BroadcastChannel is used. */
export interface Wire {
  postMessage(notice: Notice): void;
  onmessage: ((event: MessageEvent<Notice>) => void) | null;
  close(): void;
}

/** focused: used again, though perhaps in sight all the time. */
export type Surrounding = "online" | "offline" | "shown" | "focused" | "hidden";

export interface Surroundings {
  visible(): boolean;
  /** Whether the browser is sure that there is no network; what it believes there is proves nothing. */
  readonly cutOff?: () => boolean;
  /** Hear of the network and the page: back online, gone, looked at again, put away. */
  on(listener: (what: Surrounding) => void): () => void;
}

export interface LeaderPorts {
  readonly name: string;
  readonly locks: Pick<LockManager, "request">;
  readonly wire: Wire;
  readonly surroundings: Surroundings;
  readonly clock: Clock;
}

export interface Leadership {
  readonly notices: Emitter<Notice>;
  /** Take part; told each time that this tab leads or follows. */
  start(turn: (leading: boolean) => void): void;
  post(notice: Notice): void;
  stop(): void;
}

const ALIVE = 5_000;
const SILENT = 20_000;

/** For a place with a single tab: the preview, a simulation. */
export function alone(): Leadership {
  return {
    notices: new Emitter(),
    start: (turn) => turn(true),
    post: () => undefined,
    stop: () => undefined,
  };
}

export class TabLeadership implements Leadership {
  readonly notices = new Emitter<Notice>();
  #turn: (leading: boolean) => void = () => undefined;
  #running = false;
  #release: (() => void) | null = null;
  #waiting = new AbortController();
  #stopTimer: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;

  constructor(private readonly ports: LeaderPorts) {}

  start(turn: (leading: boolean) => void): void {
    const { wire, surroundings } = this.ports;
    this.#turn = turn;
    this.#running = true;
    wire.onmessage = ({ data }) => this.#hear(data);
    this.#stopWatching = surroundings.on((what) => {
      if (what === "shown") this.post({ kind: "visible" });
      if (what === "hidden") this.#lineUp();
    });
    turn(false);
    this.#enter({});
    this.#watch();
    // What leads out of sight, or with no window at all, makes room for what has just been opened.
    if (surroundings.visible()) this.post({ kind: "visible" });
  }

  post(notice: Notice): void {
    if (this.#running) this.ports.wire.postMessage(notice);
  }

  stop(): void {
    this.#running = false;
    this.#stopTimer();
    this.#stopWatching();
    this.#waiting.abort();
    this.#release?.();
    this.ports.wire.close();
  }

  #hear(notice: Notice): void {
    if (notice.kind === "alive") this.#watch();
    if (notice.kind === "visible" && this.#release && !this.ports.surroundings.visible()) this.#lineUp();
    this.notices.emit(notice);
  }

  /** Go to the end of the line, whether leading or waiting. */
  #lineUp(): void {
    if (this.#release) {
      this.#release();
      return;
    }
    this.#waiting.abort();
    this.#enter({});
  }

  #enter(options: LockOptions): void {
    const waiting = new AbortController();
    this.#waiting = waiting;
    const held = () => new Promise<void>((release) => this.#lead(release));
    // A lock cannot be stolen and be given up beforehand.
    const how = options.steal ? options : { ...options, signal: waiting.signal };
    this.ports.locks
      .request(this.ports.name, how, held)
      .catch(() => undefined)
      .then(() => {
        if (this.#waiting !== waiting) return;
        this.#release = null;
        if (!this.#running) return;
        this.#turn(false);
        this.#enter({});
        this.#watch();
      });
  }

  #lead(release: () => void): void {
    if (!this.#running) {
      release();
      return;
    }
    this.#release = release;
    this.#beat();
    this.#turn(true);
  }

  #beat(): void {
    this.#stopTimer();
    this.post({ kind: "alive" });
    this.#stopTimer = this.ports.clock.after(ALIVE, () => this.#beat());
  }

  #watch(): void {
    if (this.#release) return;
    this.#stopTimer();
    this.#stopTimer = this.ports.clock.after(SILENT, () => {
      if (this.ports.surroundings.visible()) {
        this.#waiting.abort();
        this.#enter({ steal: true });
      } else this.#watch();
    });
  }
}
