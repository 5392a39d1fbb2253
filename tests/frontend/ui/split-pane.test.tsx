import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let idle: (() => void)[];
let wide: boolean;

beforeEach(() => {
  idle = [];
  vi.resetModules();
  vi.stubGlobal("requestIdleCallback", (run: () => void) => idle.push(run));
  vi.stubGlobal("cancelIdleCallback", (asked: number) => {
    idle[asked - 1] = () => {};
  });
  vi.stubGlobal("matchMedia", () => ({ matches: wide, addEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function atRest(): void {
  for (const run of idle.splice(0)) run();
}

async function panes() {
  const { SplitPane } = await import("../../../frontend/ui/split-pane");
  return (list: string, open: boolean) => <SplitPane list={list} detail="A report" open={open} />;
}

it("on a phone the list behind a record is drawn after the record, when nothing else is to be done", async () => {
  wide = false;
  const pane = await panes();

  render(pane("Reports", true));

  expect(screen.getByText("A report")).toBeDefined();
  expect(screen.queryByText("Reports")).toBeNull();
  atRest();
  expect(await screen.findByText("Reports")).toBeDefined();
});

it("the list that is gone back to is shown at once, as it is now", async () => {
  wide = false;
  const pane = await panes();
  const { rerender } = render(pane("Reports", false));
  rerender(pane("Reports, one of them open", true));
  expect(screen.getByText("Reports")).toBeDefined();

  rerender(pane("Reports, one of them changed", false));

  expect(screen.getByText("Reports, one of them changed")).toBeDefined();
});

it("beside a record the list follows at once", async () => {
  wide = true;
  const pane = await panes();
  const { rerender } = render(pane("Reports", false));

  rerender(pane("Reports, one of them open", true));

  expect(screen.getByText("Reports, one of them open")).toBeDefined();
});
