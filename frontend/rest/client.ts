/**
 * The one place that calls `fetch`: every call has a deadline, and gives a value or throws one of two errors.
 *
 * Writes carry the session's CSRF token, which is asked for once and again when the server refuses it.
 */
import type { Problem, SessionState } from "../protocol";
import { type Clock, systemClock } from "../shared/clock";
import { DeadlinePassed, within } from "../shared/deadline";
import { isObject } from "../shared/json";
import { ProblemError, Unreachable } from "./errors";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Call {
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly bytes?: ArrayBuffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds; 30 seconds if not said. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
}

export interface ClientPorts {
  /** Where the server is: "" for the page's own origin. */
  readonly origin?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
}

const DEADLINE = 30_000;
const TOKEN_REFUSED = /csrf/;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);

export class Client {
  readonly #origin: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #clock: Clock;
  #token: Promise<string> | null = null;
  #person: string | null = null;

  constructor({
    origin = "",
    fetch = (...call) => globalThis.fetch(...call),
    clock = systemClock,
  }: ClientPorts = {}) {
    this.#origin = origin;
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** Ask as this person or not at all: the browser's one session may have become somebody else's. */
  speakFor(person: string | null): void {
    this.#person = person;
  }

  /** Use this token for writes, as a session's state gave it. */
  trust(csrf: string): void {
    this.#token = Promise.resolve(csrf);
  }

  /**
   * Call the server and read its JSON (undefined if it sends none).
   *
   * @throws ProblemError
   * @throws Unreachable
   */
  call<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    return this.#tried(() => this.#once<T>(method, path, call));
  }

  /** Call the server and read its JSON as the text that it is. @throws ProblemError, Unreachable */
  text(method: Method, path: string, call: Call = {}): Promise<string> {
    return this.#tried(() => this.#sent(method, path, call, (response) => response.text()));
  }

  /** Read a file. @throws ProblemError, Unreachable */
  async bytes(path: string, call: Call = {}): Promise<ArrayBuffer> {
    return this.#exchange("GET", path, call, {}, (response) => response.arrayBuffer());
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProblemError) || !TOKEN_REFUSED.test(error.problem.code)) throw error;
      this.#token = null;
      return work();
    }
  }

  #once<T>(method: Method, path: string, call: Call): Promise<T> {
    return this.#sent(method, path, call, async (response) => {
      const text = await response.text();
      return (text === "" ? undefined : JSON.parse(text)) as T;
    });
  }

  async #sent<T>(
    method: Method,
    path: string,
    call: Call,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRF-Token"] = await this.#csrf();
    if (call.json !== undefined) headers["Content-Type"] = "application/json";
    return this.#exchange(method, path, call, headers, read);
  }

  async #exchange<T>(
    method: Method,
    path: string,
    { json, bytes, deadline = DEADLINE, signal, headers: more }: Call,
    headers: Readonly<Record<string, string>>,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    try {
      return await within(this.#clock, deadline, async (late) => {
        const body = json === undefined ? bytes : JSON.stringify(json);
        const response = await this.#fetch(`${this.#origin}${path}`, {
          method,
          headers: { ...headers, ...(this.#person && { "X-Satchel-Person": this.#person }), ...more },
          ...(body !== undefined && { body }),
          signal: signal ? AbortSignal.any([late, signal]) : late,
          credentials: "same-origin",
          cache: "no-store",
        });
        if (!response.ok) throw await failure(response);
        return read(response);
      });
    } catch (error) {
      if (error instanceof ProblemError || error instanceof Unreachable) throw error;
      const message = error instanceof DeadlinePassed ? error.message : `No answer from ${path}`;
      throw new Unreachable(message, null, error);
    }
  }

  #csrf(): Promise<string> {
    if (!this.#token) {
      const asking = this.#once<SessionState>("GET", "/api/v1/session", {}).then(({ csrf }) => csrf);
      this.#token = asking;
      asking.catch(() => {
        if (this.#token === asking) this.#token = null;
      });
    }
    return this.#token;
  }
}

async function failure(response: Response): Promise<ProblemError | Unreachable> {
  const { status } = response;
  if (status >= 500 || BUSY.has(status)) {
    const seconds = Number(response.headers.get("Retry-After"));
    const message = `The server answered ${status}`;
    return new Unreachable(message, seconds > 0 ? seconds * 1000 : null, undefined, status);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!isObject(body) || typeof body.code !== "string")
    return new Unreachable(`The server answered ${status}`, null, undefined, status);
  const problem: Problem = {
    arguments: {},
    field: null,
    sentence: null,
    remedy: null,
    ...body,
    code: body.code,
  };
  return new ProblemError(problem, status);
}
