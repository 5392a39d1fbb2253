/**
 * Drawing the app: `startApp(ports, element)`, and how to end it.
 */
import { render } from "preact";
import "../ui/ground.css";
import { App } from "./app-view";
import type { AppPorts } from "./ports";
import { Session } from "./session";

export interface RunningApp {
  /** Show another page: `/app/w/<workspace>`. */
  readonly go: (path: string) => void;
  readonly stop: () => void;
}

/** Draw the app into an element; it opens the store of whoever was here last, or asks who is here. */
export function startApp(ports: AppPorts, element: Element): RunningApp {
  const session = new Session(ports);
  render(<App session={session} />, element);
  void session.begin();
  return {
    go: (path) => ports.place.go(path),
    stop() {
      render(null, element);
      session.end();
    },
  };
}
