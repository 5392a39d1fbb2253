/**
 * A list while it is on the screen: what was typed and chosen, and the rows that follow from it.
 *
 * It outlives the page, so that the way back finds the list as it was left. Everything is computed: rows follow the
 * records, the outbox and the language by themselves.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { countStanding } from "../../local/counting";
import { KeptOrder } from "../../local/kept-order";
import type { LocalRecord } from "../../local/record";
import { ledTo, Search } from "../../local/search";
import { searchWords } from "../../local/search-words";
import { isUnderstood } from "../../metadata/understanding";
import type { ListBlock } from "../../protocol";
import type { ListPlace } from "../../ui/virtual-list";
import { type Asked, type Found, ListSearch } from "./list-search";
import { narrowed, type Query, rowsOf, searchPaths } from "./query";
import { type Lines, sectioned } from "./sections";
import { Selection } from "./selection";

/** A path that is searched in place of all. */
const EVERY_PATH = "";
const NO_HEADINGS: readonly number[] = [];

export class ListModel {
  readonly typed: Signal<string> = signal("");
  readonly place: Signal<ListPlace> = signal({ index: 0, offset: 0 });
  /** What was chosen to do something with all of it. */
  readonly selection = new Selection();
  /** Every record of the list, before view and search. */
  readonly all: ReadonlySignal<readonly LocalRecord[]>;
  readonly rows: ReadonlySignal<readonly LocalRecord[]>;
  /** The rows answer what was typed before, and those that answer this are being looked for. */
  readonly searching: ReadonlySignal<boolean>;
  /** The rows that are drawn so far, with headings among them where the list has sections. */
  readonly lines: ReadonlySignal<Lines>;
  /** How many rows are still to be drawn. */
  readonly more: ReadonlySignal<number>;
  /** How many records the list has, without those deleted here; null where this app is too old to say. */
  readonly count: ReadonlySignal<number | null>;
  /** How many of them are found: in the view, by the search. */
  readonly found: ReadonlySignal<number>;
  readonly view: ReadonlySignal<string>;
  /** The path that is searched; empty: all that the list is searched by. */
  readonly searched: ReadonlySignal<string>;
  /** The list, or the view that is chosen, asks for more than this app understands. */
  readonly tooNew: ReadonlySignal<boolean>;
  readonly loaded: ReadonlySignal<boolean>;
  readonly #chosen: Signal<string | null> = signal(null);
  readonly #searched: Signal<string | null> = signal(null);
  readonly #pages: Signal<number> = signal(1);
  readonly #query: Signal<Query>;
  readonly #order = new KeptOrder<LocalRecord>();
  readonly #search = new ListSearch();
  readonly #asked: ReadonlySignal<Omit<Asked, "words">>;

  constructor(query: Query) {
    this.#query = signal(query);
    this.loaded = computed(() => {
      const { records, block } = this.#query.value;
      records.list(block.entity); // asks for them
      return records.loaded(block.entity);
    });
    this.all = computed(() => rowsOf(this.#query.value, this.#order));
    this.count = computed(() => {
      return isUnderstood(this.#query.value.block.condition) ? countStanding(this.all.value) : null;
    });
    this.view = computed(() => {
      const { views } = this.#query.value.block;
      return views.find(({ id }) => id === this.#chosen.value)?.id ?? views[0]?.id ?? "";
    });
    this.searched = computed(() => {
      const { block } = this.#query.value;
      const chosen = this.#searched.value ?? block.searchBy ?? EVERY_PATH;
      return searchPaths(block).includes(chosen) ? chosen : EVERY_PATH;
    });
    this.tooNew = computed(() => this.countOf(this.view.value) === null);
    const search = computed(() => new Search(this.#query.value.records, this.#query.value.reading));
    const viewed = computed(() => this.#inView(this.view.value));
    this.#asked = computed(() => {
      const { lens, block, records } = this.#query.value;
      const { model } = lens.metadata;
      const paths = this.searched.value === EVERY_PATH ? searchPaths(block) : [this.searched.value];
      const basis = ledTo(model, block.entity, paths).map((entity) => records.revision(entity).value);
      return { model, search: search.value, rows: viewed.value, paths, basis };
    });
    const found = computed<Found>(() => {
      const words = searchWords(this.typed.value);
      if (words.length > 0) return this.#search.found({ ...this.#asked.value, words });
      this.#search.forget();
      return { rows: viewed.value, whole: true };
    });
    this.rows = computed(() => found.value.rows);
    this.searching = computed(() => !found.value.whole);
    this.found = computed(() => countStanding(this.rows.value));
    const most = computed(() => {
      const { pageSize } = this.#query.value.block;
      return pageSize ? pageSize * this.#pages.value : Number.POSITIVE_INFINITY;
    });
    this.more = computed(() => Math.max(0, this.rows.value.length - most.value));
    this.lines = computed(() => {
      const rows = this.rows.value;
      const { section } = this.#query.value.block;
      if (section) return sectioned(this.#query.value, section, rows, most.value);
      return { lines: this.more.value > 0 ? rows.slice(0, most.value) : rows, headings: NO_HEADINGS };
    });
  }

  /** Follow new metadata, another language, another record on show. */
  follow(query: Query): void {
    const now = this.#query.peek();
    const keys = ["lens", "records", "reading", "asker", "block", "parent"] as const;
    if (keys.some((key) => now[key] !== query[key])) this.#query.value = query;
  }

  /** Somebody is about to type: have the texts ready that he will search. */
  prepareSearch(): void {
    if (searchWords(this.typed.peek()).length === 0) this.#search.prepare(this.#asked.peek());
  }

  search(typed: string): void {
    this.typed.value = typed;
    this.#begin();
  }

  /** Search by one path, or by all. */
  searchBy(path: string): void {
    this.#searched.value = path;
    this.#begin();
  }

  choose(view: string): void {
    this.#chosen.value = view;
    this.#begin();
  }

  /** Draw as many rows again as at first. */
  drawMore(): void {
    this.#pages.value += 1;
  }

  /** How many records a view has; null where this app is too old to say. */
  countOf(view: string): number | null {
    const known = this.count.value !== null && isUnderstood(this.#conditionOf(view));
    return known ? countStanding(this.#inView(view)) : null;
  }

  #begin(): void {
    this.place.value = { index: 0, offset: 0 };
    this.#pages.value = 1;
  }

  #inView(view: string): readonly LocalRecord[] {
    return narrowed(this.#query.value, this.all.value, this.#conditionOf(view));
  }

  #conditionOf(view: string): ListBlock["condition"] {
    return this.#query.value.block.views.find(({ id }) => id === view)?.condition ?? null;
  }
}
