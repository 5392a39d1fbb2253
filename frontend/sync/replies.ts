/**
 * Reading what the server sent: a whole reply of a known shape, or nothing.
 *
 * A reply that was cut, or is not what was asked for, counts as no reply. Keys that are not known are ignored.
 */
import { rowLines } from "../local/packs";
import type { PushedMessage, ReplyMessage } from "../protocol";
import { isObject } from "../shared/json";
import {
  type Ask,
  Disconnected,
  type ExchangeType,
  Refused,
  type ReplyTo,
  type SnapshotAsk,
} from "./transport";

type Kind = "string" | "number" | "boolean" | "list" | "object";
/** A question mark: it may be missing. */
type Shape = Readonly<Record<string, Kind | `${Kind}?`>>;

const COMING: Shape = { put: "list", out: "list", conflicts: "list", masks: "list?", stubs: "list?" };

const REPLIES: Readonly<Record<ReplyMessage["type"], Shape>> = {
  welcome: {
    metadata: "object",
    nextChange: "number",
    head: "number",
    epoch: "string",
    syncedBefore: "boolean",
    limits: "object",
    lacking: "list?",
    restored: "object?",
  },
  refusal: { problem: "object", remedy: "string" },
  outcomes: { outcomes: "list", nextChange: "number", head: "number", settled: "list?", decisions: "list?" },
  plan: { plan: "string", cursor: "string", entities: "list" },
  rows: { entity: "string", rows: "list" },
  page: { ...COMING, next: "string" },
  done: {
    ...COMING,
    cursor: "string",
    generation: "number",
    head: "number",
    counts: "list",
    standing: "object?",
    allConflicts: "boolean?",
    settled: "list?",
    decisions: "list?",
  },
  verified: { behind: "boolean", differing: "list" },
  mended: {
    ...COMING,
    behind: "boolean",
    more: "boolean",
    found: "number",
    cursor: "string",
    generation: "number",
    head: "number",
    counts: "list",
  },
};

const ANSWERS: Readonly<Record<ExchangeType, readonly ReplyMessage["type"][]>> = {
  hello: ["welcome"],
  push: ["outcomes"],
  pull: ["plan", "page", "done"],
  snapshot: ["rows"],
  verify: ["verified"],
  mend: ["mended"],
};

const PUSHED: Readonly<Record<PushedMessage["type"], Shape>> = {
  hint: { head: "number" },
  metadataChanged: { version: "number", urgency: "string", note: "object" },
  bye: { spread: "number" },
  beat: {},
};

/** Parse a message; null when it is not whole. */
export function parseMessage(text: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(text);
    return isObject(message) ? message : null;
  } catch {
    return null;
  }
}

/** Return the reply to a request. @throws Refused, Disconnected */
export function readReply<A extends Ask>(ask: A, id: number, message: unknown): ReplyTo<A> {
  if (!isObject(message) || message.id !== id) throw new Disconnected(`No reply to ${ask.type}`);
  const type = message.type as ReplyMessage["type"];
  if (!fits(message, REPLIES[type])) throw new Disconnected(`A broken reply to ${ask.type}`);
  const reply = message as unknown as ReplyMessage;
  if (reply.type === "refusal") throw new Refused(reply.problem, reply.remedy);
  if (!ANSWERS[ask.type].includes(reply.type))
    throw new Disconnected(`${reply.type} is no answer to ${ask.type}`);
  return reply as ReplyTo<A>;
}

/**
 * Return the rows of a page as text, one a line, without parsing them.
 *
 * A page that was written so has the ends of its lines between rows and nowhere else, since JSON has none in a value:
 * what stands before the first and behind the last is a whole reply without rows, or the page was cut. Any other page
 * is parsed and written anew.
 *
 * @throws Refused, Disconnected
 */
export function readLines(ask: SnapshotAsk, id: number, text: string): string {
  const begin = text.indexOf("\n");
  const end = text.lastIndexOf("\n");
  const lined = text[begin - 1] === "[" && text[begin + 1] === "[" && text[end + 1] === "]";
  const around = lined ? parseMessage(text.slice(0, begin) + text.slice(end + 1)) : null;
  if (!around) return rowLines(readReply(ask, id, parseMessage(text)).rows);
  readReply(ask, id, around);
  return text.slice(begin + 1, end);
}

/** Return what the server said unasked; null if it is nothing that we know. */
export function readPushed(message: Record<string, unknown>): PushedMessage | null {
  const shape = PUSHED[message.type as PushedMessage["type"]] as Shape | undefined;
  return fits(message, shape) ? (message as unknown as PushedMessage) : null;
}

function fits(message: Record<string, unknown>, shape: Shape | undefined): boolean {
  if (!shape) return false;
  return Object.entries(shape).every(([key, wanted]) => {
    const value = message[key];
    if (wanted.endsWith("?") && (value ?? null) === null) return true;
    const kind = wanted.replace("?", "");
    if (kind === "list") return Array.isArray(value);
    return kind === "object" ? isObject(value) : typeof value === kind;
  });
}
