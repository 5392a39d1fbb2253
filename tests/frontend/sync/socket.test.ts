import { expect, it } from "vitest";
import { BEAT, openSocket, SILENCE, type SocketChannel } from "../../../frontend/sync/socket";
import { ManualClock } from "../shared/manual-clock";

/** A websocket whose far end is the test. */
class FarEnd {
  readonly sent: Record<string, unknown>[] = [];
  open = true;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.open = false;
  }

  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }
}

const PULL = { type: "pull", device: "d", cursor: "c", page: null } as const;
const DONE = {
  type: "done",
  put: [],
  out: [],
  conflicts: [],
  cursor: "c2",
  generation: 1,
  head: 1,
  counts: [],
};

async function opened(): Promise<{ far: FarEnd; channel: SocketChannel; clock: ManualClock }> {
  const far = new FarEnd();
  const clock = new ManualClock();
  const opening = openSocket(() => far as unknown as WebSocket, "ws://x", clock, { deadline: 2_500 });
  far.onopen?.();
  return { far, clock, channel: await opening };
}

it("matches replies with requests by their ids, in whatever order they come", async () => {
  const { far, channel } = await opened();
  const first = channel.request(PULL, { deadline: 1_000 });
  const second = channel.request(PULL, { deadline: 1_000 });

  far.say({ ...DONE, id: 2, head: 22 });
  far.say({ ...DONE, id: 1, head: 11 });

  expect(await first).toMatchObject({ head: 11 });
  expect(await second).toMatchObject({ head: 22 });
});

it("gives up a request at its deadline", async () => {
  const { channel, clock } = await opened();

  const asking = channel.request(PULL, { deadline: 1_000 });
  clock.pass(1_000);

  await expect(asking).rejects.toMatchObject({ name: "Disconnected" });
});

it("beats, and closes after a minute of silence", async () => {
  const { far, channel, clock } = await opened();
  let closed = 0;
  channel.closed.on(() => {
    closed += 1;
  });
  clock.pass(BEAT);
  far.say({ type: "beat" });
  clock.pass(SILENCE - 1);
  const before = closed;

  clock.pass(1);

  expect(far.sent[0]).toEqual({ type: "beat" });
  expect(before).toBe(0);
  expect(closed).toBe(1);
  expect(far.open).toBe(false);
  expect(clock.waiting).toBe(0);
});

it("[inv 29] a broken frame ends the channel, and every request that waits", async () => {
  const { far, channel } = await opened();
  const asking = channel.request(PULL, { deadline: 1_000 });

  far.say('{"type": "done", "id": 1, "pu');

  await expect(asking).rejects.toMatchObject({ name: "Disconnected" });
});

it("a refusal carries what is to be done", async () => {
  const { far, channel } = await opened();
  const asking = channel.request(PULL, { deadline: 1_000 });

  far.say({ type: "refusal", id: 1, problem: { code: "bad-cursor", arguments: {} }, remedy: "restart" });

  await expect(asking).rejects.toMatchObject({ name: "Refused", remedy: "restart" });
});

it("tells news, and not heartbeats or what it does not know", async () => {
  const { far, channel } = await opened();
  const heard: string[] = [];
  channel.pushed.on(({ type }) => heard.push(type));

  far.say({ type: "hint", head: 9 });
  far.say({ type: "beat" });
  far.say({ type: "of-the-future" });

  expect(heard).toEqual(["hint"]);
});

it("does not wait for ever for a socket that a network swallows", async () => {
  const far = new FarEnd();
  const clock = new ManualClock();
  const opening = openSocket(() => far as unknown as WebSocket, "ws://x", clock, { deadline: 2_500 });

  clock.pass(2_500);

  await expect(opening).rejects.toMatchObject({ name: "Disconnected" });
  expect(far.open).toBe(false);
});
