/**
 * One person's copy, open before its engine is there: what is on the phone is shown first, the network comes after.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Commands } from "../local/commands";
import type { Locks } from "../local/locks";
import { isRefused } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import type { Storage } from "../local/storage";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import type { Engine } from "../sync/engine";
import { openReplica } from "../sync/opening";
import type { SyncState } from "../sync/status";
import type { Core, SyncPort } from "./ports";

interface LateCorePorts {
  readonly storage: Storage;
  readonly locks: Locks;
  readonly person: string;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Told after each change that was kept. */
  readonly saved: () => void;
  /** Load the engine's code and make it. */
  readonly load: () => Promise<(replica: Replica) => Engine>;
}

/** Open a person's copy; synchronisation begins when its code is here. @throws StorageFailed */
export async function openLateCore({
  storage,
  locks,
  person,
  saved,
  load,
  ...ports
}: LateCorePorts): Promise<Core> {
  const replica = await openReplica(storage, locks, person);
  const sync = new LateSync(replica, load);
  const commands = new Commands({
    ...ports,
    replica,
    saved() {
      // An engine that is still to come finds the change in the outbox.
      sync.engine.peek()?.saved();
      saved();
    },
  });
  return {
    replica,
    commands,
    sync,
    close() {
      sync.close();
      storage.close();
    },
  };
}

class LateSync implements SyncPort {
  readonly engine: Signal<Engine | null> = signal(null);
  readonly syncState: ReadonlySignal<SyncState>;
  readonly editingBlocked: ReadonlySignal<boolean>;
  readonly #coming: Promise<Engine>;
  #closed = false;

  constructor(replica: Replica, load: () => Promise<(replica: Replica) => Engine>) {
    this.syncState = computed(() => this.engine.value?.syncState.value ?? beginning(replica));
    this.editingBlocked = computed(() => replica.prompt.value?.urgency === "hard");
    this.#coming = load().then((make) => {
      const engine = make(replica);
      if (this.#closed) return engine;
      engine.start();
      this.engine.value = engine;
      return engine;
    });
    // Without its code the app works on what is here; whoever asks for the engine is told.
    this.#coming.catch(() => undefined);
  }

  readonly syncNow = async () => (await this.#coming).syncNow();
  readonly hold: SyncPort["hold"] = async (...how) => (await this.#coming).hold(...how);
  readonly acceptMetadata = async () => (await this.#coming).acceptMetadata();
  readonly declineMetadata = async () => (await this.#coming).declineMetadata();
  readonly checks: SyncPort["checks"] = {
    refresh: async (part) => (await this.#coming).checks.refresh(part),
    ask: () => void this.#coming.then(({ checks }) => checks.ask()).catch(() => undefined),
  };
  readonly acknowledgeLoss = async () => (await this.#coming).acknowledgeLoss();

  close(): void {
    this.#closed = true;
    this.engine.peek()?.stop();
  }
}

function beginning(replica: Replica): SyncState {
  const entries = replica.outbox.entries.value;
  return {
    kind: "starting",
    at: replica.checkpoint.value?.at ?? null,
    counts: {
      waiting: entries.filter(({ outcome }) => !outcome).length,
      needsYou: entries.filter(isRefused).length + replica.conflicts.open.value.length,
      files: replica.blobs.onTheirWay.value.size,
    },
    problem: null,
    remedy: null,
    progress: null,
    busy: true,
  };
}
