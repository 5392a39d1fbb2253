/** Zero: PostgreSQL with the orders, zero-cache as a child, and the control requests. */
import { execFileSync, spawn } from "node:child_process";
import postgres from "postgres";
import { readRecords, serveControl } from "../control.mjs";

const { FOLDER, PORT, SYNC_PORT, DATABASE } = process.env;
const here = new URL(".", import.meta.url).pathname;
const AT_ONCE = 1000;
const APP = "bench";

const sql = postgres(DATABASE, { max: 4 });
await sql.unsafe(`CREATE TABLE orders (id text PRIMARY KEY, name text NOT NULL, customer text NOT NULL,
  status text NOT NULL, currency text NOT NULL, amount_total text NOT NULL, amount_tax text NOT NULL,
  date_order text NOT NULL, salesperson text NOT NULL, invoiced boolean NOT NULL, priority int NOT NULL,
  tags text NOT NULL, note text NOT NULL, last_seen_at text NOT NULL)`);
const records = await readRecords();
for (let from = 0; from < records.length; from += AT_ONCE) {
  await sql`INSERT INTO orders ${sql(records.slice(from, from + AT_ONCE))}`;
}

const environment = {
  ...process.env,
  ZERO_UPSTREAM_DB: DATABASE,
  ZERO_REPLICA_FILE: `${FOLDER}/replica.db`,
  ZERO_APP_ID: APP,
  ZERO_PORT: SYNC_PORT,
  PORT: SYNC_PORT,
  ZERO_NUM_SYNC_WORKERS: "1",
  ZERO_LOG_LEVEL: "warn",
  ZERO_ENABLE_TELEMETRY: "false",
  DO_NOT_TRACK: "1",
  NODE_ENV: "development",
  ZERO_ADMIN_PASSWORD: "bench",
  ZERO_AUTH_SECRET: "bench",
  NODE_OPTIONS: `--require ${here}../loopback.cjs`,
};
const options = { env: environment, stdio: "inherit", cwd: here };
const permissions = ["--app-id", APP, "--schema-path", `${here}schema.js`, "--upstream-db", DATABASE];
execFileSync(`${here}node_modules/.bin/zero-deploy-permissions`, permissions, {
  ...options,
  env: { ...process.env, DO_NOT_TRACK: "1" },
});
const cache = spawn(process.execPath, [`${here}node_modules/.bin/zero-cache`], options);
cache.on("exit", (code) => console.error("zero-cache ended", code));
process.on("SIGTERM", () => {
  cache.once("exit", () => process.exit(0));
  cache.kill("SIGTERM");
});

// Not its keepalive address: one call of that lets it drain 15 seconds after the last.
for (let tries = 0; tries < 600; tries += 1) {
  const answered = await fetch(`http://127.0.0.1:${SYNC_PORT}/`).catch(() => null);
  if (answered?.ok) break;
  await new Promise((done) => setTimeout(done, 200));
}
serveControl(Number(PORT), {
  ids: records.map(({ id }) => id),
  count: async () => Number((await sql`SELECT count(*) FROM orders`)[0].count),
  noted: async (note) => Number((await sql`SELECT count(*) FROM orders WHERE note = ${note}`)[0].count),
  note: async (id) => (await sql`SELECT note FROM orders WHERE id = ${id}`)[0].note,
  change: (ids, note) => sql`UPDATE orders SET note = ${note} WHERE id IN ${sql(ids)}`,
});
