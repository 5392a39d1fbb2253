/**
 * The same requests over HTTP, one a POST: for first snapshots, background sync, and networks that block sockets.
 *
 * It hears nothing unasked.
 */
import type { PushedMessage } from "../protocol";
import type { Client } from "../rest/client";
import { ProblemError, Unreachable } from "../rest/errors";
import { Emitter } from "../shared/emitter";
import { readReply } from "./replies";
import { type Ask, type Channel, Disconnected, Refused, type ReplyTo, type Waiting } from "./transport";

const SIGN_IN = 401;

export class HttpChannel implements Channel {
  readonly pushed = new Emitter<PushedMessage>();
  readonly closed = new Emitter<void>();
  #lastId = 0;

  constructor(private readonly client: Client) {}

  async request<A extends Ask>(ask: A, { deadline, signal }: Waiting): Promise<ReplyTo<A>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const json = { ...ask, id };
    try {
      const path = `/api/v1/sync/${ask.type}`;
      const message = await this.client.call<unknown>("POST", path, {
        json,
        deadline,
        ...(signal && { signal }),
      });
      return readReply(ask, id, message);
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
