/**
 * The client core in Node, driven line by line: `node simulation.js http://127.0.0.1:5000`.
 *
 * Each line on standard input is a command; each gets one line of JSON on standard output, in order:
 * `{"ok": true, "value": …}` or `{"ok": false, "error": name, "message": …, "ended": whether the client is gone}`.
 */
import { createInterface } from "node:readline";
import { answer } from "./answering";
import { SimulatedClient } from "./client";

const [origin] = process.argv.slice(2);
if (!origin) throw new Error("Say where the server is: simulation.js http://127.0.0.1:5000");

const client = new SimulatedClient(origin);

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) process.stdout.write(`${JSON.stringify(await answer(client, line))}\n`);
}
client.stop();
process.exit();
