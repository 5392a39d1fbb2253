/**
 * The engine: it wires the machine to the store, the network and the other tabs.
 *
 * Entering a state starts its activity; how that ends comes back as an event, unless the machine has moved on. What
 * the interface needs are signals; it never waits for the engine to read or to save.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { KV, type MetadataPrompt, stagesToCome } from "../local/database";
import { foretell } from "../local/foresight";
import type { Replica } from "../local/replica";
import { remove } from "../local/storage";
import type { EffectiveMetadata, PushedMessage } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { NewId } from "../shared/ids";
import { arrived } from "./arriving";
import { BATCH_CHANGES } from "./batch";
import { Checking, type CheckingPorts } from "./checking";
import { eventOf, troubleAfter } from "./failures";
import { greet } from "./greeting";
import { renewDevice } from "./hello";
import { Hold } from "./holding";
import type { Leadership, Notice, Surrounding, Surroundings } from "./leader";
import { applyMetadata, keepPrompt } from "./published";
import { DIRECT_ROWS, pullOnce } from "./pull";
import { push } from "./push";
import { pullDue } from "./refresh";
import { copyBegun } from "./snapshot";
import { type Asking, type Event, INITIAL, type Machine, step, timeoutOf } from "./state";
import type { Offer, SyncState } from "./status";
import { takeUpAgain } from "./taking-up";
import { thaw } from "./thaw";
import { tidy } from "./tidying";
import { Told } from "./told";
import type { Channel, Connect, PageSource } from "./transport";

/** A tap is answered within this time, reached or not. */
const ANSWER = 3_000;
/** Who asks and has heard nothing for so long does not say any more that he is connected. */
const PROOF = 2_500;

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
  /** Whether a whole copy of this size comes down now; without it every copy does. */
  readonly wanted?: (copy: Offer) => boolean;
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
  readonly #told: Told;
  readonly #hold: Hold;
  /** What the tab that leads says of itself. */
  readonly #heard: Signal<SyncState | null> = signal(null);
  /** The entities whose pages are on their way, the one that was asked for first at its head. */
  readonly #fetching = new Set<string>();
  #channel: Channel | null = null;
  #activity = new AbortController();
  #performing: Promise<void> = Promise.resolve();
  #stopTimer: () => void = () => undefined;
  #stopProof: () => void = () => undefined;
  #endings: (() => void)[] = [];
  #changeLimit = BATCH_CHANGES;
  #pulled = false;

  constructor(private readonly ports: EnginePorts) {
    const { replica, clock } = ports;
    this.#told = new Told(replica, this.#machine, clock);
    this.#hold = new Hold({
      ...ports,
      turned: (held) => this.#dispatch({ kind: held ? "hold" : "release" }),
    });
    this.checks = new Checking(ports, () => this.#dispatch({ kind: "tap" }));
    foretell(replica);
    this.metadata = replica.metadata;
    this.metadataPrompt = replica.prompt;
    this.editingBlocked = computed(() => replica.prompt.value?.urgency === "hard");
    this.syncState = computed(() => {
      const heard = this.#heard.value;
      if (this.#machine.value.state === "following" && heard) return heard;
      return this.#told.state.value;
    });
  }

  /** Begin to take part in synchronisation. */
  start(): void {
    const { leadership, surroundings } = this.ports;
    this.#endings = [
      leadership.notices.on((notice) => this.#hear(notice)),
      surroundings.on((what) => this.#surrounded(what)),
      this.#told.state.subscribe((state) => {
        if (this.#leads()) leadership.post({ kind: "state", state });
      }),
    ];
    // A copy that stays too long is no reason not to begin.
    this.#thaw().catch(() => undefined);
    this.#recall().catch(() => undefined);
    leadership.start((leading) => {
      this.#dispatch({ kind: leading ? "lead" : "follow" });
      if (leading) this.#hold.begin();
    });
  }

  stop(): void {
    this.#dispatch({ kind: "stop" });
    this.#hold.stop();
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
    const isAnswered = ({ state }: Machine) => state !== "opening";
    await arrived(this.#machine.peek(), this.moved, this.ports.clock, ANSWER, isAnswered);
    return this.syncState.peek();
  }

  /** Wait until what is under way now has ended, whatever it leads to. */
  rested(): Promise<void> {
    return this.#performing;
  }

  /** Work offline by choice, until an instant if one is given; or no longer. @throws StorageFailed */
  hold(held: boolean, until: string | null = null): Promise<void> {
    return this.#hold.set(held, until);
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
    if (entered) this.#enter(after, event);
    this.moved.emit(after);
  }

  #surrounded(what: Surrounding): void {
    if (what === "offline") this.#dispatch({ kind: "doubt" });
    if (what === "offline" || what === "hidden") return;
    this.#hold.look();
    if (what !== "focused" || this.#machine.peek().state === "offline") this.#ask("wake");
  }

  #arm(machine: Machine): void {
    this.#stopTimer();
    const wait = timeoutOf(machine);
    this.#stopTimer =
      wait === null ? () => undefined : this.ports.clock.after(wait, () => this.#ask("timeout"));
  }

  /** Dispatch what makes the phone ask for news, and say whether it is time for that. */
  #ask(kind: Asking): void {
    // A round by the clock begins only under the user's eyes.
    const seen = kind !== "timeout" || this.ports.surroundings.visible();
    this.#dispatch({ kind, due: seen && this.#due() });
  }

  #due(): boolean {
    const { replica, clock, interval } = this.ports;
    return pullDue(replica, clock.now(), interval?.() ?? null);
  }

  /** Tell how far a copy was that an earlier start left half done. */
  async #recall(): Promise<void> {
    const begun = await copyBegun(this.ports.replica);
    if (begun && !this.#pulled) this.#told.progress.value = begun;
  }

  async #thaw(): Promise<void> {
    const { replica, clock, leadership } = this.ports;
    if (await thaw(replica, instant(clock))) leadership.post({ kind: "changed" });
  }

  #enter({ state, run, wait }: Machine, event: Event): void {
    const { clock, surroundings } = this.ports;
    if (state === "offline") {
      const trouble = troubleAfter(event, this.#fetching, surroundings.cutOff?.() ?? false);
      this.#told.lost(trouble, clock.now() + wait);
    }
    if (event.kind === "refused") this.#told.refused(event.problem);
    this.#activity.abort();
    this.#stopProof();
    this.#activity = new AbortController();
    const { signal } = this.#activity;
    if (state === "offline" || state === "following" || state === "held" || state === "stopped")
      this.#hangUp();
    if (state === "opening") {
      this.#stopProof = clock.after(PROOF, () => this.#told.doubted());
      this.#performing = this.#perform(run, () => this.#open(signal));
    }
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
      this.#told.exchanged();
    });
    if (taken) this.ports.leadership.post({ kind: "changed" });
    return { kind: "welcomed", due: taken || this.#due() };
  }

  async #push(signal: AbortSignal): Promise<Event> {
    if (!this.#channel) return { kind: "closed" };
    const sent = this.ports.replica.outbox.unanswered().length > 0;
    const kept = () => {
      this.#told.exchanged();
      this.ports.leadership.post({ kind: "changed" });
      if (!signal.aborted) this.#dispatch({ kind: "progress" });
    };
    const going = { ...this.ports, transport: this.#channel, limit: this.#changeLimit, signal, kept };
    return { kind: "pushed", more: await push(going), sent };
  }

  async #pull(signal: AbortSignal): Promise<Event> {
    const { replica, surroundings } = this.ports;
    if (!this.#channel) return { kind: "closed" };
    // New metadata is never taken in the background, and what may belong to it is not pulled there either.
    const prompt = replica.prompt.peek();
    if (prompt && !prompt.declined && !surroundings.visible()) return { kind: "pulled" };
    const progress = (received: number, total: number | null, bytes = 0) => {
      if (signal.aborted) return;
      // What is new since a copy began comes after it, and is not counted; nor is what is here in a moment.
      const counted = this.#told.progress.peek()?.total ?? null;
      if (total !== null || (counted === null && received >= DIRECT_ROWS))
        this.#told.progress.value = { received, total, bytes };
      this.#dispatch({ kind: "progress" });
    };
    const before = replica.checkpoint.peek();
    this.#pulled = true;
    const towards = { ...this.ports, transport: this.#channel, fetching: this.#fetching };
    // What is saved meanwhile does not wait for a whole stage.
    const pause = () => this.#machine.peek().push;
    const pulled = await pullOnce({ ...towards, signal, progress, pause });
    const paused = pulled === "paused";
    const offered = paused ? null : pulled;
    const moved = replica.checkpoint.peek()?.cursor !== before?.cursor;
    const more = paused || (moved && stagesToCome(replica.checkpoint.peek()));
    // A copy that was cut goes on from there, and the interface says how far it is; so does one in stages.
    if (!more) this.#told.progress.value = null;
    this.#told.exchanged();
    this.#told.offer.value = offered;
    if (offered) return { kind: "pulled" };
    if (moved) this.ports.leadership.post({ kind: "changed" });
    if (moved && (await takeUpAgain(replica, this.ports.newId))) this.saved();
    await this.#thaw();
    if (!more)
      await this.checks.afterPull(this.#channel, before?.at ?? null, signal, () => progress(0, null));
    return { kind: "pulled", more };
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
    const { urgency } = message;
    if (urgency === "silent" && this.ports.surroundings.visible()) this.#dispatch({ kind: "again" });
    else this.#metadataChanged(message);
  }

  #metadataChanged({ version, urgency, note }: Extract<PushedMessage, { type: "metadataChanged" }>): void {
    // A prompt that cannot be kept comes again with the next welcome.
    keepPrompt(this.ports.replica, { version, urgency, note, declined: false })
      .then(() => this.ports.leadership.post({ kind: "changed" }))
      .catch(() => undefined);
  }

  #hear(notice: Notice): void {
    if (notice.kind === "state") this.#heard.value = notice.state;
    if (notice.kind === "sync" && this.#leads()) this.#dispatch({ kind: "tap" });
    if (notice.kind === "held") this.#hold.heard(notice.held);
    if (notice.kind !== "changed" && notice.kind !== "saved") return;
    const reload = this.ports.replica.reload();
    reload.then(() => notice.kind === "saved" && this.#dispatch({ kind: "saved" })).catch(() => undefined);
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
}
