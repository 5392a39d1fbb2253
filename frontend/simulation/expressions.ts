/**
 * The phone's evaluator in Node, line by line: `node expressions.js`, for the proof that all evaluators agree.
 *
 * The first line is `{"entity", "fields", "records", "contexts"}`, as the file of cases has them. Each line after it
 * is `{"tree", "context": number}`, answered by `{"holds": [true, false, …]}`, or with `"rule": true` by
 * `{"values": [wire or null, …]}`: in the order of the records' ids. With `"formula": true` a rule is written as a
 * formula and read again: `{"formula": {"text", "tree", "kind", "problem"}}`. A tree that cannot be run is answered by
 * `{"error": why}`.
 */
import { createInterface } from "node:readline";
import { type Question, type Setting, Trial } from "./trial";

let trial: Trial | undefined;

createInterface({ input: process.stdin, terminal: false })
  .on("line", (line) => {
    if (!line.trim()) return;
    if (trial) process.stdout.write(`${JSON.stringify(answer(trial, JSON.parse(line) as Question))}\n`);
    else trial = new Trial(JSON.parse(line) as Setting);
  })
  .on("close", () => process.exit());

function answer(asked: Trial, question: Question): unknown {
  try {
    return asked.answer(question);
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
