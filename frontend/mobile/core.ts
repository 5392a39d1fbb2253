/**
 * One person's copy put together and set going: store, commands and engine, from the ports they need.
 */
import { Commands } from "../local/commands";
import type { Locks } from "../local/locks";
import type { Replica } from "../local/replica";
import type { Storage } from "../local/storage";
import { Engine, type EnginePorts } from "../sync/engine";
import { openReplica } from "../sync/opening";
import type { Core } from "./ports";

export interface CorePorts extends Omit<EnginePorts, "replica" | "upload"> {
  readonly storage: Storage;
  readonly locks: Locks;
  readonly person: string;
  /** Send the photos that wait; says whether it sent any. */
  readonly upload: (replica: Replica, signal: AbortSignal) => Promise<boolean>;
  /** Told after each change that was kept. */
  readonly saved?: () => void;
}

/** Open a person's copy and begin to synchronise. @throws StorageFailed */
export async function openCore({
  storage,
  locks,
  person,
  upload,
  saved,
  ...ports
}: CorePorts): Promise<Core> {
  const replica = await openReplica(storage, locks, person);
  const engine = new Engine({ ...ports, replica, upload: (signal) => upload(replica, signal) });
  const commands = new Commands({
    replica,
    clock: ports.clock,
    newId: ports.newId,
    saved() {
      engine.saved();
      saved?.();
    },
  });
  engine.start();
  return {
    replica,
    commands,
    sync: engine,
    close() {
      engine.stop();
      storage.close();
    },
  };
}
