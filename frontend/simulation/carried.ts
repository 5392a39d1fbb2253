/**
 * Fetch over a pipe: each request is written out, and whoever reads it says what comes of it.
 *
 * Out: `{"fetch": number, "client", "method", "path", "headers", "body"}`, the body in base64 or null. Back:
 * `{"fetched": number, "reply": {"status", "headers", "body", "cut"}}`; a null reply is a cut line, and with `cut`
 * the line is cut behind the body that is there.
 */
interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly cut: boolean;
}

export interface Fetched {
  readonly fetched: number;
  readonly reply: Reply | null;
}

type Say = (line: unknown) => void;

const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** Requests that are on their way, of all clients. */
export class Carried {
  readonly #waiting = new Map<number, (reply: Reply | null) => void>();
  #count = 0;

  constructor(private readonly say: Say) {}

  /** Take in what came of a request; one that was given up is nobody's any more. */
  arrived({ fetched, reply }: Fetched): void {
    const resolve = this.#waiting.get(fetched);
    this.#waiting.delete(fetched);
    resolve?.(reply);
  }

  fetchOf(client: string): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const bytes = init?.body ? Buffer.from(await request.arrayBuffer()) : null;
      const number = ++this.#count;
      const { method } = request;
      // What a Request may not carry, a browser would have added by itself.
      const headers = { ...Object.fromEntries(new Headers(init?.headers)), Host: url.host };
      const content = request.headers.get("content-type");
      const all = content ? { "content-type": content, ...headers } : headers;
      const path = url.pathname + url.search;
      return new Promise((resolve, reject) => {
        const end = () => {
          this.#waiting.delete(number);
          reject(init?.signal?.reason);
        };
        if (init?.signal?.aborted) return end();
        init?.signal?.addEventListener("abort", end, { once: true });
        this.#waiting.set(number, (reply) => {
          init?.signal?.removeEventListener("abort", end);
          if (reply) resolve(responseOf(reply));
          else reject(new TypeError("The network is cut"));
        });
        this.say({
          fetch: number,
          client,
          method,
          path,
          headers: all,
          body: bytes?.toString("base64") ?? null,
        });
      });
    };
  }
}

function responseOf({ status, headers, body, cut }: Reply): Response {
  const bytes = Buffer.from(body, "base64");
  const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) };
  if (WITHOUT_BODY.includes(status)) return new Response(null, init);
  if (!cut) return new Response(bytes, init);
  const broken = new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
    },
    pull(controller) {
      controller.error(new TypeError("The line was cut"));
    },
  });
  return new Response(broken, init);
}
