/**
 * How the phone reaches the server: by websocket, and by plain HTTP where sockets do not get through.
 *
 * A socket that fails where HTTP gets through is tried once more, since the network may have come back just then.
 * Failing again it is not tried for a while, so that a network which blocks sockets costs no time; whoever rests on
 * HTTP meanwhile seeks one without haste, and is told of it (`Channel.better`).
 */
import type { Client } from "../rest/client";
import type { Clock } from "../shared/clock";
import { HttpChannel } from "./http";
import type { Seeking } from "./regaining";
import { openSocket, type SocketChannel, type SocketMaker } from "./socket";
import type { Channel, Connect } from "./transport";

const SOCKET_DEADLINE = 2_500;
const PROBE_DEADLINE = 2_000;
const AVOID = 300_000;

export interface ConnectionPorts {
  readonly client: Client;
  readonly clock: Clock;
  /** The websocket's address; null to use HTTP only. */
  readonly url: string | null;
  readonly makeSocket: SocketMaker;
}

export function connection({ client, clock, url, makeSocket }: ConnectionPorts): Connect {
  let avoidUntil = 0;
  let found: SocketChannel | null = null;
  let state: Seeking | null = null;
  const better = async (signal: AbortSignal): Promise<boolean> => {
    const { seeking, seekSocket } = await import("./regaining");
    state ??= seeking(clock, url ?? "", makeSocket);
    if (!found?.open) found = await seekSocket(state, signal);
    return found !== null;
  };
  const deaf = () => new HttpChannel(client, url ? better : undefined);
  return async (signal): Promise<Channel> => {
    if (found?.open) {
      const kept = found;
      found = state = null;
      return kept;
    }
    if (!url || clock.now() < avoidUntil) return deaf();
    const socket = () => openSocket(makeSocket, url, clock, { deadline: SOCKET_DEADLINE, signal });
    try {
      return await socket();
    } catch {
      if (signal.aborted || !(await answers(client, signal))) return deaf();
    }
    try {
      return await socket();
    } catch {
      if (!signal.aborted) avoidUntil = clock.now() + AVOID;
      return deaf();
    }
  };
}

async function answers(client: Client, signal: AbortSignal): Promise<boolean> {
  try {
    await client.call("GET", "/healthz", { deadline: PROBE_DEADLINE, signal });
    return true;
  } catch {
    return false;
  }
}
