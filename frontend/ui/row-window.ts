/**
 * What a virtual list knows of itself: which rows it draws, how tall they are, and where it is scrolled to.
 *
 * It reads the page and moves the scroller; it draws nothing. The component sets `count`, `headings` and `rowKey`
 * before each drawing, and the signals here tell it when to draw again.
 */
import { type Signal, signal } from "@preact/signals";
import { whenIdle } from "../shared/idle";
import { scrollerOf, scrollTarget } from "./scroller";
import type { ListPlace } from "./virtual-list";
import {
  findRow,
  type Heights,
  isHeading,
  nextRows,
  type RowRange,
  rowAt,
  rowsInView,
  rowsSeen,
  sameRange,
  scrollToShow,
  topOf,
} from "./window-range";

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), [tabindex='0']";
const FIRST_GUESS = 800;
/** So many rows that are not seen come at once: a fling that was late does not get later. */
const FEW = 6;

/** What a row and a heading are tall: a guess, until some are drawn. */
export interface Guess {
  readonly row: number;
  readonly heading: number;
}

/** A row, and where it was then. */
interface RowAt {
  readonly key: string;
  readonly index: number;
}

export class RowWindow {
  count = 0;
  /** Which rows are headings, in order. */
  headings: readonly number[] = [];
  rowKey: (index: number) => string = String;

  readonly #tall: Signal<Guess>;
  readonly #range: Signal<RowRange>;
  readonly #place: Signal<ListPlace>;
  /** The row that has the focus, by key, since rows may come above it. */
  readonly #focused = signal<RowAt | undefined>(undefined);
  #list: HTMLElement | undefined;
  #scroller: HTMLElement | undefined;
  /** The row that stays where it is when others come or go: what is held, or the first that is seen. */
  #anchor: (RowAt & { readonly below: number }) | undefined;
  #measured = false;
  #restored = false;
  /** What was drawn last, to tell a drawing of other rows from one that only scrolled. */
  #laid: { readonly count: number; readonly rowKey: unknown; readonly headings: unknown } | undefined;
  /** The row that a finger is on. */
  #pressed: RowAt | undefined;
  /** Takes back what was put off: the rows that are not seen yet. */
  #later: (() => void) | undefined;

  constructor(guess: Guess, place: Signal<ListPlace>) {
    this.#tall = signal(guess);
    this.#place = place;
    const scrolled = place.peek().index * guess.row;
    const heights = { ...guess, headings: [] };
    this.#range = signal(rowsSeen(scrolled, FIRST_GUESS, heights, Number.MAX_SAFE_INTEGER));
  }

  /** How tall rows and headings are; reading it subscribes the component. */
  get heights(): Heights {
    return { ...this.#tall.value, headings: this.headings };
  }

  /** The rows to draw now, in order; reading it subscribes the component. */
  drawn(): number[] {
    const { first, end } = this.#range.value;
    const from = Math.min(first, Math.max(0, this.count - (end - first)));
    const indexes = Array.from({ length: Math.min(end, this.count) - from }, (_, step) => from + step);
    const focused = this.#focused.value;
    const kept = focused && findRow(focused.key, focused.index, this.count, this.rowKey);
    if (kept === undefined || indexes.includes(kept)) return indexes;
    return kept < from ? [kept, ...indexes] : [...indexes, kept];
  }

  /** Follow the scroller of this element until the returned function is called. */
  attach(list: HTMLElement): () => void {
    this.#list = list;
    const scroller = scrollerOf(list);
    this.#scroller = scroller;
    const target = scrollTarget(scroller);
    const onScroll = () => this.#look();
    target.addEventListener("scroll", onScroll, { passive: true });
    const press = (event: Event) => {
      this.#pressed = this.#rowOf(event);
      this.#look();
    };
    const release = () => {
      this.#pressed = undefined;
    };
    list.addEventListener("pointerdown", press);
    document.addEventListener("pointerup", release);
    document.addEventListener("pointercancel", release);
    const sizes = new ResizeObserver(() => {
      if (scroller.clientHeight === 0) {
        // Hidden behind another page: some browsers forget where a hidden element was scrolled to.
        this.#restored = false;
        return;
      }
      this.#measured = false;
      if (!this.#restored) this.#restore();
      this.measure();
      this.#look();
    });
    sizes.observe(scroller);
    this.#restore();
    return () => {
      target.removeEventListener("scroll", onScroll);
      list.removeEventListener("pointerdown", press);
      document.removeEventListener("pointerup", release);
      document.removeEventListener("pointercancel", release);
      sizes.disconnect();
      this.#later?.();
      this.#later = undefined;
      this.#list = undefined;
    };
  }

  /** After a drawing: keep the anchor where it is when rows came or went above it. */
  rowsChanged(): void {
    const { count, rowKey, headings } = this;
    const laid = this.#laid;
    if (laid?.count === count && laid.rowKey === rowKey && laid.headings === headings) return;
    // To look at the page now would lay it out twice.
    if (!this.#list || this.#hidden()) return;
    this.#laid = { count, rowKey, headings };
    if (!this.#restored) this.#restore();
    const anchor = this.#anchor;
    if (anchor && (anchor.index >= this.count || this.rowKey(anchor.index) !== anchor.key)) {
      const now = findRow(anchor.key, anchor.index, this.count, this.rowKey);
      if (now !== undefined) this.#scrollTo(this.#topOf(now) - anchor.below);
    }
    this.#look();
  }

  /** Take the tallest of the first drawn rows for all; again after the width or the text size has changed. */
  measure(): void {
    if (this.#measured || !this.#list || this.count === 0 || this.#hidden()) return;
    const before = this.#tall.peek();
    const drawn = [...this.#list.children] as HTMLElement[];
    const row = tallest(drawn.filter(({ dataset }) => dataset.heading === undefined));
    if (row <= 0) return;
    const heading = tallest(drawn.filter(({ dataset }) => dataset.heading !== undefined)) || before.heading;
    this.#measured = true;
    if (row === before.row && heading === before.heading) return;
    const { index, offset } = this.#place.peek();
    this.#tall.value = { row, heading };
    this.#list.style.height = `${this.#topOf(this.count)}px`;
    if (index > 0 || offset > 0) this.#scrollTo(this.#topOf(index) + Math.min(offset, row - 1));
    this.#look();
  }

  onKeyDown(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!row || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement && event.target.type !== "checkbox") return;
    const to = this.#destination(event.key, Number(row.dataset.index));
    if (to === undefined) return;
    event.preventDefault();
    this.focusRow(to);
  }

  /** Show a row and put the focus on what it holds. */
  focusRow(index: number): void {
    const list = this.#list;
    if (!list || index < 0 || index >= this.count) return;
    this.#focused.value = { key: this.rowKey(index), index };
    const { scrolled, view } = this.#seen();
    const covered = this.#covered(view);
    const to = scrollToShow(index, scrolled + covered, view - covered, this.#heights());
    if (to !== undefined) this.#scrollTo(to - covered);
    const focus = () => {
      const row = list.querySelector(`[data-index="${index}"]`);
      row?.querySelector<HTMLElement>(FOCUSABLE)?.focus({ preventScroll: true });
      return row !== null;
    };
    // A row that was not drawn yet is there after the next drawing.
    if (!focus()) requestAnimationFrame(() => focus());
  }

  onFocusIn(event: FocusEvent): void {
    const row = this.#rowOf(event);
    if (!row) return;
    this.#focused.value = row;
    this.#look();
  }

  onFocusOut(event: FocusEvent): void {
    if (!(event.relatedTarget instanceof Node && this.#list?.contains(event.relatedTarget))) {
      this.#focused.value = undefined;
    }
  }

  #destination(key: string, from: number): number | undefined {
    const page = Math.max(1, Math.floor(this.#seen().view / this.#tall.peek().row) - 1);
    const last = this.count - 1;
    switch (key) {
      case "ArrowDown":
        return this.#rowFrom(from + 1, 1);
      case "ArrowUp":
        return this.#rowFrom(from - 1, -1);
      case "PageDown":
        return this.#rowFrom(Math.min(last, from + page), 1);
      case "PageUp":
        return this.#rowFrom(Math.max(0, from - page), -1);
      case "Home":
        return this.#rowFrom(0, 1);
      case "End":
        return this.#rowFrom(last, -1);
      default:
        return undefined;
    }
  }

  /** The first row from a place on that is no heading: this way, else the other. */
  #rowFrom(index: number, way: 1 | -1): number {
    const last = this.count - 1;
    const inside = Math.min(last, Math.max(0, index));
    for (const step of [way, -way]) {
      for (let at = inside; at >= 0 && at <= last; at += step) if (!isHeading(at, this.headings)) return at;
    }
    return inside;
  }

  #restore(): void {
    if (this.count === 0 || this.#hidden()) return;
    this.#restored = true;
    const { index, offset } = this.#place.peek();
    if (index > 0 || offset > 0) this.#scrollTo(this.#topOf(Math.min(index, this.count - 1)) + offset);
    this.#look();
  }

  /** How far the list's own top is above the view, and how much of the view is left for it. */
  #seen(): { scrolled: number; view: number } {
    const { list, scroller } = { list: this.#list, scroller: this.#scroller };
    if (!list || !scroller) return { scrolled: 0, view: FIRST_GUESS };
    const isPage = scrollTarget(scroller) === document;
    const top = isPage ? 0 : scroller.getBoundingClientRect().top;
    return { scrolled: top - list.getBoundingClientRect().top, view: scroller.clientHeight };
  }

  /** How much of the view's top a bar may stand over: what comes before the list, which may stick there. */
  #covered(view: number, scrolled = this.#seen().scrolled): number {
    const before = (this.#scroller?.scrollTop ?? 0) - scrolled;
    return Math.min(Math.max(0, before), view / 2);
  }

  #hidden(): boolean {
    return this.#scroller?.clientHeight === 0;
  }

  #scrollTo(position: number): void {
    const scroller = this.#scroller;
    if (scroller) scroller.scrollTop += position - this.#seen().scrolled;
  }

  #look(): void {
    if (this.count === 0 || !this.#restored || this.#hidden()) return;
    const { scrolled, view } = this.#seen();
    const heights = this.#heights();
    const wanted = rowsInView(scrolled, view, heights, this.count);
    const before = this.#range.peek();
    const seen = rowsSeen(scrolled, view, heights, this.count);
    const range = nextRows(before, seen, wanted, FEW);
    if (!sameRange(range, before)) this.#range.value = range;
    if (!sameRange(range, wanted)) this.#later ??= whenIdle(() => this.#lookAgain());
    // Above its first row a list is at its beginning, however much of the page stands before it.
    const index = Math.max(0, Math.min(this.count - 1, rowAt(scrolled, heights)));
    this.#place.value = { index, offset: scrolled - topOf(index, heights) };
    this.#anchor = this.#anchorIn(scrolled, view);
  }

  #lookAgain(): void {
    this.#later = undefined;
    this.#look();
  }

  /** At the very top there is none unless a row is held: new rows are seen at once. */
  #anchorIn(scrolled: number, view: number) {
    const anchor = (index: number) => ({
      key: this.rowKey(index),
      index,
      below: this.#topOf(index) - scrolled,
    });
    const held = this.#pressed ?? this.#focused.peek();
    const index = held && findRow(held.key, held.index, this.count, this.rowKey);
    if (index !== undefined && this.#topOf(index + 1) > scrolled && this.#topOf(index) < scrolled + view)
      return anchor(index);
    const seen = scrolled + this.#covered(view, scrolled);
    return seen > 0 ? anchor(Math.min(this.count - 1, rowAt(seen, this.#heights()))) : undefined;
  }

  #rowOf(event: Event): RowAt | undefined {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    const index = Number(row?.dataset.index);
    return row ? { key: this.rowKey(index), index } : undefined;
  }

  #heights(): Heights {
    return { ...this.#tall.peek(), headings: this.headings };
  }

  #topOf(index: number): number {
    return topOf(index, this.#heights());
  }
}

function tallest(rows: readonly HTMLElement[]): number {
  return Math.max(0, ...rows.map(contentHeight));
}

function contentHeight(row: HTMLElement): number {
  const inside = row.firstElementChild;
  return inside ? Math.ceil(inside.getBoundingClientRect().height) : 0;
}
