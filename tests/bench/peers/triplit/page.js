/** Triplit in the browser, kept in IndexedDB. */
import { TriplitClient } from "@triplit/client";
import { officeHas, sleep, until } from "../waiting.js";

const SECRET = "bench-secret-bench-secret-bench-secret";
const encoder = new TextEncoder();
let client;
let control;

const text = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
async function token() {
  const part = (value) => text(encoder.encode(JSON.stringify(value)));
  const claims = { "x-triplit-token-type": "secret", "x-triplit-project-id": "bench" };
  const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(SECRET), algorithm, false, ["sign"]);
  return `${unsigned}.${text(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(unsigned))))}`;
}

const orders = () => client.query("orders");
const here = async () => client.fetch(orders(), { policy: "local-only" });

globalThis.peer = {
  async open({ sync, ...given }) {
    ({ control } = given);
    client = new TriplitClient({
      serverUrl: sync,
      token: await token(),
      storage: { type: "indexeddb", name: "orders" },
      autoConnect: false,
      syncSchema: false,
      skipRules: true,
      logLevel: "error",
    });
  },
  async first(count) {
    const begun = performance.now();
    await client.connect();
    await new Promise((onFulfilled, onError) => {
      client.subscribeBackground(orders(), { onFulfilled, onError });
    });
    await until(async () => (await here()).length >= count);
    return performance.now() - begun;
  },
  async rest() {
    await sleep(1000);
    client.disconnect();
  },
  async delta(note, count) {
    const begun = performance.now();
    const came = new Promise((done) => {
      const stop = client.subscribe(
        orders().Where("note", "=", note),
        (found) => {
          if (found.length < count) return;
          stop();
          done();
        },
        () => undefined,
        { localOnly: true },
      );
    });
    await client.connect();
    await came;
    return performance.now() - begun;
  },
  async edit(note, ids) {
    await client.transact(async (transaction) => {
      for (const id of ids) await transaction.update("orders", id, { note });
    });
  },
  async push(note, ids) {
    const begun = performance.now();
    await client.connect();
    await officeHas(control, ids.at(-1), note);
    return performance.now() - begun;
  },
  count: async (note) => (await here()).filter((one) => note === null || one.note === note).length,
};
