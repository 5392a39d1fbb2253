/**
 * How the phone reaches the server: by websocket, and by plain HTTP where sockets do not get through.
 *
 * A socket that failed is not tried again for a while, so that a network which blocks them costs no time.
 */
import type { Client } from "../rest/client";
import type { Clock } from "../shared/clock";
import { HttpChannel } from "./http";
import { openSocket, type SocketMaker } from "./socket";
import type { Channel, Connect } from "./transport";

const SOCKET_DEADLINE = 2_500;
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
  return async (signal): Promise<Channel> => {
    if (!url || clock.now() < avoidUntil) return new HttpChannel(client);
    try {
      return await openSocket(makeSocket, url, clock, { deadline: SOCKET_DEADLINE, signal });
    } catch {
      // The hello over HTTP tells whether it is the network or only the socket.
      return new HttpChannel(client, () => {
        avoidUntil = clock.now() + AVOID;
      });
    }
  };
}
