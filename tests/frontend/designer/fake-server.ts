/**
 * A server of one design in memory: applies edits as the real one does, and can be told to fail.
 */
import type { Documents } from "../../../frontend/designer/document";
import { Editor } from "../../../frontend/designer/editor";
import { applyPatches, Misfit } from "../../../frontend/designer/patches";
import { type DesignPort, DesignStore, documentsOf, type Keep } from "../../../frontend/designer/store";
import type { Design, DesignEdit, Problem } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { ProblemError } from "../../../frontend/rest/errors";
import type { Clock } from "../../../frontend/shared/clock";
import { design } from "./documents";

export function problem(code: string, status: number): ProblemError {
  const body: Problem = { code, arguments: {}, field: null, sentence: null, remedy: null };
  return new ProblemError(body, status);
}

export class FakeServer implements DesignPort {
  design: Design = design();
  /** Every request that came, as the labels of its edits. */
  readonly requests: string[][] = [];
  readonly seen = new Set<string>();
  /** Thrown instead of an answer, one a request; after the work is done when it says so. */
  failures: { readonly error: Error; readonly afterwards?: boolean }[] = [];
  /** Edits with these labels are refused for good. */
  refused = new Set<string>();
  /** While set, saves wait for it before they answer. */
  held: Promise<void> | null = null;

  readonly read = async (): Promise<Design> => structuredClone(this.design);

  readonly save = async (_revision: number, edits: readonly DesignEdit[]): Promise<Design> => {
    this.requests.push(edits.map(({ label }) => label));
    const failure = this.failures.shift();
    if (failure && !failure.afterwards) throw failure.error;
    this.change(edits);
    const answer = structuredClone(this.design);
    await this.held;
    if (failure) throw failure.error;
    return answer;
  };

  /** Apply edits of anybody. */
  change(edits: readonly DesignEdit[]): void {
    let now: Documents = documentsOf(this.design);
    for (const { id, document, patches, label } of edits) {
      if (this.refused.has(label)) throw problem("design-missing-field", 422);
      if (this.seen.has(id)) continue;
      try {
        now = { ...now, [document]: applyPatches(now[document] as unknown, patches) };
      } catch (error) {
        if (error instanceof Misfit) throw problem("patch-does-not-fit", 409);
        throw error;
      }
    }
    for (const { id } of edits) this.seen.add(id);
    this.design = { ...this.design, ...now, revision: this.design.revision + edits.length };
  }
}

export class FakeClock implements Clock {
  #now = 0;
  #timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Let time pass, and everything that it sets off come to rest. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = until;
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

export function memoryKeep(kept: { text: string | null } = { text: null }): Keep {
  return {
    read: () => kept.text,
    write: (text) => {
      kept.text = text;
    },
  };
}

/** An editor over a design of a server of its own; nothing else answers. */
export function openedEditor(): Editor {
  const server = new FakeServer();
  let made = 0;
  const store = new DesignStore(structuredClone(server.design), {
    port: server,
    keep: memoryKeep(),
    clock: new FakeClock(),
    newId: () => `id-${++made}`,
    random: () => 0,
  });
  return new Editor("sales", store, new Client({ fetch: () => Promise.reject(new Error("no network")) }));
}
