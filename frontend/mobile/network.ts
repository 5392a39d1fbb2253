/**
 * The engine of the real app: this server, this browser's tabs. Loaded after the first page is drawn.
 */
import { databaseName } from "../local/database";
import type { Replica } from "../local/replica";
import type { Client } from "../rest/client";
import { readMetadata } from "../rest/metadata";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import { connection } from "../sync/connection";
import { Engine } from "../sync/engine";
import { HttpChannel } from "../sync/http";
import { type Surroundings, TabLeadership } from "../sync/leader";
import { tellRecents } from "../sync/recents";
import { uploadAll } from "../sync/uploads";
import { copyWanted } from "./copy-answer";
import { pullInterval } from "./data-saver";
import type { DevicePort } from "./ports";

interface NetworkPorts {
  readonly client: Client;
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly device: DevicePort;
}

export function engineOf(
  replica: Replica,
  { client, surroundings, clock, newId, device }: NetworkPorts,
): Engine {
  const name = databaseName(replica.person);
  const socket = new URL("/api/v1/channel", location.href);
  socket.protocol = socket.protocol.replace("http", "ws");
  // Nothing else can be said of who asks when a socket is opened.
  socket.searchParams.set("person", replica.person);
  return new Engine({
    replica,
    connect: connection({ client, clock, url: socket.href, makeSocket: (url) => new WebSocket(url) }),
    pages: new HttpChannel(client),
    leadership: new TabLeadership({
      name: `${name}:leader`,
      locks: navigator.locks,
      wire: new BroadcastChannel(name),
      surroundings,
      clock,
    }),
    surroundings,
    readMetadata: (signal) => readMetadata(client, signal),
    upload: (signal) => uploadAll(replica, client, signal),
    loadCheck: () => import("../sync/verify"),
    remember: (signal) => tellRecents(replica, client, signal),
    interval: () => pullInterval(device, replica),
    wanted: (copy) => copyWanted(device, copy, clock.now()),
    clock,
    random: Math.random,
    newId,
  });
}
