/**
 * The machine of synchronisation: pure. Every state meets every event, and every state but the last has a timeout.
 *
 * `TRANSITIONS` is the whole of it: a row per state, a column per event. "stay" changes nothing but what is wanted;
 * "work" goes to whatever is wanted next: pushing before pulling, else idle. Each entry into a state is a new `run`;
 * what a former run still reports is ignored by whoever keeps the run.
 */
import type { Problem, Refusal } from "../protocol";
import { backoff } from "../shared/backoff";

export const STATES = [
  "stopped",
  "following",
  "held",
  "offline",
  "opening",
  "pushing",
  "pulling",
  "idle",
  "attention",
] as const;

/**
 * following: another tab leads. held: the user works offline by choice. offline: waits for the next attempt.
 * attention: only a person, or time, can help.
 */
export type State = (typeof STATES)[number];

export const EVENTS = [
  "lead",
  "follow",
  "stop",
  "saved",
  "hint",
  "wake",
  "doubt",
  "tap",
  "hold",
  "release",
  "welcomed",
  "pushed",
  "pulled",
  "progress",
  "again",
  "refused",
  "failed",
  "closed",
  "bye",
  "timeout",
] as const;

/**
 * saved: a change was kept. wake: the network or the page is back. doubt: the browser thinks that the network went,
 * which the next exchange is to prove. progress: more came of what is under way.
 * again: open once more, as the device has changed. refused: a person must act. failed: nobody answered.
 * closed: the socket is gone. bye: the server goes away.
 */
export type EventKind = (typeof EVENTS)[number];

/** Events for which the phone asks what is new. */
export type Asking = "hint" | "wake" | "welcomed" | "timeout";

export type Event =
  | { readonly kind: Exclude<EventKind, "pushed" | "pulled" | "refused" | "failed" | "bye" | Asking> }
  /** Not due: the interval between two pulls has not passed, so nothing is pulled for it. */
  | { readonly kind: Asking; readonly due?: boolean }
  /** Not sent: there was nothing to send, so there is nothing of one's own to bring back. */
  | { readonly kind: "pushed"; readonly more: boolean; readonly sent?: boolean }
  /** More: a copy is not whole yet; what was saved meanwhile goes up before the rest of it. */
  | { readonly kind: "pulled"; readonly more?: boolean }
  | { readonly kind: "refused"; readonly problem: Problem; readonly remedy: Remedy }
  /** Late: what was asked for took too long, whoever answers otherwise. Answered: by a server that has failed. */
  | {
      readonly kind: "failed";
      readonly retryAfter?: number | null;
      readonly by?: "late" | "server" | undefined;
    }
  | { readonly kind: "bye"; readonly spread: number };

/** What the server wants the device to do about a refusal. */
export type Remedy = Refusal["remedy"];

type Target = State | "stay" | "work";

/** Milliseconds without any event of its own after which a state gets "timeout". */
export const TIMEOUTS: Readonly<Record<Exclude<State, "stopped" | "offline">, number>> = {
  following: 30_000,
  held: 600_000,
  opening: 15_000,
  pushing: 60_000,
  pulling: 90_000,
  idle: 60_000,
  attention: 120_000,
};

const RETRY = { base: 1_000, cap: 60_000 };
/** Told so often to open once more with nothing going through, it is a failure. */
const AGAIN_LIMIT = 3;

/** What happens anywhere but in the last state, unless a row says otherwise. */
const ALWAYS = { follow: "following", stop: "stopped", hold: "held" } as const;
const UNDER_WAY = {
  ...ALWAYS,
  lead: "stay",
  saved: "stay",
  hint: "stay",
  wake: "stay",
  doubt: "opening",
  tap: "stay",
  release: "stay",
  again: "opening",
  refused: "attention",
  failed: "offline",
  closed: "offline",
  bye: "offline",
  timeout: "offline",
} as const;
/** The answers of activities that this state does not have. */
const NO_ANSWERS = { welcomed: "stay", pushed: "stay", pulled: "stay", progress: "stay" } as const;
const AT_REST = {
  ...NO_ANSWERS,
  lead: "opening",
  saved: "stay",
  hint: "stay",
  wake: "stay",
  doubt: "stay",
  tap: "stay",
  release: "stay",
  again: "stay",
  refused: "stay",
  failed: "stay",
  closed: "stay",
  bye: "stay",
  timeout: "stay",
} as const;

export const TRANSITIONS: Readonly<Record<State, Readonly<Record<EventKind, Target>>>> = {
  stopped: { ...AT_REST, follow: "following", stop: "stay", hold: "stay" },
  following: { ...AT_REST, ...ALWAYS, follow: "stay", hold: "stay" },
  held: { ...AT_REST, ...ALWAYS, lead: "stay", hold: "stay", release: "opening" },
  offline: {
    ...AT_REST,
    ...ALWAYS,
    lead: "stay",
    wake: "opening",
    tap: "opening",
    timeout: "opening",
    release: "opening",
  },
  opening: { ...UNDER_WAY, ...NO_ANSWERS, doubt: "stay", welcomed: "work" },
  pushing: { ...UNDER_WAY, ...NO_ANSWERS, pushed: "work" },
  pulling: { ...UNDER_WAY, ...NO_ANSWERS, pulled: "work" },
  idle: {
    ...UNDER_WAY,
    ...NO_ANSWERS,
    saved: "work",
    hint: "work",
    // After a sleep the connection may be dead without knowing it.
    wake: "opening",
    tap: "opening",
    release: "work",
    timeout: "work",
  },
  attention: {
    ...AT_REST,
    ...ALWAYS,
    lead: "stay",
    wake: "opening",
    tap: "opening",
    again: "opening",
    release: "opening",
    timeout: "opening",
  },
};

export interface Machine {
  readonly state: State;
  /** Counts entries into states. */
  readonly run: number;
  /** Failures since something last went through: a welcome alone proves nothing. */
  readonly attempt: number;
  readonly push: boolean;
  readonly pull: boolean;
  readonly problem: Problem | null;
  readonly remedy: Remedy | null;
  /** How long "offline" lasts. */
  readonly wait: number;
}

export const INITIAL: Machine = {
  state: "stopped",
  run: 0,
  attempt: 0,
  push: false,
  pull: false,
  problem: null,
  remedy: null,
  wait: 0,
};

/** Return the machine after an event. `random` gives numbers from 0 to 1. */
export function step(machine: Machine, event: Event, random: () => number): Machine {
  const noted = note(machine, event, random);
  let target = TRANSITIONS[machine.state][event.kind];
  if (target === "opening" && event.kind === "again" && noted.attempt > AGAIN_LIMIT) target = "offline";
  if (target === "stay") return noted;
  const state = target === "work" ? wanted(noted) : target;
  const entered = { ...noted, state, run: machine.run + 1 };
  // What is under way is not wanted any more; what comes meanwhile is wanted anew.
  if (state === "pushing") return { ...entered, push: false };
  return state === "pulling" ? { ...entered, pull: false } : entered;
}

/** Milliseconds until "timeout"; null where nothing is waited for. */
export function timeoutOf({ state, wait }: Machine): number | null {
  if (state === "stopped") return null;
  return state === "offline" ? wait : TIMEOUTS[state];
}

function wanted({ push, pull }: Machine): State {
  if (push) return "pushing";
  return pull ? "pulling" : "idle";
}

/** Write down what the event makes us want, whatever the state. */
function note(machine: Machine, event: Event, random: () => number): Machine {
  const { state, attempt } = machine;
  switch (event.kind) {
    case "saved":
      return { ...machine, push: true };
    case "hint":
      return { ...machine, pull: machine.pull || event.due !== false };
    case "wake":
      return { ...machine, pull: machine.pull || event.due !== false, attempt: 0 };
    case "doubt":
      // What is cut short is asked for again, due or not.
      return { ...machine, pull: machine.pull || state === "pulling" };
    case "tap":
      return { ...machine, pull: true, attempt: 0 };
    case "release":
      return { ...machine, pull: true };
    case "welcomed": {
      const pull = machine.pull || event.due !== false;
      return state === "opening" ? { ...machine, push: true, pull, problem: null, remedy: null } : machine;
    }
    case "pushed":
      return state === "pushing"
        ? {
            ...machine,
            push: machine.push || event.more,
            pull: machine.pull || event.sent !== false,
            attempt: 0,
          }
        : machine;
    case "progress":
      return state === "pushing" ? { ...machine, attempt: 0 } : machine;
    case "pulled":
      return state === "pulling"
        ? { ...machine, pull: machine.pull || event.more === true, attempt: 0 }
        : machine;
    case "refused":
      return { ...machine, problem: event.problem, remedy: event.remedy };
    case "again":
      return { ...machine, attempt: attempt + 1, wait: backoff(attempt, random, RETRY) };
    case "bye":
      return { ...machine, wait: Math.round(random() * event.spread * 1000), attempt: attempt + 1 };
    case "failed":
    case "closed": {
      const wait = backoff(attempt, random, RETRY);
      const asked = event.kind === "failed" ? (event.retryAfter ?? 0) : 0;
      return { ...machine, attempt: attempt + 1, wait: Math.max(wait, asked) };
    }
    case "timeout":
      if (state === "idle") return { ...machine, pull: machine.pull || event.due !== false };
      if (TRANSITIONS[state].timeout !== "offline") return machine;
      return { ...machine, attempt: attempt + 1, wait: backoff(attempt, random, RETRY) };
    default:
      return machine;
  }
}
