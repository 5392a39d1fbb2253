/**
 * What is new in a glance at a client: what was said of it before, in the same words, is a number.
 *
 * `stored` and `shown` are lists by entity, `conflicts` and `outbox` are lists; in place of a thing stands where it
 * stood in the list before.
 */
import type { Glance } from "./commands";

type Lists = Readonly<Record<string, readonly unknown[]>>;

export class Glances {
  #before = new Map<string, Map<string, number>>();

  /** Return a glance with what is new since the last one. */
  newIn(glance: Glance): unknown {
    const { stored, shown, conflicts, outbox } = glance;
    return {
      ...glance,
      stored: this.#newInEach("stored", stored),
      shown: this.#newInEach("shown", shown),
      conflicts: this.#newInList("conflicts", conflicts),
      outbox: this.#newInList("outbox", outbox),
    };
  }

  #newInEach(name: string, lists: Lists): Lists {
    const each = Object.entries(lists).map(([entity, list]) => [
      entity,
      this.#newInList(`${name} ${entity}`, list),
    ]);
    return Object.fromEntries(each);
  }

  #newInList(name: string, list: readonly unknown[]): readonly unknown[] {
    const before = this.#before.get(name);
    const now = new Map<string, number>();
    const told = list.map((one, at) => {
      const text = JSON.stringify(one);
      now.set(text, at);
      return before?.get(text) ?? one;
    });
    this.#before.set(name, now);
    return told;
  }
}
