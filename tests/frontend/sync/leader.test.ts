import { describe, expect, it } from "vitest";
import { Emitter } from "../../../frontend/shared/emitter";
import { type Notice, TabLeadership, type Wire } from "../../../frontend/sync/leader";
import { ManualClock } from "../shared/manual-clock";

type Held = () => Promise<unknown>;

/** The browser's locks, as several tabs see them. */
class TabLocks {
  holder: { readonly reject: (error: Error) => void } | null = null;
  readonly queue: { readonly run: () => void }[] = [];

  readonly request = (async (_name: string, options: LockOptions, work: Held): Promise<unknown> => {
    if (options.steal && this.holder) {
      this.holder.reject(new DOMException("Stolen", "AbortError"));
      this.holder = null;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting = { run: resolve };
      if (options.steal) this.queue.unshift(waiting);
      else this.queue.push(waiting);
      options.signal?.addEventListener("abort", () => {
        const at = this.queue.indexOf(waiting);
        if (at < 0) return;
        this.queue.splice(at, 1);
        reject(new DOMException("Withdrawn", "AbortError"));
      });
      this.#admit();
    });
    let mine: { readonly reject: (error: Error) => void } | null = null;
    try {
      return await new Promise((resolve, reject) => {
        mine = { reject };
        this.holder = mine;
        work().then(resolve, reject);
      });
    } finally {
      if (this.holder === mine) this.holder = null;
      this.#admit();
    }
  }) as unknown as LockManager["request"];

  #admit(): void {
    const next = this.holder ? undefined : this.queue.shift();
    if (!next) return;
    this.holder = { reject: () => undefined };
    next.run();
  }
}

class Tab {
  leading = false;
  visible = true;
  frozen = false;
  readonly #signs = new Emitter<"online" | "shown" | "hidden">();
  readonly leadership: TabLeadership;

  constructor(locks: TabLocks, all: Tab[], clock: ManualClock) {
    const wire: Wire = {
      onmessage: null,
      postMessage: (notice) => {
        if (this.frozen) return;
        for (const tab of all) if (tab !== this && !tab.frozen) tab.hear(notice);
      },
      close: () => undefined,
    };
    this.hear = (data) => wire.onmessage?.({ data } as MessageEvent<Notice>);
    const surroundings = {
      visible: () => this.visible,
      on: (listener: (what: "online" | "shown" | "hidden") => void) => this.#signs.on(listener),
    };
    this.leadership = new TabLeadership({ name: "x", locks, wire, surroundings, clock });
    all.push(this);
    this.leadership.start((leading) => {
      this.leading = leading;
    });
  }

  readonly hear: (notice: Notice) => void;

  show(visible: boolean): void {
    this.visible = visible;
    this.#signs.emit(visible ? "shown" : "hidden");
  }
}

/** Let promises that are ready run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function tabs(count: number): Promise<{ all: Tab[]; clock: ManualClock; locks: TabLocks }> {
  const all: Tab[] = [];
  const clock = new ManualClock();
  const locks = new TabLocks();
  for (let left = count; left > 0; left -= 1) new Tab(locks, all, clock);
  await turn();
  return { all, clock, locks };
}

const leaders = (all: readonly Tab[]) => all.map(({ leading }) => leading);

describe("[inv 30] one tab leads", () => {
  it("the first, while the others follow", async () => {
    const { all } = await tabs(3);

    expect(leaders(all)).toEqual([true, false, false]);
  });

  it("the next one when it is closed", async () => {
    const { all } = await tabs(3);

    all[0]?.leadership.stop();
    await turn();

    expect(leaders(all).slice(1)).toEqual([true, false]);
  });

  it("a visible one rather than one in the background", async () => {
    const { all } = await tabs(2);

    all[0]?.show(false);
    await turn();

    expect(leaders(all)).toEqual([false, true]);
  });

  it("one that comes to the front takes over from one in the background", async () => {
    const { all } = await tabs(2);
    all[1]?.show(false);
    all[0]?.show(false);
    await turn();
    const before = leaders(all);

    all[0]?.show(true);
    await turn();
    all[1]?.show(true);
    await turn();

    expect(before.filter(Boolean)).toHaveLength(1);
    expect(leaders(all).filter(Boolean)).toHaveLength(1);
    expect(leaders(all)[0]).toBe(true);
  });

  it("one that is opened in sight rather than one out of sight, or a worker, which has no window", async () => {
    const { all, clock, locks } = await tabs(1);
    all[0]?.show(false);
    await turn();
    const before = leaders(all);

    new Tab(locks, all, clock);
    await turn();

    expect(before).toEqual([true]);
    expect(leaders(all)).toEqual([false, true]);
  });

  it("a visible one when the leader has frozen, which then finds that it follows", async () => {
    const { all, clock } = await tabs(2);
    const [first, second] = all;
    if (!first || !second) throw new Error("no tabs");
    first.frozen = true;

    clock.pass(60_000);
    await turn();

    expect(second.leading).toBe(true);
    expect(first.leading).toBe(false);
  });
});
