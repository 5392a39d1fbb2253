/** RxDB's HTTP replication as its documentation describes it: express over SQLite, checkpoint (moment, id). */
import { DatabaseSync } from "node:sqlite";
import express from "express";
import { answerControl, readRecords, wall } from "../control.mjs";

const database = new DatabaseSync(process.env.FILE);
database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY, moment REAL, document TEXT)");
database.exec("CREATE INDEX orders_moment ON orders (moment, id)");
const put = database.prepare(
  "INSERT INTO orders VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET moment = excluded.moment, document = excluded.document",
);
const get = database.prepare("SELECT document FROM orders WHERE id = ?");
const page = database.prepare(
  "SELECT document FROM orders WHERE moment > ? OR (moment = ? AND id > ?) ORDER BY moment, id LIMIT ?",
);

let moment = 0;
function write(document) {
  moment += 1;
  const stamped = { ...document, updated_at: moment };
  put.run(stamped.id, moment, JSON.stringify(stamped));
  return { ...stamped, _deleted: false };
}
function inOneTransaction(work) {
  database.exec("BEGIN");
  work();
  database.exec("COMMIT");
  return wall();
}
const current = (id) => ({ ...JSON.parse(get.get(id).document), _deleted: false });

/** Those who follow live, each by a stream of events. */
const followers = new Set();
function tell(documents) {
  const last = documents.at(-1);
  if (!last) return;
  const checkpoint = { id: last.id, moment: last.updated_at };
  const text = `data: ${JSON.stringify({ documents, checkpoint })}\n\n`;
  for (const follower of followers) follower.write(text);
}

const records = await readRecords();
inOneTransaction(() => {
  for (const record of records) write(record);
});
const control = {
  ids: records.map(({ id }) => id),
  count: async () => database.prepare("SELECT count(*) AS count FROM orders").get().count,
  noted: async (note) => {
    const query = "SELECT count(*) AS count FROM orders WHERE json_extract(document, '$.note') = ?";
    return database.prepare(query).get(note).count;
  },
  note: async (id) => current(id).note,
  async change(ids, note) {
    const changed = [];
    const at = inOneTransaction(() => {
      for (const id of ids) changed.push(write({ ...current(id), note }));
    });
    tell(changed);
    return at;
  },
};

const app = express();
app.use((request, reply, next) => {
  reply.set({ "Access-Control-Allow-Origin": "*", "Timing-Allow-Origin": "*" });
  answerControl(request.url, reply, control).then((known) => known || next(), next);
});
app.get("/pull", ({ query }, reply) => {
  const since = Number(query.moment);
  const rows = page.all(since, since, query.id, Number(query.limit));
  const documents = rows.map(({ document }) => ({ ...JSON.parse(document), _deleted: false }));
  const last = documents.at(-1);
  reply.json({ documents, checkpoint: last ? { id: last.id, moment: last.updated_at } : null });
});
app.post("/push", express.text({ limit: "100mb" }), ({ body }, reply) => {
  const conflicts = [];
  const written = [];
  inOneTransaction(() => {
    for (const { newDocumentState, assumedMasterState } of JSON.parse(body)) {
      const now = current(newDocumentState.id);
      if (assumedMasterState?.updated_at === now.updated_at) written.push(write(newDocumentState));
      else conflicts.push(now);
    }
  });
  reply.json(conflicts);
  tell(written);
});
app.get("/stream", (request, reply) => {
  reply.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  reply.flushHeaders();
  followers.add(reply);
  request.on("close", () => followers.delete(reply));
});
app.listen(Number(process.env.PORT), "127.0.0.1");
