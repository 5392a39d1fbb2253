/** The place in the app, on a browser whose history takes its time. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserPlace } from "../../../frontend/mobile/place";

/** A window's history: it writes at once, and moves in a task of its own, as browsers do. */
class SlowHistory {
  scrollRestoration = "auto";
  #entries: { state: unknown; path: string }[];
  #at = 0;
  #listeners = new Set<() => void>();
  /** How many moves get lost, as in Chromium of those that are asked for while another one is under way. */
  losing = 0;
  readonly location: { readonly pathname: string; readonly search: string };

  constructor(start: string) {
    this.#entries = [{ state: null, path: start }];
    const path = () => this.#entries[this.#at]?.path ?? "";
    this.location = {
      get pathname() {
        return path();
      },
      search: "",
    };
  }

  get state(): unknown {
    return this.#entries[this.#at]?.state;
  }

  get paths(): string[] {
    return this.#entries.slice(0, this.#at + 1).map(({ path }) => path);
  }

  pushState(state: unknown, _: string, path: string): void {
    this.#entries = [...this.#entries.slice(0, this.#at + 1), { state, path }];
    this.#at += 1;
  }

  replaceState(state: unknown, _: string, path = this.location.pathname): void {
    this.#entries[this.#at] = { state, path };
  }

  back(): void {
    this.go(-1);
  }

  go(steps: number): void {
    if (this.losing > 0) {
      this.losing -= 1;
      return;
    }
    setTimeout(() => {
      this.#at += steps;
      for (const listener of this.#listeners) listener();
    });
  }

  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

let history: SlowHistory;
const settled = () => vi.runAllTimers();

beforeEach(() => {
  vi.useFakeTimers();
  history = new SlowHistory("/app/");
  vi.stubGlobal("history", history);
  vi.stubGlobal("location", history.location);
  vi.stubGlobal("addEventListener", (_: string, listener: () => void) => history.listen(listener));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the way back", () => {
  it("is gone by the page before the browser has moved", () => {
    const place = browserPlace();
    place.go("/app/list");
    const list = place.entry.peek();
    place.go("/app/record");

    place.back("/app/");

    expect(place.entry.peek()).toEqual(list);
    settled();
    expect(place.entry.peek()).toEqual(list);
    expect(history.paths).toEqual(["/app/", "/app/list"]);
  });

  it("lets what is written meanwhile wait until the browser is back, too", () => {
    const place = browserPlace();
    place.go("/app/list");
    place.go("/app/record");

    place.back("/app/");
    place.replace("/app/other");
    place.go("/app/third");

    settled();
    expect(history.paths).toEqual(["/app/", "/app/other", "/app/third"]);
    expect(place.entry.peek()).toMatchObject({ path: "/app/third", depth: 2 });
  });

  it("goes on from there however often it is asked for", () => {
    const place = browserPlace();
    for (const path of ["/app/one", "/app/two", "/app/three"]) place.go(path);

    place.back("/app/");
    place.back("/app/");

    settled();
    expect(place.entry.peek().path).toBe("/app/one");
    expect(history.paths).toEqual(["/app/", "/app/one"]);
  });

  it("ends where the browser stands if it does not move, and nothing waits for ever", () => {
    const place = browserPlace();
    place.go("/app/list");
    vi.spyOn(history, "go").mockImplementation(() => {});

    place.back("/app/");
    place.go("/app/record");
    settled();

    expect(place.entry.peek()).toMatchObject({ path: "/app/record", depth: 2 });
    expect(history.paths).toEqual(["/app/", "/app/list", "/app/record"]);
  });

  it("leads to what lies before it where the user came from outside", () => {
    const place = browserPlace();
    place.back("/app/workspace");
    expect(history.paths).toEqual(["/app/workspace"]);
    expect(place.entry.peek()).toMatchObject({ path: "/app/workspace", depth: 0 });
  });

  it("waits for the browser where this window has not seen the page before", () => {
    browserPlace().go("/app/list");
    const anew = browserPlace();

    anew.back("/app/");

    expect(anew.entry.peek().path).toBe("/app/list");
    settled();
    expect(anew.entry.peek().path).toBe("/app/");
  });

  it("of the browser is followed, and back to where it led from", () => {
    const place = browserPlace();
    place.go("/app/list");
    const { key } = place.entry.peek();

    history.back();
    settled();
    expect(place.entry.peek().path).toBe("/app/");
    history.go(1);
    settled();

    expect(place.entry.peek()).toEqual({ path: "/app/list", key, depth: 1 });
  });
});

describe("a page that is held", () => {
  it("stays until its user says so, whoever goes back", () => {
    const place = browserPlace();
    place.go("/app/form");
    let proceed = () => {};
    const ask = vi.fn((go: () => void) => {
      proceed = go;
    });
    place.hold(ask);

    history.back();
    settled();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(place.entry.peek().path).toBe("/app/form");
    expect(history.paths).toEqual(["/app/", "/app/form"]);

    place.hold(null);
    proceed();
    settled();
    expect(place.entry.peek().path).toBe("/app/");
  });

  it("has its address again though somebody goes back twice in a moment", () => {
    const place = browserPlace();
    for (const path of ["/app/list", "/app/form"]) place.go(path);
    const ask = vi.fn();
    place.hold(ask);

    history.back();
    history.back();
    history.losing = 1;
    settled();

    expect(history.paths).toEqual(["/app/", "/app/list", "/app/form"]);
    expect(place.entry.peek().path).toBe("/app/form");
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("is left for its successor where it stands, though its user goes back in the same moment", () => {
    const place = browserPlace();
    for (const path of ["/app/list", "/app/form"]) place.go(path);
    place.hold(vi.fn());

    history.back();
    vi.advanceTimersToNextTimer();
    place.hold(null);
    place.replace("/app/saved");
    settled();

    expect(history.paths).toEqual(["/app/", "/app/list", "/app/saved"]);
    expect(place.entry.peek().path).toBe("/app/saved");
  });
});

describe("a link to the page on show", () => {
  it("begins it anew and leaves no second way back, however often it is tapped", () => {
    const place = browserPlace();
    place.go("/app/list");
    const { key } = place.entry.peek();

    place.go("/app/list");

    expect(history.paths).toEqual(["/app/", "/app/list"]);
    expect(place.entry.peek()).toMatchObject({ path: "/app/list", depth: 1 });
    expect(place.entry.peek().key).not.toBe(key);
  });
});
