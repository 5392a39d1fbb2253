import { describe, expect, it } from "vitest";
import { uploadBlob } from "../../../frontend/rest/blobs";
import { Client } from "../../../frontend/rest/client";
import { ProblemError, Unreachable } from "../../../frontend/rest/errors";
import { signIn, signOut } from "../../../frontend/rest/session";
import { ManualClock } from "../shared/manual-clock";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A server that is one function, and what it was asked. */
function serving(answer: (asked: Asked) => Response | Promise<Response>): {
  client: Client;
  asked: Asked[];
  clock: ManualClock;
} {
  const asked: Asked[] = [];
  const clock = new ManualClock();
  const client = new Client({
    clock,
    fetch: async (input, init) => {
      const one = {
        method: init?.method ?? "GET",
        path: String(input),
        headers: new Headers(init?.headers),
        body: init?.body,
      };
      asked.push(one);
      return answer(one);
    },
  });
  return { client, asked, clock };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });

describe("the client of the HTTP interface", () => {
  it("sends writes with the session's token, and asks for it anew when it is refused", async () => {
    let token = "old";
    const { client, asked } = serving(({ path, headers }) => {
      if (path === "/api/v1/session") return json({ csrf: token });
      return headers.get("X-CSRF-Token") === "new" ? json({ done: true }) : json({ code: "csrf" }, 403);
    });
    await client.call("POST", "/x").catch(() => undefined);
    token = "new";

    const answer = await client.call("POST", "/x", { json: { a: 1 } });

    expect(answer).toEqual({ done: true });
    expect(asked.at(-1)?.headers.get("X-CSRF-Token")).toBe("new");
    expect(asked.at(-1)?.body).toBe('{"a":1}');
  });

  it("[SEC-09] says for whom its page was opened, once that is known", async () => {
    const { client, asked } = serving(() => json({ csrf: "x" }));
    await client.call("GET", "/x");
    client.speakFor("ana");

    await client.call("GET", "/x");
    await client.bytes("/photo");

    expect(asked.map(({ headers }) => headers.get("X-Satchel-Person"))).toEqual([null, "ana", "ana"]);
  });

  it("[SEC-09] leaves alone the session of somebody who has signed in meanwhile", async () => {
    const { client } = serving(({ method }) =>
      method === "GET" ? json({ csrf: "x" }) : json({ code: "sign-in-required" }, 401),
    );

    await expect(signOut(client)).resolves.toBeUndefined();
  });

  it("gives the server's problem with its code", async () => {
    const { client } = serving(({ method }) =>
      method === "GET" ? json({ csrf: "x" }) : json({ code: "sign-in-wrong", arguments: {} }, 401),
    );

    const trying = signIn(client, { email: "a", password: "b" });

    await expect(trying).rejects.toMatchObject({ problem: { code: "sign-in-wrong" }, status: 401 });
    await expect(trying).rejects.toBeInstanceOf(ProblemError);
  });

  it("takes an overloaded server for one that cannot be reached, and keeps to the wait it asks for", async () => {
    const { client } = serving(() => new Response("", { status: 503, headers: { "Retry-After": "7" } }));

    await expect(client.call("GET", "/x")).rejects.toMatchObject({ name: "Unreachable", retryAfter: 7_000 });
  });

  it("takes a page of a captive portal for no answer", async () => {
    const { client } = serving(() => new Response("<html>Log in to the Wi-Fi</html>"));

    await expect(client.call("GET", "/x")).rejects.toBeInstanceOf(Unreachable);
  });

  it("gives up at its deadline", async () => {
    const { client, clock } = serving(() => new Promise<Response>(() => undefined));

    const calling = client.call("GET", "/x", { deadline: 5_000 });
    clock.pass(5_000);

    await expect(calling).rejects.toBeInstanceOf(Unreachable);
  });
});

describe("a photo on its way", () => {
  const bytes = new Uint8Array(600 * 1024).fill(7).buffer;

  /** Keeps chunks that follow on what is there. */
  function keeping(received: number) {
    const kept = { received };
    return serving(({ method, path, headers, body }) => {
      if (path === "/api/v1/session") return json({ csrf: "x" });
      if (method === "PUT") {
        const [, from] = /^bytes (\d+)-/.exec(headers.get("Content-Range") ?? "") ?? [];
        if (Number(from) === kept.received) kept.received += (body as ArrayBuffer).byteLength;
      }
      return json({ blob: "b", received: kept.received, complete: kept.received === bytes.byteLength });
    });
  }

  it("goes up in chunks", async () => {
    const { client, asked } = keeping(0);
    const progress: number[] = [];

    await uploadBlob(client, { id: "b", type: "image/jpeg", sha256: "00", bytes }, 0, async (done) => {
      progress.push(done);
    });

    expect(progress).toEqual([262_144, 524_288, 614_400]);
    expect(asked.filter(({ method }) => method === "PUT")).toHaveLength(3);
  });

  it("goes on where the server says it is, whatever the phone remembers", async () => {
    const { client, asked } = keeping(524_288);

    await uploadBlob(
      client,
      { id: "b", type: "image/jpeg", sha256: "00", bytes },
      262_144,
      async () => undefined,
    );

    const ranges = asked.map(({ headers }) => headers.get("Content-Range")).filter(Boolean);
    expect(ranges).toEqual(["bytes 524288-614399/614400"]);
  });
});
