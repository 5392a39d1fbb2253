/** What the server of every peer answers besides its own protocol: how many records, and changes made at the office. */
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const SPREAD = 97;

/** The reference records, one JSON object a line. */
export async function readRecords() {
  const records = [];
  for await (const line of createInterface({ input: createReadStream(process.env.RECORDS) })) {
    if (line) records.push(JSON.parse(line));
  }
  return records;
}

/** The records that a change touches: spread over all of them. */
export function chosen(ids, query) {
  const shift = Number(query.get("shift"));
  return Array.from(
    { length: Number(query.get("count")) },
    (_, at) => ids[(at * SPREAD + shift) % ids.length],
  );
}

/** Milliseconds of the clock. */
export const wall = () => performance.timeOrigin + performance.now();

/**
 * Answer `/count`, `/change?note=…&count=…&shift=…`, `/noted?note=…` (how many have it) and `/note?id=…`.
 *
 * A change that tells when it was committed returns the moment; else it counts from its end.
 */
export async function answerControl(url, reply, { ids, count, change, noted, note }) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const answer = (found) => reply.end(JSON.stringify(found));
  if (pathname === "/count") answer({ count: await count() });
  else if (pathname === "/noted") answer({ count: await noted(searchParams.get("note")) });
  else if (pathname === "/note") answer({ note: await note(searchParams.get("id")) });
  else if (pathname === "/change") {
    const at = await change(chosen(ids, searchParams), searchParams.get("note"));
    answer({ at: typeof at === "number" ? at : wall() });
  } else return false;
  return true;
}

/** A server for the control requests alone, where the peer's own port speaks something else. */
export function serveControl(port, control) {
  createServer((request, reply) => {
    reply.setHeader("Access-Control-Allow-Origin", "*");
    answerControl(request.url, reply, control)
      .then((known) => known || reply.writeHead(404).end())
      .catch((error) => reply.writeHead(500).end(String(error)));
  }).listen(port, "127.0.0.1");
}
