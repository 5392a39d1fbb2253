import { expect, it, vi } from "vitest";
import type { Client } from "../../../frontend/rest/client";
import { Unreachable } from "../../../frontend/rest/errors";
import { connection } from "../../../frontend/sync/connection";
import { HttpChannel } from "../../../frontend/sync/http";
import { SocketChannel } from "../../../frontend/sync/socket";
import type { Channel } from "../../../frontend/sync/transport";
import { ManualClock } from "../shared/manual-clock";

const HOUR = 3_600_000;

/** A network whose sockets and HTTP the test lets through or not. */
class Network {
  readonly clock = new ManualClock();
  sockets: boolean[] = [];
  http = true;
  tried = 0;

  readonly connect = connection({
    client: { call: async () => this.#answer() } as unknown as Client,
    clock: this.clock,
    url: "ws://office/api/v1/channel",
    makeSocket: () => this.#socket(),
  });

  open() {
    return this.connect(new AbortController().signal);
  }

  /** Rest on a channel until the test says that the rest is over; tells whether something better was found. */
  rest(channel: Channel, resting: AbortSignal) {
    if (!channel.better) throw new Error("It hears already");
    return channel.better(resting);
  }

  #answer(): void {
    if (!this.http) throw new Unreachable("cut");
  }

  #socket() {
    this.tried += 1;
    const opens = this.sockets.shift() ?? false;
    const far: Record<string, unknown> = { send: () => {}, close: () => {} };
    queueMicrotask(() => (far[opens ? "onopen" : "onclose"] as (() => void) | null)?.());
    return far as never;
  }
}

it("[BEY-11] a socket that fails while the network comes back is tried again at once", async () => {
  const network = new Network();
  network.sockets = [false, true];

  const channel = await network.open();

  expect(channel).toBeInstanceOf(SocketChannel);
});

it("a network that lets only HTTP through costs no socket for a while, then is tried again", async () => {
  const network = new Network();
  const channels = [await network.open(), await network.open()];
  const tried = network.tried;
  network.clock.pass(HOUR);
  network.sockets = [true];

  const later = await network.open();

  expect(channels.every((channel) => channel instanceof HttpChannel)).toBe(true);
  expect(tried).toBe(2);
  expect(later).toBeInstanceOf(SocketChannel);
});

it("being offline keeps no one from trying a socket the next time", async () => {
  const network = new Network();
  network.http = false;
  await network.open();
  network.http = true;
  network.sockets = [true];

  const channel = await network.open();

  expect(network.tried).toBe(2);
  expect(channel).toBeInstanceOf(SocketChannel);
});

it("[BEY-11] [inv 32] whoever was too slow for a socket finds one while it rests, and hears again", async () => {
  const network = new Network();
  network.sockets = [false, false, true];
  const deaf = await network.open();

  const better = await network.rest(deaf, new AbortController().signal);
  const channel = await network.open();

  expect(deaf).toBeInstanceOf(HttpChannel);
  expect(better).toBe(true);
  expect(channel).toBeInstanceOf(SocketChannel);
  expect((channel as SocketChannel).open).toBe(true);
});

it("where sockets never open, a resting phone tries ever more seldom, and not while it works", async () => {
  const network = new Network();
  const deaf = await network.open();
  const tried: number[] = [];

  for (let minute = 0; minute < 20; minute += 1) {
    const before = network.tried;
    const rest = new AbortController();
    const ended = network.rest(deaf, rest.signal);
    for (let second = 0; second < 60; second += 5) {
      await vi.waitFor(() => expect(network.clock.waiting).toBeGreaterThan(0));
      network.clock.pass(5_000);
    }
    rest.abort();
    expect(await ended).toBe(false);
    tried.push(network.tried - before);
  }

  expect(tried[0]).toBeGreaterThan(1);
  expect(tried.slice(10).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(3);
  expect(network.clock.waiting).toBe(0);
});
