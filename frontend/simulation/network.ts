/**
 * Fetch with cookies and troubles: a browser's network for a client in Node, that a simulation can cut.
 */

/** What goes wrong with the next calls: before they leave, after the server has answered, or half-way back. */
export type Trouble = "cut-request" | "cut-reply" | "truncate" | "duplicate";

export class Network {
  up = true;
  /** Calls so far, by path. */
  readonly calls: string[] = [];
  readonly #cookies = new Map<string, string>();
  readonly #troubles: Trouble[] = [];

  constructor(
    private readonly origin: string,
    private readonly fetched: typeof globalThis.fetch = globalThis.fetch,
  ) {}

  /** Let the next `count` calls of the channel meet this trouble. */
  trouble(kind: Trouble, count: number): void {
    for (let left = count; left > 0; left -= 1) this.#troubles.push(kind);
  }

  /** Take on a session that somebody opened elsewhere. */
  setCookies(cookies: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(cookies)) this.#cookies.set(name, value);
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input);
    const path = new URL(url).pathname;
    this.calls.push(path);
    const trouble = path.startsWith("/api/v1/sync/") ? this.#troubles.shift() : undefined;
    if (!this.up || trouble === "cut-request") throw new TypeError("The network is cut");
    if (trouble === "duplicate") await this.#send(url, init);
    const response = await this.#send(url, init);
    if (trouble === "cut-reply") throw new TypeError("The reply was lost");
    if (trouble !== "truncate") return response;
    const text = await response.text();
    return new Response(text.slice(0, text.length >> 1), { status: response.status });
  };

  async #send(url: string, init: RequestInit | undefined): Promise<Response> {
    const headers = new Headers(init?.headers);
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("Cookie", cookies.join("; "));
    headers.set("Origin", this.origin);
    const response = await this.fetched(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) this.#cookies.set(name, value ?? "");
    }
    return response;
  }
}
