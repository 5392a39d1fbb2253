/**
 * The place in the app as the address says it, and the way back.
 *
 * Each entry of the history has a key of its own, under which a page keeps what it wants to find again: where it
 * was scrolled to, what was searched for.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Entry {
  readonly path: string;
  readonly key: string;
  /** How many entries of this app lie before it. */
  readonly depth: number;
}

export interface Place {
  readonly entry: ReadonlySignal<Entry>;
  /** Go to a page; to the one on show it is begun anew, and there is no way back to itself. */
  go(path: string): void;
  replace(path: string): void;
  /** Write another address for the same entry: the page stays as it is. */
  amend(path: string): void;
  /** Go back to where the user came from; to `otherwise` when he came from outside. */
  back(otherwise: string): void;
  /** Hold on to the page when the browser's own way back is used: `ask` is told how to go on. */
  hold(ask: ((proceed: () => void) => void) | null): void;
}

/** A place that nobody sees: for the preview and for tests. */
export function memoryPlace(start = "/app/"): Place {
  let stack: readonly Entry[] = [{ path: start, key: "0", depth: 0 }];
  let made = 0;
  const entry = signal<Entry>({ path: start, key: "0", depth: 0 });

  function set(entries: readonly Entry[]): void {
    stack = entries;
    entry.value = entries.at(-1) ?? { path: start, key: "0", depth: 0 };
  }

  function fresh(path: string, depth: number): Entry {
    made += 1;
    return { path, key: String(made), depth };
  }

  const place: Place = {
    entry,
    go(path) {
      if (path === entry.peek().path) place.replace(path);
      else set([...stack, fresh(path, stack.length)]);
    },
    replace: (path) => set([...stack.slice(0, -1), fresh(path, stack.length - 1)]),
    amend: (path) => set([...stack.slice(0, -1), { ...entry.peek(), path }]),
    back(otherwise) {
      if (stack.length > 1) set(stack.slice(0, -1));
      else place.replace(otherwise);
    },
    hold: () => {},
  };
  return place;
}

/** For how long the browser may keep silent on a way back that it was asked for; then it has the last word. */
const SILENCE_MS = 3_000;

/** After this long without a move the browser rests. */
const REST_MS = 100;

interface KeptState {
  readonly satchel: { readonly key: string; readonly depth: number };
}

/** The address bar, by the history API. The answer's `stop` lets go of it. */
export function browserPlace(): Place & { readonly stop: () => void } {
  const made = () => crypto.randomUUID().slice(0, 8);
  const known = (): KeptState["satchel"] | undefined => (history.state as KeptState | null)?.satchel;
  const path = () => location.pathname + location.search;
  const first = known() ?? { key: made(), depth: 0 };
  history.replaceState({ satchel: first } satisfies KeptState, "");
  history.scrollRestoration = "manual";
  const entry = signal<Entry>({ path: path(), ...first });

  /** The entries that this page has seen, by depth. */
  const trail: Entry[] = [];
  const stand = (at: Entry) => {
    trail[at.depth] = at;
    entry.value = at;
  };
  stand(entry.peek());

  let ask: ((proceed: () => void) => void) | null = null;
  /** Whether the browser was sent back to a page that is held. */
  let returning = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** Moves that wait until the browser, too, is where the page is already; null when it is. */
  let behind: (() => void)[] | null = null;

  const send = (steps: number) => {
    history.go(steps);
    resting = setTimeout(follow, SILENCE_MS);
  };
  const follow = () => {
    clearTimeout(resting);
    const state = known() ?? { key: made(), depth: 0 };
    const steps = state.depth - entry.peek().depth;
    if (returning && steps !== 0) {
      // Of moves in fast succession the browser may drop one: it is sent again once it rests.
      resting = setTimeout(() => send(-steps), REST_MS);
      return;
    }
    const waiting = behind ?? [];
    behind = null;
    if (ask && steps !== 0) {
      // The browser has moved already: go back to the page, and on when the user says so.
      returning = true;
      behind = waiting;
      send(-steps);
      ask(() => there(() => history.go(steps)));
      return;
    }
    returning = false;
    if (state.key !== entry.peek().key) stand({ path: path(), ...state });
    for (const move of waiting) move();
  };
  addEventListener("popstate", follow);

  /** Do this once the browser stands where the page does. */
  function there(move: () => void): void {
    if (behind) behind.push(move);
    else move();
  }

  function write(to: string, depth: number, how: "pushState" | "replaceState"): void {
    const state = { key: made(), depth };
    history[how]({ satchel: state } satisfies KeptState, "", to);
    stand({ path: to, ...state });
  }

  return {
    entry,
    go(to) {
      there(() => {
        const { path, depth } = entry.peek();
        if (path === to) write(to, depth, "replaceState");
        else write(to, depth + 1, "pushState");
      });
    },
    replace: (to) => there(() => write(to, entry.peek().depth, "replaceState")),
    amend(to) {
      there(() => {
        const { key, depth } = entry.peek();
        history.replaceState({ satchel: { key, depth } } satisfies KeptState, "", to);
        stand({ path: to, key, depth });
      });
    },
    back(otherwise) {
      there(() => {
        const { depth } = entry.peek();
        if (depth === 0) {
          write(otherwise, 0, "replaceState");
          return;
        }
        const before = trail[depth - 1];
        send(-1);
        if (!before || ask) return;
        // The browser takes its time to say that it is back; the page need not wait for it.
        behind = [];
        stand(before);
      });
    },
    hold(how) {
      ask = how;
    },
    stop: () => removeEventListener("popstate", follow),
  };
}
