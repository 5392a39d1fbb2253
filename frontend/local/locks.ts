/**
 * The port to locks that hold across the tabs of one browser.
 *
 * Readers of the packs share a lock that an apply takes for itself, so that no tab reads half a checkpoint.
 */
export interface Locks {
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
  shared<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function webLocks(manager: LockManager): Locks {
  return {
    exclusive: (name, work) => manager.request(name, { mode: "exclusive" }, work) as ReturnType<typeof work>,
    shared: (name, work) => manager.request(name, { mode: "shared" }, work) as ReturnType<typeof work>,
  };
}

interface Waiting {
  readonly exclusive: boolean;
  readonly go: () => void;
}

interface Held {
  readers: number;
  writing: boolean;
  readonly queue: Waiting[];
}

/** Locks among those who hold this object: for memory storage, where there are no other tabs. */
export function ownLocks(): Locks {
  const all = new Map<string, Held>();

  function admit(held: Held): void {
    for (let next = held.queue[0]; next; next = held.queue[0]) {
      if (held.writing || (next.exclusive && held.readers > 0)) return;
      held.queue.shift();
      if (next.exclusive) held.writing = true;
      else held.readers += 1;
      next.go();
    }
  }

  async function hold<T>(name: string, exclusive: boolean, work: () => Promise<T>): Promise<T> {
    let held = all.get(name);
    if (!held) {
      held = { readers: 0, writing: false, queue: [] };
      all.set(name, held);
    }
    const here = held;
    await new Promise<void>((go) => {
      here.queue.push({ exclusive, go });
      admit(here);
    });
    try {
      return await work();
    } finally {
      if (exclusive) here.writing = false;
      else here.readers -= 1;
      admit(here);
    }
  }

  return {
    exclusive: (name, work) => hold(name, true, work),
    shared: (name, work) => hold(name, false, work),
  };
}
