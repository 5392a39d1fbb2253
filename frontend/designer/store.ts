/**
 * A design in the hands of one designer: what it looks like now, what is saved, and the way back.
 *
 * An edit shows at once and is sent half a second later, with what else was done meanwhile. Without an answer it is
 * tried again until there is one. When the server has moved on, the waiting edits are put on top of what it has;
 * those that no longer fit are given up, and said so. It knows nothing of screens.
 */
import { batch as atOnce, type ReadonlySignal, signal } from "@preact/signals";
import type { Design, Problem } from "../protocol";
import { ProblemError } from "../rest/errors";
import { backoff } from "../shared/backoff";
import type { Clock } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { NewId } from "../shared/ids";
import { same } from "../shared/json";
import type { Documents, Intention } from "./document";
import { afterRedo, afterUndo, type History, NO_HISTORY, recorded, sealed, without } from "./history";
import { applyIntention, inverseIntention, Misfit } from "./patches";
import { added, batch, onWire, type Pending, rebased } from "./pending";

/** How the design reaches the server. */
export interface DesignPort {
  /** @throws ProblemError, Unreachable */
  readonly read: () => Promise<Design>;
  /** @throws ProblemError, Unreachable */
  readonly save: (revision: number, edits: ReturnType<typeof onWire>) => Promise<Design>;
}

/** Where the history and the unsaved edits outlive a reload of the page. */
export interface Keep {
  readonly read: () => string | null;
  readonly write: (kept: string) => void;
}

export interface StorePorts {
  readonly port: DesignPort;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: () => number;
}

/** saved: nothing waits. waiting: soon to be sent. retrying: nobody answered. signedOut: the session has ended. */
export type Saving = "saved" | "waiting" | "saving" | "retrying" | "signedOut";

export type Notice =
  | { readonly kind: "refused"; readonly label: string; readonly problem: Problem }
  | { readonly kind: "lost"; readonly count: number }
  | { readonly kind: "stuck"; readonly label: string };

interface Kept {
  readonly history: History;
  readonly waiting: readonly Pending[];
}

const PAUSE = 500;
const RETRY = { base: 1_000, cap: 30_000 };
/** Conflicts in a row after which it is not the designer's edit that is wrong. */
const CONFLICTS = 3;

export class DesignStore {
  readonly notices = new Emitter<Notice>();
  readonly #ports: StorePorts;
  readonly #design;
  readonly #documents;
  readonly #history;
  readonly #saving = signal<Saving>("saved");
  #waiting: readonly Pending[] = [];
  /** How many of the first are on their way. */
  #underWay = 0;
  #attempt = 0;
  #conflicts = 0;
  #oneByOne = false;
  #timer: (() => void) | null = null;
  #ended = false;

  constructor(design: Design, ports: StorePorts) {
    this.#ports = ports;
    const kept = readKept(ports.keep.read());
    const { documents, fitting } = rebased(documentsOf(design), kept.waiting);
    this.#waiting = fitting;
    this.#design = signal(design);
    this.#documents = signal(documents);
    this.#history = signal(kept.history);
    if (fitting.length > 0) this.#schedule(0);
  }

  /** The design as the server last gave it: findings, revision, what is published. */
  get design(): ReadonlySignal<Design> {
    return this.#design;
  }

  /** What the designer sees: the server's documents with the waiting edits on top. */
  get documents(): ReadonlySignal<Documents> {
    return this.#documents;
  }

  get history(): ReadonlySignal<History> {
    return this.#history;
  }

  get saving(): ReadonlySignal<Saving> {
    return this.#saving;
  }

  /** Do what the designer meant. Writes under one merge key are one step of the history. */
  apply(intention: Intention | null, merge: string | null = null): boolean {
    if (!intention || !this.#put(intention, merge)) return false;
    this.#history.value = recorded(this.#history.peek(), intention, merge);
    this.#keep();
    return true;
  }

  /** The designer has left a property: what he writes next is another step. */
  seal(): void {
    this.#history.value = sealed(this.#history.peek());
  }

  /** Take back the newest of my own steps. */
  undo(name: (label: string) => string): Intention | null {
    const step = this.#history.peek().done.at(-1);
    if (!step) return null;
    const back = inverseIntention(step.intention, name(step.intention.label));
    if (!this.#put(back, null)) {
      this.#history.value = without(this.#history.peek(), step.intention);
      this.#keep();
      return null;
    }
    this.#history.value = afterUndo(this.#history.peek());
    this.#keep();
    return back;
  }

  /** Do again what was taken back last. */
  redo(): Intention | null {
    const step = this.#history.peek().undone.at(-1);
    if (!step) return null;
    if (!this.#put(step.intention, null)) {
      this.#history.value = without(this.#history.peek(), step.intention);
      this.#keep();
      return null;
    }
    this.#history.value = afterRedo(this.#history.peek());
    this.#keep();
    return step.intention;
  }

  /** Try at once: the network is back, or the designer asks. */
  retry(): void {
    if (this.#waiting.length > 0 && this.#underWay === 0) this.#schedule(0);
  }

  /** Resolve when nothing waits any more; reject with the signal. */
  async settled(aborted: AbortSignal): Promise<void> {
    this.retry();
    if (this.#saving.peek() === "saved") return;
    await new Promise<void>((resolve, reject) => {
      const stop = this.#saving.subscribe((state) => {
        if (state === "saved") queueMicrotask(finish);
      });
      const finish = () => {
        stop();
        resolve();
      };
      aborted.addEventListener("abort", () => {
        stop();
        reject(aborted.reason);
      });
    });
  }

  /** Take the design as the server has it now, under the edits that wait. */
  adopt(design: Design): void {
    this.#rebase(design, this.#waiting);
  }

  /** Read what others did meanwhile; not while something of ours is on its way. @throws ProblemError, Unreachable */
  async refresh(): Promise<void> {
    if (this.#underWay > 0 || this.#ended) return;
    const design = await this.#ports.port.read();
    if (this.#underWay === 0 && design.revision >= this.#design.peek().revision) this.adopt(design);
  }

  end(): void {
    this.#ended = true;
    this.#timer?.();
  }

  #put(intention: Intention, merge: string | null): boolean {
    try {
      this.#documents.value = applyIntention(this.#documents.peek(), intention);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      this.notices.emit({ kind: "stuck", label: intention.label });
      return false;
    }
    this.#waiting = added(this.#waiting, { intention, merge }, this.#underWay, this.#ports.newId);
    if (this.#underWay === 0 && this.#saving.peek() !== "retrying") this.#schedule(PAUSE);
    return true;
  }

  #schedule(milliseconds: number): void {
    if (this.#ended) return;
    this.#timer?.();
    if (this.#saving.peek() === "saved") this.#saving.value = "waiting";
    this.#timer = this.#ports.clock.after(milliseconds, () => void this.#save());
  }

  async #save(): Promise<void> {
    if (this.#underWay > 0 || this.#waiting.length === 0 || this.#ended) return;
    const sent = this.#oneByOne ? this.#waiting.slice(0, 1) : batch(this.#waiting);
    this.#underWay = sent.length;
    if (this.#saving.peek() !== "retrying") this.#saving.value = "saving";
    try {
      const design = await this.#ports.port.save(this.#design.peek().revision, onWire(sent));
      this.#attempt = 0;
      this.#conflicts = 0;
      this.#underWay = 0;
      this.#rebase(design, this.#waiting.slice(sent.length));
      if (this.#waiting.length > 0) this.#schedule(PAUSE);
    } catch (error) {
      this.#underWay = 0;
      await this.#failed(error, sent);
    }
  }

  async #failed(error: unknown, sent: readonly Pending[]): Promise<void> {
    if (!(error instanceof ProblemError)) return this.#later();
    if (error.status === 401) {
      this.#saving.value = "signedOut";
      return;
    }
    if (error.status === 409 && this.#conflicts < CONFLICTS) {
      this.#conflicts += 1;
      return this.#again();
    }
    if (sent.length > 1) {
      this.#oneByOne = true;
      this.#schedule(0);
      return;
    }
    const [refused] = sent;
    this.#oneByOne = false;
    if (refused) {
      this.notices.emit({ kind: "refused", label: refused.intention.label, problem: error.problem });
      this.#history.value = without(this.#history.peek(), refused.intention);
    }
    this.#waiting = this.#waiting.slice(1);
    return this.#again();
  }

  /** Read the design anew and put the waiting edits on top of it. */
  async #again(): Promise<void> {
    this.#underWay = this.#waiting.length + 1;
    try {
      const design = await this.#ports.port.read();
      this.#underWay = 0;
      this.#rebase(design, this.#waiting);
      if (this.#waiting.length > 0) this.#schedule(0);
    } catch {
      this.#underWay = 0;
      this.#later();
    }
  }

  #later(): void {
    this.#saving.value = "retrying";
    this.#schedule(backoff(this.#attempt, this.#ports.random, RETRY) + PAUSE);
    this.#attempt += 1;
  }

  #rebase(design: Design, waiting: readonly Pending[]): void {
    const { documents, fitting, lost } = rebased(documentsOf(design), waiting);
    this.#waiting = fitting;
    atOnce(() => {
      this.#design.value = design;
      if (!same(documents, this.#documents.peek())) this.#documents.value = documents;
      if (fitting.length === 0) this.#saving.value = "saved";
    });
    if (fitting.length === 0) this.#oneByOne = false;
    if (lost.length > 0) this.notices.emit({ kind: "lost", count: lost.length });
    this.#keep();
  }

  #keep(): void {
    const kept: Kept = { history: this.#history.peek(), waiting: this.#waiting };
    this.#ports.keep.write(JSON.stringify(kept));
  }
}

export function documentsOf({ workspace, model }: Design): Documents {
  return { workspace, model };
}

function readKept(text: string | null): Kept {
  try {
    const kept = JSON.parse(text ?? "null") as Kept | null;
    if (Array.isArray(kept?.waiting) && Array.isArray(kept.history?.done)) return kept;
  } catch {
    // Written by another version, or cut: begin without.
  }
  return { history: NO_HISTORY, waiting: [] };
}
