/**
 * A client on recorded replies of a server, each of which can be cut at any byte.
 */

import { type Checkpoint, copyInView, KV, placeOf } from "../local/database";
import { ownLocks } from "../local/locks";
import { type MemoryDisk, memoryStorage } from "../local/memory";
import type { Replica } from "../local/replica";
import type { Storage } from "../local/storage";
import { Client } from "../rest/client";
import type { Clock } from "../shared/clock";
import { HttpChannel } from "../sync/http";
import { openReplica } from "../sync/opening";
import { pullOnce } from "../sync/pull";
import { SocketChannel } from "../sync/socket";
import { Disconnected, type Transport } from "../sync/transport";

export interface Recording {
  readonly person: string;
  readonly device: string;
  /** What was asked and answered, pull by pull, in order. */
  readonly pulls: readonly (readonly Exchange[])[];
}

interface Exchange {
  readonly ask: Readonly<Record<string, unknown>>;
  readonly reply: string;
}

/** How a reply ends too early: as if that were all, by a line that breaks, or as a frame of a socket. */
const KINDS = ["body", "line", "frame"] as const;
type Kind = (typeof KINDS)[number];

interface Cut {
  readonly key: string;
  readonly at: number;
  readonly kind: Kind;
}

/** Nothing waits here: no deadline passes, and each run writes the same. */
const STILL: Clock = { now: () => Date.UTC(2026, 10, 22), after: () => () => undefined };
const ID = /(?<="id":)\d+(?=[,}])/;

/** A recorded reply, apart from the number of its request. */
interface Reply {
  readonly before: Buffer;
  readonly behind: Buffer;
}

export class Cuts {
  readonly #replies = new Map<string, Reply>();
  #arriving = new Set<string>();
  #cut: Cut | null = null;

  constructor(private readonly recording: Recording) {
    for (const { ask, reply } of recording.pulls.flat()) this.#replies.set(keyOf(ask), unnumbered(reply));
  }

  /** Cut each reply at each place; returns how often, by kind. @throws Error what was wrong first */
  async run(places: "bytes" | "lines"): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    const [disk, whole] = [this.#disk(), this.#disk()];
    for (const pull of this.recording.pulls) {
      this.#arriving = new Set(pull.map(({ ask }) => keyOf(ask)));
      await this.#pull(whole, "body");
      const shown = shownIn(disk);
      this.#arriving = new Set();
      for (const { ask } of pull) {
        const key = keyOf(ask);
        for (const kind of KINDS) {
          // Pages of a plan are fetched by HTTP whatever the channel is.
          if (kind === "frame" && ask.type === "snapshot") continue;
          let commits = -1;
          for (const at of this.#places(key, places)) {
            const made = await this.#interrupted(disk, { key, at, kind });
            // What came whole before the cut is kept once, and then nothing more.
            if (commits >= 0 && made > 0) throw new Error(`${kind} ${key} cut at ${at} wrote something`);
            commits = made;
            counts[kind] = (counts[kind] ?? 0) + 1;
          }
        }
        if (shownIn(disk) !== shown) throw new Error(`The cuts of ${key} changed what is shown`);
        this.#arriving.add(key);
      }
      await this.#pull(disk, "body");
      if (dump(disk) !== dump(whole)) throw new Error("After all its cuts a pull leaves something else");
    }
    return counts;
  }

  /** Every byte; or where a record begins or ends, and one to each side. */
  #places(key: string, places: "bytes" | "lines"): Iterable<number> {
    const reply = numbered(this.#replies.get(key), 1);
    if (places === "bytes") return reply.keys();
    const found = new Set<number>();
    for (const match of Buffer.from(reply)
      .toString("latin1")
      .matchAll(/\n|\],?(?=\[)/g)) {
      for (const at of [match.index, match.index + match[0].length]) {
        for (const near of [at - 1, at, at + 1]) if (near < reply.length) found.add(near);
      }
    }
    return found.add(0).add(reply.length - 1);
  }

  /** Pull with a cut in the way; it must fail as a lost connection. Returns how often something was written. */
  async #interrupted(disk: MemoryDisk, cut: Cut): Promise<number> {
    this.#cut = cut;
    let commits = 0;
    try {
      await this.#pull(disk, cut.kind, () => {
        commits += 1;
      });
    } catch (error) {
      if (error instanceof Disconnected) return commits;
      throw error;
    } finally {
      this.#cut = null;
    }
    throw new Error(`${cut.kind} ${cut.key} cut at ${cut.at} was taken for whole`);
  }

  async #pull(disk: MemoryDisk, kind: Kind, written: () => void = () => undefined): Promise<void> {
    const replica = await this.#open(disk, written);
    const client = new Client({
      origin: "http://recorded",
      clock: STILL,
      fetch: (...call) => this.#fetch(...call),
    });
    client.trust("recorded");
    const pages = new HttpChannel(client);
    const transport: Transport = kind === "frame" ? this.#socket() : pages;
    const { signal } = new AbortController();
    await pullOnce({ replica, transport, pages, clock: STILL, signal, progress: () => undefined });
  }

  #disk(): MemoryDisk {
    const device = { nonce: "n", nextNonce: null, nextNumber: 1, epoch: null, renewed: false };
    return new Map([["kv", new Map([[KV.device, { ...device, id: this.recording.device }]])]]);
  }

  async #open(disk: MemoryDisk, written: () => void): Promise<Replica> {
    const storage = memoryStorage(disk);
    const counting: Storage = {
      ...storage,
      commit: (site, operations, durability) => {
        written();
        return storage.commit(site, operations, durability);
      },
    };
    return openReplica(counting, ownLocks(), this.recording.person);
  }

  async #fetch(...[, init]: Parameters<typeof fetch>): Promise<Response> {
    const { arrived, whole } = this.#answer(JSON.parse(String(init?.body)));
    if (whole || this.#cut?.kind === "body") return new Response(arrived);
    // The reader has had the bytes before he hears that there are no more.
    const chunks = [arrived];
    const broken = new ReadableStream<Uint8Array>({
      pull(stream) {
        const chunk = chunks.shift();
        if (chunk) stream.enqueue(chunk);
        else stream.error(new TypeError("The connection was reset"));
      },
    });
    return new Response(broken);
  }

  #socket(): Transport {
    const socket = {
      onmessage: null as ((event: { data: string }) => void) | null,
      onclose: null as (() => void) | null,
      onerror: null,
      send: (asked: string) => {
        queueMicrotask(() => {
          try {
            const { arrived } = this.#answer(JSON.parse(asked) as Record<string, unknown>);
            socket.onmessage?.({ data: Buffer.from(arrived).toString("utf8") });
          } catch {
            socket.onclose?.();
          }
        });
      },
      close: () => undefined,
    };
    return new SocketChannel(socket as unknown as WebSocket, STILL);
  }

  /** What gets through of a reply. @throws TypeError when nothing does: its turn has not come */
  #answer(asked: Record<string, unknown>): { arrived: Uint8Array<ArrayBuffer>; whole: boolean } {
    const key = keyOf(asked);
    const reply = this.#replies.get(key);
    if (!reply) throw new Error(`Nobody recorded ${key}`);
    const cut = this.#cut?.key === key ? this.#cut : null;
    if (!cut && !this.#arriving.has(key)) throw new TypeError("The network is cut");
    const arrived = numbered(reply, Number(asked.id));
    return cut ? { arrived: arrived.slice(0, cut.at), whole: false } : { arrived, whole: true };
  }
}

/** Everything but the number of a request. */
function keyOf({ type, cursor, page, plan, entity, after, until }: Record<string, unknown>): string {
  return JSON.stringify([type, cursor, page, plan, entity, after, until]);
}

function unnumbered(text: string): Reply {
  const { index, 0: number } = ID.exec(text) ?? { index: text.length, 0: "" };
  const before = Buffer.from(text.slice(0, index));
  const behind = Buffer.from(text.slice(index + number.length));
  return { before, behind };
}

function numbered(reply: Reply | undefined, id: number): Uint8Array<ArrayBuffer> {
  const parts = reply ? [reply.before, Buffer.from(String(id)), reply.behind] : [];
  return new Uint8Array(Buffer.concat(parts));
}

/** What is stored, but for what waits until its pull is whole. */
function shownIn(disk: MemoryDisk): string {
  const waiting = new Set<string>([KV.plan, KV.delta]);
  const checkpoint = (disk.get("kv")?.get(KV.checkpoint) ?? null) as Checkpoint | null;
  const isInView = (key: string) => {
    const { copy, entity } = placeOf(key);
    return copy === copyInView(checkpoint, entity);
  };
  const parts = [...disk].filter(([store]) => store !== "staging");
  const shown = parts.map(([store, all]) => {
    const kept = [...all].filter(([key]) => !waiting.has(key) && (store !== "pack" || isInView(key)));
    return [store, kept] as const;
  });
  return dump(new Map(shown.map(([store, all]) => [store, new Map(all)])));
}

function dump(disk: MemoryDisk): string {
  const parts = [...disk].filter(([, all]) => all.size > 0);
  return JSON.stringify(parts.map(([store, all]) => [store, [...all].sort()]).sort());
}
