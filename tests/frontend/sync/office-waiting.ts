/** What the small server keeps of changes that it did not apply: what waits for them, and what is decided. */
import type { Act, Change, Decision, Outcome } from "../../../frontend/protocol";
import { type Device, problem } from "./office-replies";

const NOTHING = { seq: 0, records: [], conflicts: [] } as const;

export class Waiting {
  readonly decisions: Decision[] = [];
  readonly #unmade = new Map<string, string>();
  readonly #settled = new Set<Outcome>();
  #waiting: { readonly device: Device; readonly change: Change }[] = [];

  /** The answer to a change that has to wait; null: it need not. */
  blocked({ number, id, acts }: Change): Outcome | null {
    const made = new Set(acts.filter(({ kind }) => kind === "create").map(({ record }) => record));
    const cause = acts
      .flatMap((act) => [act.record, ...pointedAt(act)])
      .map((record) => (made.has(record) ? undefined : this.#unmade.get(record)))
      .find((change) => change !== undefined);
    if (!cause) return null;
    const shared = { ...NOTHING, records: [], conflicts: [] };
    return {
      ...shared,
      number,
      id,
      status: "blocked",
      problem: problem("waits-for-change"),
      blockedBy: cause,
    };
  }

  /** Note what became of a change, and try again what waits, in order. */
  answered(device: Device, change: Change, outcome: Outcome, again: (change: Change) => Outcome): void {
    for (const id of change.withdraws ?? []) this.#forget(id);
    this.#note(device, change, outcome);
    for (let moved = outcome.status === "applied"; moved; ) {
      moved = false;
      for (const one of [...this.#waiting]) {
        const final = again(one.change);
        if (final.status === "blocked") continue;
        moved = true;
        this.#waiting = this.#waiting.filter((other) => other !== one);
        const known = one.device.outcomes.get(one.change.number);
        if (known) one.device.outcomes.set(one.change.number, { ...known, outcome: final });
        this.#settled.add(final);
        this.#note(one.device, one.change, final);
      }
    }
  }

  told(device: Device, refused: readonly number[] = []): { settled: Outcome[]; decisions: Decision[] } {
    const outcomes = refused.flatMap((number) => device.outcomes.get(number)?.outcome ?? []);
    return {
      settled: outcomes.filter((outcome) => this.#settled.has(outcome)),
      decisions: this.decisions.filter(({ number }) => refused.includes(number)),
    };
  }

  #note(device: Device, change: Change, { status }: Outcome): void {
    const held = status === "rejected" || status === "blocked";
    for (const { kind, record } of change.acts) {
      if (kind !== "create") continue;
      if (held) this.#unmade.set(record, change.id);
      else this.#unmade.delete(record);
    }
    if (status !== "blocked") return;
    // What another device of the same person has sent before waits once.
    this.#waiting = [...this.#waiting.filter((other) => other.change.id !== change.id), { device, change }];
  }

  #forget(id: string): void {
    this.#waiting = this.#waiting.filter(({ change }) => change.id !== id);
    for (const [record, change] of this.#unmade) if (change === id) this.#unmade.delete(record);
  }
}

function pointedAt(act: Act): string[] {
  if (act.kind === "create") return Object.values(act.values).filter((value) => typeof value === "string");
  if (act.kind !== "set") return [];
  return Object.values(act.edits).flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}
