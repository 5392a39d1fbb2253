/**
 * Pulling a page down asks the office for what is new, records and workspaces alike, and says what came of it.
 */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { useApp } from "../app-context";
import type { OpenApp } from "../open-app";
import { shortMoment } from "../sync-view/state-pill";
import { ENOUGH, onPull } from "./gesture";
import "./pull.css";

/** Pages that are one piece of work: a finger there means something else. */
const WORK: ReadonlySet<string> = new Set(["action", "change", "draft", "filter"]);
/** The mark follows the finger at half its way, and no further than this. */
const LOWEST = 72;

export function PullRefresh({ ground }: { readonly ground: RefObject<HTMLDivElement | null> }) {
  const app = useApp();
  const way = useSignal(0);
  const busy = useSignal(false);
  useEffect(() => {
    const element = ground.current;
    if (!element) return;
    return onPull(element, {
      allowed: () => !busy.peek() && !WORK.has(app.route.peek().kind),
      moved: (now) => {
        way.value = now;
      },
      async released() {
        busy.value = true;
        const words = await refreshed(app);
        busy.value = false;
        app.toasts.show(words);
      },
    });
  }, [app, ground]);
  if (way.value === 0 && !busy.value) return null;
  const word = busy.value ? "busy" : way.value >= ENOUGH ? "release" : "pull";
  const low = busy.value ? LOWEST / 2 : Math.min(way.value / 2, LOWEST);
  return (
    <p class="app-pull" data-state={word} role="status" style={{ translate: `0 ${low}px` }}>
      <Icon name="refresh-cw" />
      <span>{t(`mobile.pull.${word}`)}</span>
    </p>
  );
}

/** Ask, and return in words what came of it. */
async function refreshed(app: OpenApp): Promise<string> {
  const { sync, replica } = app.core;
  const { kind } = await sync.syncNow();
  const at = replica.checkpoint.peek()?.at;
  const reached = kind !== "offline" && kind !== "starting" && kind !== "held";
  if (reached || !at) return t(reached ? "mobile.pull.done" : "mobile.pull.away");
  const moment = shortMoment(at, app.ports.clock.now());
  return t(kind === "held" ? "mobile.pull.held" : "mobile.pull.away_since", { moment });
}
