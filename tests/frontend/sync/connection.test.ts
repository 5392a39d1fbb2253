import { expect, it } from "vitest";
import type { Client } from "../../../frontend/rest/client";
import { Unreachable } from "../../../frontend/rest/errors";
import { connection } from "../../../frontend/sync/connection";
import { HttpChannel } from "../../../frontend/sync/http";
import { SocketChannel } from "../../../frontend/sync/socket";
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
