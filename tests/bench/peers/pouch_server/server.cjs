/** CouchDB's protocol by express-pouchdb over LevelDB, in one process. */
const express = require("express");
const { join } = require("node:path");
const PouchDB = require("pouchdb-core")
  .plugin(require("pouchdb-adapter-leveldb"))
  .plugin(require("pouchdb-mapreduce"))
  .plugin(require("pouchdb-replication"))
  .plugin(require("pouchdb-adapter-http"));

const { FOLDER, PORT } = process.env;
const AT_ONCE = 5000;
const HEADERS = {
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Allow-Headers": "content-type,accept,authorization",
  "Access-Control-Allow-Methods": "GET,PUT,POST,DELETE,HEAD",
  "Timing-Allow-Origin": "*",
};

async function main() {
  const { answerControl, readRecords } = await import("../control.mjs");
  const Database = PouchDB.defaults({ prefix: `${FOLDER}/`, adapter: "leveldb" });
  const database = new Database("orders");
  const records = await readRecords();
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const documents = records.slice(from, from + AT_ONCE).map(({ id, ...rest }) => ({ _id: id, ...rest }));
    await database.bulkDocs(documents);
  }
  const control = {
    ids: records.map(({ id }) => id),
    count: async () => (await database.info()).doc_count,
    async noted(note) {
      const { rows } = await database.allDocs({ include_docs: true });
      return rows.filter(({ doc }) => doc.note === note).length;
    },
    note: async (id) => (await database.get(id)).note,
    async change(keys, note) {
      const found = await database.allDocs({ keys, include_docs: true });
      await database.bulkDocs(found.rows.map(({ doc }) => ({ ...doc, note })));
    },
  };
  const app = express();
  app.use((request, reply, next) => {
    reply.set({ ...HEADERS, "Access-Control-Allow-Origin": request.get("origin") || "*" });
    if (request.method === "OPTIONS") return reply.end();
    return answerControl(request.url, reply, control).then((known) => known || next(), next);
  });
  const options = { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(FOLDER, "log.txt") };
  app.use("/", require("express-pouchdb")(Database, options));
  app.listen(Number(PORT), "127.0.0.1");
}

main();
