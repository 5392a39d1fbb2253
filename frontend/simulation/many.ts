/**
 * Many clients in one process, whose network is the pipe that they are driven by: `node many.js`.
 *
 * Nothing in here happens by chance: ids and random numbers follow from a client's name, and requests go out and
 * come back one line each, so a run can be repeated. In: `{"client": name, "ask": command}`, answered by
 * `{"answer": …}` as `main.ts` does, a glance as `glances.ts` has it; `{"fetched": …}`, see `carried.ts`; `{"forget": true}` ends all clients.
 */
import { createInterface } from "node:readline";
import { newIds } from "../shared/ids";
import { answered } from "./answering";
import { Carried, type Fetched } from "./carried";
import { SimulatedClient } from "./client";
import type { Command, Glance } from "./commands";
import { Glances } from "./glances";

type Line = Fetched | { readonly client: string; readonly ask: Command } | { readonly forget: true };

const ORIGIN = "http://office.example";
const BEGUN = 1_790_000_000_000;

const clients = new Map<string, SimulatedClient>();
const glances = new WeakMap<SimulatedClient, Glances>();
const carried = new Carried(say);

createInterface({ input: process.stdin })
  .on("line", (text) => void take(JSON.parse(text) as Line))
  .on("close", () => process.exit());

async function take(line: Line): Promise<void> {
  if ("fetched" in line) return carried.arrived(line);
  if ("forget" in line) {
    for (const client of clients.values()) client.stop();
    clients.clear();
    return;
  }
  const client = clientOf(line.client);
  const answer = await answered(client, line.ask);
  const isGlance = line.ask.command === "glance" && answer.ok;
  say({ answer: isGlance ? { ...answer, value: glancesOf(client).newIn(answer.value as Glance) } : answer });
}

function clientOf(name: string): SimulatedClient {
  let found = clients.get(name);
  if (!found) {
    const random = randomOf(name);
    let count = 0;
    const newId = newIds({ now: () => BEGUN + ++count, after: () => () => undefined }, () =>
      Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)),
    );
    found = new SimulatedClient(ORIGIN, { fetch: carried.fetchOf(name), random, newId });
    clients.set(name, found);
  }
  return found;
}

function glancesOf(client: SimulatedClient): Glances {
  const found = glances.get(client) ?? new Glances();
  glances.set(client, found);
  return found;
}

/** Return numbers between 0 and 1 that follow from a text (mulberry32). */
function randomOf(text: string): () => number {
  let state = 0;
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
