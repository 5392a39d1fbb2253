/**
 * The channel over a websocket: requests with deadlines, a heartbeat, and news from the server.
 *
 * A socket can be dead without telling: whatever arrives is a sign of life, and a minute of silence ends it.
 */
import type { PushedMessage } from "../protocol";
import type { Clock } from "../shared/clock";
import { DeadlinePassed, within } from "../shared/deadline";
import { Emitter } from "../shared/emitter";
import { parseMessage, readPushed, readReply } from "./replies";
import { type Ask, type Channel, Disconnected, type ReplyTo, type Waiting } from "./transport";

export const BEAT = 25_000;
export const SILENCE = 60_000;

export type SocketMaker = (url: string) => WebSocket;

interface Awaited {
  readonly take: (message: Record<string, unknown>) => void;
  readonly fail: (error: Error) => void;
}

/** Open a websocket. @throws Disconnected when it does not open in time */
export function openSocket(
  make: SocketMaker,
  url: string,
  clock: Clock,
  { deadline, signal }: Waiting,
): Promise<SocketChannel> {
  const opening = within(clock, deadline, (late) => {
    return new Promise<SocketChannel>((resolve, reject) => {
      const socket = make(url);
      const ended = signal ? AbortSignal.any([late, signal]) : late;
      const give = () => {
        socket.close();
        reject(new Disconnected("The socket did not open"));
      };
      socket.onopen = () => {
        ended.removeEventListener("abort", give);
        resolve(new SocketChannel(socket, clock));
      };
      socket.onerror = socket.onclose = give;
      ended.addEventListener("abort", give);
    });
  });
  return opening.catch((error: unknown) => {
    throw error instanceof DeadlinePassed ? new Disconnected(error.message, null, error) : error;
  });
}

export class SocketChannel implements Channel {
  readonly pushed = new Emitter<PushedMessage>();
  readonly closed = new Emitter<void>();
  readonly #awaited = new Map<number, Awaited>();
  #open = true;
  #lastId = 0;
  #stopBeat: () => void;
  #stopSilence: () => void;

  constructor(
    private readonly socket: WebSocket,
    private readonly clock: Clock,
  ) {
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = socket.onerror = () => this.close();
    this.#stopBeat = clock.after(BEAT, () => this.#beat());
    this.#stopSilence = clock.after(SILENCE, () => this.close());
  }

  get open(): boolean {
    return this.#open;
  }

  async request<A extends Ask>(ask: A, { deadline, signal }: Waiting): Promise<ReplyTo<A>> {
    if (!this.#open || signal?.aborted) throw new Disconnected("The socket is closed");
    this.#lastId += 1;
    const id = this.#lastId;
    const forget = () => this.#awaited.get(id)?.fail(new Disconnected(`${ask.type} was given up`));
    signal?.addEventListener("abort", forget);
    try {
      return await within(this.clock, deadline, () => this.#exchange(ask, id));
    } catch (error) {
      if (error instanceof DeadlinePassed) throw new Disconnected(error.message, null, error);
      throw error;
    } finally {
      signal?.removeEventListener("abort", forget);
      this.#awaited.delete(id);
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#stopBeat();
    this.#stopSilence();
    this.socket.close();
    for (const { fail } of [...this.#awaited.values()]) fail(new Disconnected("The socket closed"));
    this.closed.emit();
  }

  #exchange<A extends Ask>(ask: A, id: number): Promise<ReplyTo<A>> {
    return new Promise<ReplyTo<A>>((resolve, reject) => {
      const take = (message: Record<string, unknown>) => {
        try {
          const reply: ReplyTo<A> = readReply(ask, id, message);
          resolve(reply);
        } catch (error) {
          reject(error);
        }
      };
      this.#awaited.set(id, { take, fail: reject });
      this.#send({ ...ask, id });
    });
  }

  #receive(text: string): void {
    if (!this.#open) return;
    this.#stopSilence();
    this.#stopSilence = this.clock.after(SILENCE, () => this.close());
    const message = parseMessage(text);
    // Frames that are not whole JSON mean that the stream cannot be trusted any more.
    if (!message) {
      this.close();
      return;
    }
    if (typeof message.id === "number") {
      const awaited = this.#awaited.get(message.id);
      // A refusal of what the server could not even read: nobody would ever hear of the request.
      if (awaited) awaited.take(message);
      else if (message.type === "refusal") this.close();
      return;
    }
    const pushed = readPushed(message);
    if (pushed && pushed.type !== "beat") this.pushed.emit(pushed);
  }

  #beat(): void {
    this.#send({ type: "beat" });
    this.#stopBeat = this.clock.after(BEAT, () => this.#beat());
  }

  #send(message: object): void {
    try {
      this.socket.send(JSON.stringify(message));
    } catch {
      this.close();
    }
  }
}
