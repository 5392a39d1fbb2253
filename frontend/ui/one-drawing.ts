/**
 * What a piece of work changes on the page is drawn once, when it is done, and not step by step on the way there.
 */
import { options } from "preact";

/** Milliseconds after which the page is drawn whatever the work does: what takes longer shows how far it is. */
const LONGEST = 100;

const soon = options.debounceRendering ?? ((draw: () => void) => void Promise.resolve().then(draw));
let works = 0;
let waiting: (() => void)[] = [];

options.debounceRendering = (draw) => {
  if (works > 0) waiting.push(draw);
  else soon(draw);
};

/** Do something that ends soon; the page is drawn at its end. */
export async function drawnOnce<T>(work: () => Promise<T>): Promise<T> {
  works += 1;
  let held = true;
  const end = () => {
    if (!held) return;
    held = false;
    works -= 1;
    if (works > 0) return;
    const drawings = waiting;
    waiting = [];
    for (const draw of drawings) draw();
  };
  const patience = setTimeout(end, LONGEST);
  try {
    return await work();
  } finally {
    clearTimeout(patience);
    end();
  }
}
