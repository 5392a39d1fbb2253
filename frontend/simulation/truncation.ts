/**
 * Pulls whose replies are cut: `node truncation.js < recording.json`, for the proof that a cut changes nothing.
 *
 * The recording is `{"person", "device", "pulls": [[{"ask", "reply"}]]}`: what a server answered, pull by pull. Each
 * reply is cut at each place in turn, on a client that goes on from where the cuts before have left it. One line says
 * how many cuts there were by kind, or what was wrong first.
 */
import { text } from "node:stream/consumers";
import { Cuts, type Recording } from "./cutting";

const recording = JSON.parse(await text(process.stdin)) as Recording & { readonly places: "bytes" | "lines" };

try {
  const cuts = new Cuts(recording);
  const counts = await cuts.run(recording.places);
  process.stdout.write(`${JSON.stringify({ ok: true, counts })}\n`);
} catch (error) {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stdout.write(`${JSON.stringify({ ok: false, message })}\n`);
}
process.exit();
