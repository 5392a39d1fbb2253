/** RxDB's HTTP replication as its documentation describes it: express over SQLite, checkpoint (moment, id). */
import { DatabaseSync } from "node:sqlite";
import express from "express";
import { answerControl, readRecords } from "../control.mjs";

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
}
function inOneTransaction(work) {
  database.exec("BEGIN");
  work();
  database.exec("COMMIT");
}

const records = await readRecords();
inOneTransaction(() => {
  for (const record of records) write(record);
});
const control = {
  ids: records.map(({ id }) => id),
  count: async () => database.prepare("SELECT count(*) AS count FROM orders").get().count,
  change: async (ids, note) =>
    inOneTransaction(() => {
      for (const id of ids) write({ ...JSON.parse(get.get(id).document), note });
    }),
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
app.listen(Number(process.env.PORT), "127.0.0.1");
