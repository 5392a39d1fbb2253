/**
 * The outlines in the preview: what is selected or pointed at in the designer's tree, and choosing by a click.
 *
 * Blocks and fields say which node they draw by `data-node`. The app draws anew when it likes, so the outlines are
 * laid over it and follow.
 */
import type { NodeAddress } from "../metadata/preview-channel";
import "./preview.css";

export interface Marked {
  readonly selected: NodeAddress | null;
  readonly hovered: NodeAddress | null;
  readonly choosing: boolean;
}

/** Pixels between a node and its outline. */
const AIR = 4;
/** Pixels at the top and at the bottom that bars may stand before. */
const COVERED = [64, 128] as const;

export class PreviewMarks {
  #marked: Marked = { selected: null, hovered: null, choosing: false };
  #pointed: NodeAddress | null = null;
  #drawn = "";
  #unseen: NodeAddress | null = null;

  constructor(
    private readonly app: HTMLElement,
    private readonly over: HTMLElement,
    chosen: (node: NodeAddress) => void,
  ) {
    app.addEventListener(
      "click",
      (event) => {
        if (!this.#marked.choosing) return;
        event.preventDefault();
        event.stopPropagation();
        const node = nodeOf(event.target);
        if (node) chosen(node);
      },
      { capture: true },
    );
    app.addEventListener("pointermove", (event) => {
      this.#pointed = this.#marked.choosing ? nodeOf(event.target) : null;
    });
    app.addEventListener("pointerleave", () => {
      this.#pointed = null;
    });
    const follow = () => {
      this.#draw();
      requestAnimationFrame(follow);
    };
    follow();
  }

  mark(marked: Marked): void {
    if (marked.selected !== this.#marked.selected) this.#unseen = marked.selected;
    this.#marked = marked;
    this.app.classList.toggle("preview-choosing", marked.choosing);
  }

  /** Bring what was just selected into view, once it is drawn: a new block comes a moment later. */
  #show(): void {
    const found = this.#unseen && this.#find(this.#unseen);
    if (!found) return;
    this.#unseen = null;
    const { top, bottom } = found.getBoundingClientRect();
    const [above, below] = COVERED;
    if (top < above || bottom > innerHeight - below) found.scrollIntoView({ block: "center" });
  }

  #draw(): void {
    this.#show();
    const { selected, hovered } = this.#marked;
    const boxes = [
      this.#box(selected, "selected"),
      this.#box(this.#pointed ?? (hovered === selected ? null : hovered), "hovered"),
    ].flatMap((box) => box ?? []);
    const wanted = JSON.stringify(boxes);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.over.replaceChildren(
      ...boxes.map(({ kind, left, top, width, height }) => {
        const mark = document.createElement("div");
        mark.className = `preview-mark preview-mark-${kind}`;
        mark.style.translate = `${left}px ${top}px`;
        mark.style.width = `${width}px`;
        mark.style.height = `${height}px`;
        return mark;
      }),
    );
  }

  #box(node: NodeAddress | null, kind: "selected" | "hovered") {
    // A whole page needs no outline: it is what is on show.
    if (!node || /^pages\/[^/]+$/.test(node)) return null;
    const found = this.#find(node);
    if (!found) return null;
    const { left, top, width, height } = found.getBoundingClientRect();
    if (width === 0) return null;
    return { kind, left: left - AIR, top: top - AIR, width: width + 2 * AIR, height: height + 2 * AIR };
  }

  #find(node: NodeAddress): HTMLElement | null {
    return this.app.querySelector<HTMLElement>(`[data-node="${CSS.escape(node)}"]`);
  }
}

/** The node that an element draws; of a page inside another one, the part that it stands in. */
function nodeOf(target: EventTarget | null): NodeAddress | null {
  let node = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
  for (let part = partAround(node); part; part = partAround(part.parentElement)) node = part;
  return node?.dataset.node ?? null;
}

function partAround(element: HTMLElement | null): HTMLElement | null {
  return element?.closest<HTMLElement>(".block-part") ?? null;
}
