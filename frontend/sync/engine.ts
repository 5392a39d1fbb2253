/**
 * The engine: it wires the machine to the store, the network and the other tabs.
 *
 * Entering a state starts its activity; how that ends comes back as an event, unless the machine has moved on. What
 * the interface needs are signals; it never waits for the engine to read or to save.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { KV, type MetadataPrompt } from "../local/database";
import { foretell } from "../local/foresight";
import { isRefused } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { put, remove } from "../local/storage";
import type { EffectiveMetadata, PushedMessage } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { NewId } from "../shared/ids";
import { BATCH_CHANGES } from "./batch";
import { Checking, type CheckingPorts } from "./checking";
import { eventOf } from "./failures";
import { greet } from "./greeting";
import { renewDevice } from "./hello";
import type { Leadership, Notice, Surroundings } from "./leader";
import { applyMetadata, keepPrompt } from "./published";
import { pullOnce } from "./pull";
import { push } from "./push";
import { pullDue } from "./refresh";
import { copyBegun } from "./snapshot";
import { type Asking, type Event, INITIAL, type Machine, step, timeoutOf } from "./state";
import { type Progress, type SyncState, syncStateOf } from "./status";
import { takeUpAgain } from "./taking-up";
import { thaw } from "./thaw";
import { tidy } from "./tidying";
import type { Channel, Connect, PageSource } from "./transport";

/** A tap is answered within this time, reached or not. */
const ANSWER = 3_000;

export interface EnginePorts extends CheckingPorts {
  readonly replica: Replica;
  readonly connect: Connect;
  /** For the pages of a first copy. */
  readonly pages: PageSource;
  readonly leadership: Leadership;
  readonly surroundings: Surroundings;
  readonly readMetadata: (signal: AbortSignal) => Promise<EffectiveMetadata>;
  /** Send the photos and files that wait; says whether it sent any. */
  readonly upload: (signal: AbortSignal) => Promise<boolean>;
  /** Tell the office what was opened there. */
  readonly remember?: (signal: AbortSignal) => Promise<void>;
  /** Minutes between two pulls that the user chose; null for as often as the administrator says. */
  readonly interval?: () => number | null;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: NewId;
  /** How many changed rows of an entity are folded into its packs when idle. */
  readonly looseRows?: number;
}

export class Engine {
  readonly syncState: ReadonlySignal<SyncState>;
  readonly metadata: ReadonlySignal<EffectiveMetadata | null>;
  readonly metadataPrompt: ReadonlySignal<MetadataPrompt | null>;
  /** A publication that must be taken before anything else is edited. */
  readonly editingBlocked: ReadonlySignal<boolean>;
  /** Announced each time the machine has moved. */
  readonly moved = new Emitter<Machine>();

  readonly checks: Checking;
  readonly #machine: Signal<Machine> = signal(INITIAL);
  readonly machine: ReadonlySignal<Machine> = this.#machine;
  readonly #reached: Signal<boolean | null> = signal(null);
  readonly #at: Signal<string | null> = signal(null);
  readonly #progress: Signal<Progress | null> = signal(null);
  readonly #told: Signal<SyncState | null> = signal(null);
  #channel: Channel | null = null;
  #activity = new AbortController();
  #performing: Promise<void> = Promise.resolve();
  #stopTimer: () => void = () => undefined;
  #endings: (() => void)[] = [];
  #changeLimit = BATCH_CHANGES;
  #pulled = false;

  constructor(private readonly ports: EnginePorts) {
    const { replica } = ports;
    this.checks = new Checking(ports, () => this.#dispatch({ kind: "tap" }));
    foretell(replica);
    this.metadata = replica.metadata;
    this.metadataPrompt = replica.prompt;
    this.editingBlocked = computed(() => replica.prompt.value?.urgency === "hard");
    this.syncState = computed(() => {
      const told = this.#told.value;
      if (this.#machine.value.state === "following" && told) return told;
      return this.#ownState.value;
    });
  }

  readonly #ownState: ReadonlySignal<SyncState> = computed(() => {
    const { replica } = this.ports;
    const entries = replica.outbox.entries.value;
    const counts = {
      waiting: entries.filter(({ outcome }) => !outcome).length,
      needsYou: entries.filter(isRefused).length + replica.conflicts.open.value.length,
      files: replica.blobs.onTheirWay.value.size,
    };
    return syncStateOf({
      machine: this.#machine.value,
      reached: this.#reached.value,
      at: this.#at.value ?? replica.checkpoint.value?.at ?? null,
      counts,
      prompt: replica.prompt.value,
      loss: replica.loss.value,
      failure: replica.storage.failure.value,
      progress: this.#progress.value,
    });
  });

  /** Begin to take part in synchronisation. */
  start(): void {
    const { leadership, surroundings } = this.ports;
    this.#endings = [
      leadership.notices.on((notice) => this.#hear(notice)),
      surroundings.on((what) => what !== "hidden" && this.#ask("wake")),
      this.#ownState.subscribe((state) => {
        if (this.#leads()) leadership.post({ kind: "state", state });
      }),
    ];
    // A copy that stays too long is no reason not to begin.
    this.#thaw().catch(() => undefined);
    this.#recall().catch(() => undefined);
    leadership.start((leading) => {
      this.#dispatch({ kind: leading ? "lead" : "follow" });
      if (leading && this.ports.replica.held.peek()) this.#dispatch({ kind: "hold" });
    });
  }

  stop(): void {
    this.#dispatch({ kind: "stop" });
    this.ports.leadership.stop();
    for (const end of this.#endings) end();
    this.#hangUp();
  }

  /** A change was kept: send it as soon as possible. */
  saved(): void {
    this.ports.leadership.post({ kind: this.#leads() ? "changed" : "saved" });
    this.#dispatch({ kind: "saved" });
  }

  /** Reach for the server now; resolves when it was reached, could not be, or three seconds have passed. */
  async syncNow(): Promise<SyncState> {
    if (!this.#leads()) {
      this.ports.leadership.post({ kind: "sync" });
      return this.syncState.peek();
    }
    this.#dispatch({ kind: "tap" });
    await this.#until(({ state }) => state !== "opening");
    const state = this.syncState.peek();
    const silent = this.#machine.peek().state === "opening" && state.kind !== "attention";
    return silent ? { ...state, kind: "offline" } : state;
  }

  /** Wait until what is under way now has ended, whatever it leads to. */
  rested(): Promise<void> {
    return this.#performing;
  }

  /** Work offline by choice, or no longer. @throws StorageFailed */
  async hold(held: boolean): Promise<void> {
    const { replica, leadership } = this.ports;
    await replica.storage.commit("hold.keep", [put("kv", KV.held, held)], "relaxed");
    replica.held.value = held;
    leadership.post({ kind: "held", held });
    this.#dispatch({ kind: held ? "hold" : "release" });
  }

  /** Take the published metadata, then go on. @throws Unreachable, ProblemError, StorageFailed */
  async acceptMetadata(): Promise<void> {
    const { replica, readMetadata, leadership } = this.ports;
    await applyMetadata(replica, await readMetadata(new AbortController().signal));
    leadership.post({ kind: "changed" });
    leadership.post({ kind: "sync" });
    this.#dispatch({ kind: "again" });
  }

  /** Go on with the metadata that is here; the prompt stays as a reminder. @throws StorageFailed */
  async declineMetadata(): Promise<void> {
    const prompt = this.ports.replica.prompt.peek();
    if (!prompt) return;
    await keepPrompt(this.ports.replica, { ...prompt, declined: true });
    this.ports.leadership.post({ kind: "changed" });
  }

  /** The user has read that his browser emptied the store. @throws StorageFailed */
  async acknowledgeLoss(): Promise<void> {
    await this.ports.replica.storage.commit("loss.noted", [remove("kv", KV.loss)], "relaxed");
    this.ports.replica.loss.value = null;
  }

  #dispatch(event: Event): void {
    const before = this.#machine.peek();
    const after = step(before, event, this.ports.random);
    this.#machine.value = after;
    const entered = after.run !== before.run;
    if (entered || event.kind === "progress") this.#arm(after);
    if (entered) this.#enter(after);
    this.moved.emit(after);
  }

  #arm(machine: Machine): void {
    this.#stopTimer();
    const wait = timeoutOf(machine);
    this.#stopTimer =
      wait === null ? () => undefined : this.ports.clock.after(wait, () => this.#ask("timeout"));
  }

  /** Dispatch what makes the phone ask for news, and say whether it is time for that. */
  #ask(kind: Asking): void {
    this.#dispatch({ kind, due: this.#due() });
  }

  #due(): boolean {
    const { replica, clock, interval } = this.ports;
    return pullDue(replica, clock.now(), interval?.() ?? null);
  }

  /** Tell how far a copy was that an earlier start left half done. */
  async #recall(): Promise<void> {
    const begun = await copyBegun(this.ports.replica);
    if (begun && !this.#pulled) this.#progress.value = begun;
  }

  async #thaw(): Promise<void> {
    const { replica, clock, leadership } = this.ports;
    if (await thaw(replica, instant(clock))) leadership.post({ kind: "changed" });
  }

  #enter({ state, run }: Machine): void {
    this.#activity.abort();
    this.#activity = new AbortController();
    const { signal } = this.#activity;
    if (state === "offline") this.#reached.value = false;
    if (state === "offline" || state === "following" || state === "held" || state === "stopped")
      this.#hangUp();
    if (state === "opening") this.#performing = this.#perform(run, () => this.#open(signal));
    if (state === "pushing") this.#performing = this.#perform(run, () => this.#push(signal));
    if (state === "pulling") this.#performing = this.#perform(run, () => this.#pull(signal));
    if (state !== "idle") return;
    this.#performing = this.#perform(run, () => this.#rest(signal));
    this.#seekBetter(signal).catch(() => undefined);
  }

  /** Run an activity and report its end, if the machine still waits for it. */
  async #perform(run: number, activity: () => Promise<Event | null>): Promise<void> {
    const current = () => this.#machine.peek().run === run;
    try {
      const event = await activity();
      if (event && current()) this.#dispatch(event);
    } catch (error) {
      if (!current()) return;
      const { event, mend } = eventOf(error);
      try {
        if (mend === "reload") await this.ports.replica.reload();
        if (mend === "renew") await renewDevice(this.ports.replica, this.ports.newId);
        if (current()) this.#dispatch(event);
      } catch (worse) {
        if (current()) this.#dispatch(eventOf(worse).event);
      }
    }
  }

  async #open(signal: AbortSignal): Promise<Event> {
    this.#hangUp();
    const listen = (channel: Channel) => this.#listen(channel);
    const { taken } = await greet(this.ports, signal, listen, ({ limits }) => {
      this.#changeLimit = limits.changes;
      this.#exchanged();
    });
    if (taken) this.ports.leadership.post({ kind: "changed" });
    return { kind: "welcomed", due: taken || this.#due() };
  }

  async #push(signal: AbortSignal): Promise<Event> {
    if (!this.#channel) return { kind: "closed" };
    const sent = this.ports.replica.outbox.unanswered().length > 0;
    const kept = () => {
      this.#exchanged();
      this.ports.leadership.post({ kind: "changed" });
      if (!signal.aborted) this.#dispatch({ kind: "progress" });
    };
    const going = { ...this.ports, transport: this.#channel, limit: this.#changeLimit, signal, kept };
    return { kind: "pushed", more: await push(going), sent };
  }

  async #pull(signal: AbortSignal): Promise<Event> {
    const { replica, clock, pages, surroundings } = this.ports;
    if (!this.#channel) return { kind: "closed" };
    // New metadata is never taken in the background, and what may belong to it is not pulled there either.
    const prompt = replica.prompt.peek();
    if (prompt && !prompt.declined && !surroundings.visible()) return { kind: "pulled" };
    const progress = (received: number, total: number | null, bytes = 0) => {
      if (signal.aborted) return;
      // What is new since a copy began comes after it, and is not counted.
      if (total !== null) this.#progress.value = { received, total, bytes };
      this.#dispatch({ kind: "progress" });
    };
    const before = replica.checkpoint.peek();
    this.#pulled = true;
    await pullOnce({ replica, transport: this.#channel, pages, clock, signal, progress });
    // A copy that was cut goes on from there, and the interface says how far it is.
    this.#progress.value = null;
    this.#exchanged();
    const moved = replica.checkpoint.peek()?.cursor !== before?.cursor;
    if (moved) this.ports.leadership.post({ kind: "changed" });
    if (moved && (await takeUpAgain(replica, this.ports.newId))) this.saved();
    await this.#thaw();
    await this.checks.afterPull(this.#channel, before?.at ?? null, signal, () => progress(0, null));
    return { kind: "pulled" };
  }

  /** What is done when nothing else is: files, compaction, forgetting what is long through. */
  async #rest(signal: AbortSignal): Promise<Event | null> {
    const { replica, upload, remember, clock, leadership, looseRows } = this.ports;
    if (replica.blobs.queue().length > 0 && (await upload(signal))) leadership.post({ kind: "changed" });
    await remember?.(signal);
    if (!signal.aborted) await tidy(replica, clock, signal, looseRows);
    return null;
  }

  /** Beside the rest, which has an end. */
  async #seekBetter(signal: AbortSignal): Promise<void> {
    if (await this.#channel?.better?.(signal)) this.#dispatch({ kind: "wake", due: true });
  }

  #listen(channel: Channel): void {
    this.#channel = channel;
    channel.pushed.on((message) => this.#channel === channel && this.#receive(message));
    channel.closed.on(() => {
      if (this.#channel !== channel) return;
      this.#channel = null;
      this.#dispatch({ kind: "closed" });
    });
  }

  #receive(message: PushedMessage): void {
    // What is hinted at too early comes with the next pull that is due.
    if (message.type === "hint" && this.#due()) this.#ask("hint");
    if (message.type === "bye") this.#dispatch({ kind: "bye", spread: message.spread });
    if (message.type !== "metadataChanged") return;
    if (message.urgency === "silent") this.#dispatch({ kind: "again" });
    else this.#metadataChanged(message);
  }

  #metadataChanged({ version, urgency, note }: Extract<PushedMessage, { type: "metadataChanged" }>): void {
    // A prompt that cannot be kept comes again with the next welcome.
    keepPrompt(this.ports.replica, { version, urgency, note, declined: false })
      .then(() => this.ports.leadership.post({ kind: "changed" }))
      .catch(() => undefined);
  }

  #hear(notice: Notice): void {
    if (notice.kind === "state") this.#told.value = notice.state;
    if (notice.kind === "sync" && this.#leads()) this.#dispatch({ kind: "tap" });
    if (notice.kind === "held") {
      this.ports.replica.held.value = notice.held;
      this.#dispatch({ kind: notice.held ? "hold" : "release" });
    }
    if (notice.kind !== "changed" && notice.kind !== "saved") return;
    const reload = this.ports.replica.reload();
    reload.then(() => notice.kind === "saved" && this.#dispatch({ kind: "saved" })).catch(() => undefined);
  }

  #exchanged(): void {
    this.#reached.value = true;
    this.#at.value = instant(this.ports.clock);
  }

  #hangUp(): void {
    const channel = this.#channel;
    this.#channel = null;
    channel?.close();
  }

  #leads(): boolean {
    const { state } = this.#machine.peek();
    return state !== "following" && state !== "stopped";
  }

  #until(reached: (machine: Machine) => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (reached(this.#machine.peek())) return resolve();
      const end = () => {
        forget();
        stop();
        resolve();
      };
      const forget = this.ports.clock.after(ANSWER, end);
      const stop = this.moved.on((machine) => reached(machine) && end());
    });
  }
}
