/**
 * The records that the user pins or follows: as the office knows them, with what waits in the outbox on top.
 */
import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { KeepAct, Standing } from "../protocol";
import { isRefused, type OutboxEntry } from "./outbox-entry";

export type How = KeepAct["how"];

export class KeptRecords {
  readonly #keys: ReadonlySignal<ReadonlySet<string>>;

  constructor(standing: ReadonlySignal<Standing | null>, entries: ReadonlySignal<readonly OutboxEntry[]>) {
    this.#keys = computed(() => {
      const kept = standing.value?.kept ?? [];
      const keys = new Set(kept.map(({ entity, record, how }) => keyOf(entity, record, how)));
      for (const entry of entries.value) {
        if (entry.settled || isRefused(entry)) continue;
        for (const act of entry.acts) {
          if (act.kind !== "keep") continue;
          const key = keyOf(act.entity, act.record, act.how);
          if (act.on) keys.add(key);
          else keys.delete(key);
        }
      }
      return keys;
    });
  }

  /** Tell whether the user keeps a record; a signal is read. */
  has(entity: string, record: string, how: How): boolean {
    return this.#keys.value.has(keyOf(entity, record, how));
  }

  /** All that he keeps, those that are not on this phone too. */
  list(): readonly { readonly entity: string; readonly record: string; readonly how: How }[] {
    return [...this.#keys.value].map((key) => {
      const [how = "pin", entity = "", record = ""] = key.split("/");
      return { how: how as How, entity, record };
    });
  }
}

function keyOf(entity: string, record: string, how: How): string {
  return `${how}/${entity}/${record}`;
}
