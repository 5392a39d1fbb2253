/**
 * The search of the whole phone at work: it follows the records, and answers in short stretches of work, so that
 * whoever types is never in its way.
 *
 * An answer is shown when it is whole. A longer text is looked for only among what the shorter one found.
 */
import { batch, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RecordsView } from "../../local/records";
import { EntityIndex } from "../../local/search-index";
import { bestRank, type Matches, matching } from "../../local/search-matches";
import { refines, searchWords } from "../../local/search-words";
import type { Entity } from "../../protocol";
import { inSlices, unnoticed } from "../../shared/slices";
import type { Reading } from "../../values/types";
import type { Kind } from "./kinds";

export interface Group {
  readonly kind: Kind;
  readonly matches: Matches;
}

export interface Answer {
  readonly typed: string;
  readonly words: readonly string[];
  /** Kinds of which something was found, those whose titles begin with the words before the others. */
  readonly groups: readonly Group[];
  readonly total: number;
  /** How many records were looked through. */
  readonly searched: number;
  /** Every kind was looked through: the phone has read all its records. */
  readonly whole: boolean;
}

/** The indexes of the kinds that were searched, for as long as the app is open. */
export class Indexes {
  readonly #byEntity = new Map<string, { readonly reading: Reading; readonly index: EntityIndex }>();

  of(entity: Entity, reading: Reading): EntityIndex {
    const known = this.#byEntity.get(entity.id);
    if (known && known.index.entity === entity && known.reading === reading) return known.index;
    const index = new EntityIndex(entity, reading);
    this.#byEntity.set(entity.id, { reading, index });
    return index;
  }
}

export interface FinderPorts {
  readonly records: RecordsView;
  readonly indexes: Indexes;
}

export class Finder {
  readonly typed: Signal<string>;
  readonly answer: ReadonlySignal<Answer | null>;
  /** What is shown does not answer yet what was typed. */
  readonly busy: ReadonlySignal<boolean>;
  readonly #answer = signal<Answer | null>(null);
  readonly #busy = signal(true);
  readonly #asked: Signal<{ readonly kinds: readonly Kind[]; readonly reading: Reading } | null> =
    signal(null);

  constructor(
    private readonly ports: FinderPorts,
    typed: string,
  ) {
    this.typed = signal(typed);
    this.answer = this.#answer;
    this.busy = this.#busy;
  }

  /** Say what is searched. */
  among(kinds: readonly Kind[], reading: Reading): void {
    const asked = this.#asked.peek();
    if (asked?.kinds !== kinds || asked.reading !== reading) this.#asked.value = { kinds, reading };
  }

  /** Answer from now on, again whenever records come or change; the answer stops it. */
  listen(): () => void {
    let running = new AbortController();
    const stop = effect(() => {
      const typed = this.typed.value;
      const asked = this.#asked.value;
      // Reading the lists asks for them, and follows them.
      for (const { entity } of asked?.kinds ?? []) this.ports.records.list(entity.id);
      running.abort();
      running = new AbortController();
      if (asked) void this.#find(typed, asked.kinds, asked.reading, running.signal);
    });
    return () => {
      stop();
      running.abort();
    };
  }

  async #find(typed: string, kinds: readonly Kind[], reading: Reading, signal: AbortSignal): Promise<void> {
    const { records, indexes } = this.ports;
    this.#busy.value = true;
    const pace = unnoticed(signal);
    const words = searchWords(typed);
    const groups: Group[] = [];
    let searched = 0;
    for (const kind of kinds) {
      const index = indexes.of(kind.entity, reading);
      await inSlices(index.follow(records.list(kind.entity.id)), pace);
      if (signal.aborted) return;
      searched += index.entries.length;
      if (words.length === 0) continue;
      const matches = await inSlices(matching(words, index.entries, this.#fewer(words, index)), pace);
      if (!matches) return;
      if (matches.entries.length > 0) groups.push({ kind, matches });
    }
    const whole = kinds.every(({ entity }) => records.loaded(entity.id));
    batch(() => {
      this.#answer.value = {
        typed,
        words,
        groups: groups.sort((one, other) => rankOf(one) - rankOf(other)),
        total: groups.reduce((sum, { matches }) => sum + matches.entries.length, 0),
        searched,
        whole,
      };
      this.#busy.value = !whole;
    });
  }

  /** All that can match, as far as the answer before tells. */
  #fewer(words: readonly string[], index: EntityIndex) {
    const before = this.#answer.peek();
    if (!before || before.words.length === 0 || !refines(words, before.words)) return index.entries;
    const group = before.groups.find(({ kind }) => kind.entity === index.entity);
    if (group) return group.matches.among === index.entries ? group.matches.entries : index.entries;
    return index.entries;
  }
}

/** A kind with a title that begins with the words comes before the others; those stay in the order of their pages. */
function rankOf({ matches }: Group): number {
  return bestRank(matches) === 0 ? 0 : 1;
}
