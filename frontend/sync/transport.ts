/**
 * The port to the server: one request, one reply; and what the server says unasked.
 *
 * The numbers that match replies with requests are the transport's own affair.
 */
import type {
  Done,
  Hello,
  Mend,
  Mended,
  Outcomes,
  PageMessage,
  Plan,
  Problem,
  Pull,
  Push,
  PushedMessage,
  Refusal,
  Rows,
  Snapshot,
  Verified,
  Verify,
  Welcome,
} from "../protocol";
import type { Emitter } from "../shared/emitter";

export interface Exchanges {
  readonly hello: { readonly request: Omit<Hello, "id">; readonly reply: Welcome };
  readonly push: { readonly request: Omit<Push, "id">; readonly reply: Outcomes };
  readonly pull: { readonly request: Omit<Pull, "id">; readonly reply: Plan | PageMessage | Done };
  readonly snapshot: { readonly request: Omit<Snapshot, "id">; readonly reply: Rows };
  readonly verify: { readonly request: Omit<Verify, "id">; readonly reply: Verified };
  readonly mend: { readonly request: Omit<Mend, "id">; readonly reply: Mended };
}

export type ExchangeType = keyof Exchanges;
export type Ask = Exchanges[ExchangeType]["request"];
export type ReplyTo<A extends Pick<Ask, "type">> = Exchanges[A["type"]]["reply"];

export interface Waiting {
  /** Milliseconds. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

export interface Transport {
  /**
   * Send a request and wait for its reply.
   *
   * @throws Refused when the server answers that it will not
   * @throws Disconnected when no whole reply came in time
   */
  request<A extends Ask>(ask: A, waiting: Waiting): Promise<ReplyTo<A>>;
}

export type SnapshotAsk = Exchanges["snapshot"]["request"];

/** Where the pages of a plan come from: as text, where it is to be had. */
export interface PageSource extends Transport {
  /** Return the rows of a page, one a line. @throws Refused, Disconnected */
  lines?(ask: SnapshotAsk, waiting: Waiting): Promise<string>;
}

/** A transport that also hears what the server says unasked, while it is open. */
export interface Channel extends Transport {
  readonly pushed: Emitter<PushedMessage>;
  /** Announced once it can no longer be used. */
  readonly closed: Emitter<void>;
  /** Where it hears nothing unasked: seek a way that does, and say once to connect anew leads there. */
  better?(resting: AbortSignal): Promise<boolean>;
  close(): void;
}

/** Connect to the server. @throws Disconnected */
export type Connect = (signal: AbortSignal) => Promise<Channel>;

export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly problem: Problem,
    readonly remedy: Refusal["remedy"],
  ) {
    super(problem.code);
  }
}

/** There is no usable answer: the network, the server or the reply was cut. Nothing is known of what it did. */
export class Disconnected extends Error {
  override readonly name = "Disconnected";

  constructor(
    message: string,
    readonly retryAfter: number | null = null,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
