/**
 * The same requests over HTTP, one a POST: for first snapshots, background sync, and networks that block sockets.
 *
 * It hears nothing unasked.
 */
import type { PushedMessage } from "../protocol";
import type { Client } from "../rest/client";
import { ProblemError, Unreachable } from "../rest/errors";
import { Emitter } from "../shared/emitter";
import { parseMessage, readLines, readReply } from "./replies";
import {
  type Ask,
  type Channel,
  Disconnected,
  type PageSource,
  Refused,
  type ReplyTo,
  type SnapshotAsk,
  type Waiting,
} from "./transport";

const SIGN_IN = 401;

export class HttpChannel implements Channel, PageSource {
  readonly pushed = new Emitter<PushedMessage>();
  readonly closed = new Emitter<void>();
  #lastId = 0;

  constructor(
    private readonly client: Client,
    readonly better?: Channel["better"],
  ) {}

  request<A extends Ask>(ask: A, waiting: Waiting): Promise<ReplyTo<A>> {
    return this.#ask(ask, waiting, (text, id) => readReply(ask, id, parseMessage(text)));
  }

  lines(ask: SnapshotAsk, waiting: Waiting): Promise<string> {
    return this.#ask(ask, waiting, (text, id) => readLines(ask, id, text));
  }

  async #ask<T>(ask: Ask, { deadline, signal }: Waiting, read: (text: string, id: number) => T): Promise<T> {
    this.#lastId += 1;
    const id = this.#lastId;
    const json = { ...ask, id };
    try {
      const path = `/api/v1/sync/${ask.type}`;
      const text = await this.client.text("POST", path, { json, deadline, ...(signal && { signal }) });
      return read(text, id);
    } catch (error) {
      if (error instanceof Unreachable) throw new Disconnected(error.message, error.retryAfter, error);
      if (!(error instanceof ProblemError)) throw error;
      throw new Refused(error.problem, error.status === SIGN_IN ? "sign_in" : "stop");
    }
  }

  close(): void {
    // There is nothing to hold open.
  }
}
