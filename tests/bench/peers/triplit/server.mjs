/** Triplit on LMDB; changes at the office go through its own HTTP client. */
import { createHmac } from "node:crypto";
import { readRecords, serveControl } from "../control.mjs";

const AT_ONCE = 1000;
const SECRET = "bench-secret-bench-secret-bench-secret";
process.env.JWT_SECRET = SECRET;
process.env.PROJECT_ID = "bench";
process.env.LOCAL_DATABASE_URL = `${process.env.FOLDER}/lmdb`;
// It logs every message; that is not what is measured.
console.log = console.info = console.debug = () => undefined;

const { createServer, createTriplitStorageProvider } = await import("@triplit/server");
const { HttpClient } = await import("@triplit/client");

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claims = { "x-triplit-token-type": "secret", "x-triplit-project-id": "bench" };
const unsigned = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
const token = `${unsigned}.${createHmac("sha256", SECRET).update(unsigned).digest("base64url")}`;

const storage = await createTriplitStorageProvider("lmdb");
const serve = await createServer({
  storage,
  jwtSecret: SECRET,
  projectId: "bench",
  verboseLogs: false,
  maxPayloadMb: 100,
});
serve(Number(process.env.SYNC_PORT));
await new Promise((done) => setTimeout(done, 500));
const client = new HttpClient({ serverUrl: `http://127.0.0.1:${process.env.SYNC_PORT}`, token });
const records = await readRecords();
for (let from = 0; from < records.length; from += AT_ONCE) {
  await client.bulkInsert({ orders: records.slice(from, from + AT_ONCE) });
}
serveControl(Number(process.env.PORT), {
  ids: records.map(({ id }) => id),
  count: async () => (await client.fetch({ collectionName: "orders", select: ["id"] })).length,
  noted: async (note) =>
    (await client.fetch({ collectionName: "orders", where: [["note", "=", note]], select: ["id"] })).length,
  note: async (id) => (await client.fetchById("orders", id)).note,
  change: (ids, note) => Promise.all(ids.map((id) => client.update("orders", id, { note }))),
});
