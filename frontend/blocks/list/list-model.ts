/**
 * A list while it is on the screen: what was typed and chosen, and the rows that follow from it.
 *
 * It outlives the page, so that the way back finds the list as it was left. Everything is computed: rows follow the
 * records, the outbox and the language by themselves.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { KeptOrder } from "../../local/kept-order";
import type { LocalRecord } from "../../local/record";
import { Search } from "../../local/search";
import { isUnderstood } from "../../metadata/understanding";
import type { ListBlock } from "../../protocol";
import type { ListPlace } from "../../ui/virtual-list";
import { narrowed, type Query, rowsOf, searchPaths } from "./query";

export class ListModel {
  readonly typed: Signal<string> = signal("");
  readonly place: Signal<ListPlace> = signal({ index: 0, offset: 0 });
  /** Every record of the list, before view and search. */
  readonly all: ReadonlySignal<readonly LocalRecord[]>;
  readonly rows: ReadonlySignal<readonly LocalRecord[]>;
  /** How many records the list has; null where this app is too old to say. */
  readonly count: ReadonlySignal<number | null>;
  readonly view: ReadonlySignal<string>;
  /** The list, or the view that is chosen, asks for more than this app understands. */
  readonly tooNew: ReadonlySignal<boolean>;
  readonly loaded: ReadonlySignal<boolean>;
  readonly #chosen: Signal<string | null> = signal(null);
  readonly #query: Signal<Query>;
  readonly #order = new KeptOrder<LocalRecord>();

  constructor(query: Query) {
    this.#query = signal(query);
    this.loaded = computed(() => {
      const { records, block } = this.#query.value;
      records.list(block.entity); // asks for them
      return records.loaded(block.entity);
    });
    this.all = computed(() => rowsOf(this.#query.value, this.#order));
    this.count = computed(() => {
      return isUnderstood(this.#query.value.block.condition) ? this.all.value.length : null;
    });
    this.view = computed(() => {
      const { views } = this.#query.value.block;
      return views.find(({ id }) => id === this.#chosen.value)?.id ?? views[0]?.id ?? "";
    });
    this.tooNew = computed(() => this.countOf(this.view.value) === null);
    const search = computed(() => new Search(this.#query.value.records, this.#query.value.reading));
    const viewed = computed(() => this.#inView(this.view.value));
    this.rows = computed(() => {
      const typed = this.typed.value.trim();
      if (typed === "") return viewed.value;
      const { lens, block } = this.#query.value;
      return search.value.find(lens.metadata.model, viewed.value, searchPaths(block), typed);
    });
  }

  /** Follow new metadata, another language, another record on show. */
  follow(query: Query): void {
    const now = this.#query.peek();
    const keys = ["lens", "records", "reading", "asker", "block", "parent"] as const;
    if (keys.some((key) => now[key] !== query[key])) this.#query.value = query;
  }

  search(typed: string): void {
    this.typed.value = typed;
    this.place.value = { index: 0, offset: 0 };
  }

  choose(view: string): void {
    this.#chosen.value = view;
    this.place.value = { index: 0, offset: 0 };
  }

  /** How many records a view has; null where this app is too old to say. */
  countOf(view: string): number | null {
    const known = this.count.value !== null && isUnderstood(this.#conditionOf(view));
    return known ? this.#inView(view).length : null;
  }

  #inView(view: string): readonly LocalRecord[] {
    return narrowed(this.#query.value, this.all.value, this.#conditionOf(view));
  }

  #conditionOf(view: string): ListBlock["condition"] {
    return this.#query.value.block.views.find(({ id }) => id === view)?.condition ?? null;
  }
}
