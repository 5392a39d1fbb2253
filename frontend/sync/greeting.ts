/**
 * The opening as a whole: connecting, the opening exchange, and metadata where the phone has none or takes it at once.
 *
 * What does not need an answer of the server is done while the connection opens: proposing the next nonce, and reading
 * the first metadata, so that one hello is enough. It is taken only when the server has welcomed this version of the app.
 */
import type { Replica } from "../local/replica";
import type { EffectiveMetadata, Welcome } from "../protocol";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import { propose, sayHello } from "./hello";
import type { Surroundings } from "./leader";
import { applyMetadata, noteWelcome } from "./published";
import type { Channel, Connect } from "./transport";

const HELLO_DEADLINE = 12_000;
/** How often metadata is taken while opening; what is published meanwhile comes with the next hello. */
const METADATA_LIMIT = 3;

export interface GreetingPorts {
  readonly replica: Replica;
  readonly connect: Connect;
  readonly surroundings: Pick<Surroundings, "visible">;
  readonly readMetadata: (signal: AbortSignal) => Promise<EffectiveMetadata>;
  readonly newId: NewId;
  readonly clock: Clock;
}

export interface Greeting {
  readonly welcome: Welcome;
  /** Whether metadata was taken. */
  readonly taken: boolean;
}

/**
 * Connect and say hello, as often as metadata is taken.
 *
 * @param listen is given the channel before anything is said
 * @param heard is told of each welcome
 * @throws Refused, Disconnected, StorageFailed
 */
export async function greet(
  ports: GreetingPorts,
  signal: AbortSignal,
  listen: (channel: Channel) => void,
  heard: (welcome: Welcome) => void,
): Promise<Greeting> {
  const { replica, connect, surroundings, readMetadata, newId } = ports;
  const first = replica.metadata.peek() ? null : whateverComes(readMetadata(signal));
  const proposed = propose(replica, newId);
  // Whoever waits for it below is told of its failure, unless the connection fails before.
  proposed.catch(() => undefined);
  const channel = await connect(signal);
  if (signal.aborted) channel.close();
  signal.throwIfAborted();
  listen(channel);
  await proposed;
  const ahead = await first;
  // The server tells of publications only whom it knows the metadata of: what was taken is said by another hello.
  for (let taken = 0; ; taken += 1) {
    const said = replica.metadata.peek() ?? ahead;
    const waiting = { deadline: HELLO_DEADLINE, signal };
    const welcome = await sayHello(replica, channel, ports, said?.metadataVersion ?? 0, waiting);
    signal.throwIfAborted();
    heard(welcome);
    const wanted = (await noteWelcome(replica, welcome, surroundings.visible())) === "take";
    if (!wanted || taken === METADATA_LIMIT) return { welcome, taken: taken > 0 };
    const current = ahead !== null && said === ahead && !welcome.metadata.changed;
    await applyMetadata(replica, current ? ahead : await readMetadata(signal));
    if (current) return { welcome, taken: true };
  }
}

/** Without it the hello is said all the same: that tells what is wrong, and it is read again. */
function whateverComes<T>(coming: Promise<T>): Promise<T | null> {
  return coming.catch(() => null);
}
