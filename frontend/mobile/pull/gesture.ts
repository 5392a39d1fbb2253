/**
 * One finger that pulls a page down from its top: how far, until it lets go.
 *
 * Only a pull that begins at the top of everything that scrolls under the finger, and goes down more than sideways,
 * is one; a swipe on a row and a scroll are not.
 */
/** Pixels of the finger's way at which letting go asks for news. */
export const ENOUGH = 96;
/** The finger's way, in pixels, before a pull shows: a tap trembles. */
const TREMBLE = 12;

export interface Pulling {
  /** Told how far the finger is, in pixels, while it pulls; 0 when it does not any more. */
  readonly moved: (way: number) => void;
  /** It let go far enough. */
  readonly released: () => void;
  /** Whether a pull may begin now. */
  readonly allowed: () => boolean;
}

/** Listen for pulls on a part of the page; the answer stops that. */
export function onPull(ground: HTMLElement, { moved, released, allowed }: Pulling): () => void {
  let from: { readonly x: number; readonly y: number } | null = null;
  let way = 0;

  function end(): void {
    from = null;
    way = 0;
    moved(0);
  }
  function begin({ touches, target }: TouchEvent): void {
    const [touch, ...more] = touches;
    end();
    if (!touch || more.length > 0 || !allowed() || !isAtTop(target)) return;
    from = { x: touch.clientX, y: touch.clientY };
  }
  function move({ touches }: TouchEvent): void {
    const [touch] = touches;
    if (!from || !touch) return;
    const down = touch.clientY - from.y;
    const aside = Math.abs(touch.clientX - from.x);
    const isPull = way > 0 || (down >= 0 && aside <= Math.max(down, TREMBLE));
    if (isPull) {
      way = down > TREMBLE ? down : 0;
      moved(way);
    } else end();
  }
  function letGo(): void {
    const far = from !== null && way >= ENOUGH;
    end();
    if (far) released();
  }

  const listeners = [
    ["touchstart", begin],
    ["touchmove", move],
    ["touchend", letGo],
    ["touchcancel", end],
  ] as const;
  for (const [name, listener] of listeners)
    ground.addEventListener(name, listener as EventListener, { passive: true });
  return () => {
    for (const [name, listener] of listeners) ground.removeEventListener(name, listener as EventListener);
  };
}

function isAtTop(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest("dialog, [popover]")) return false;
  for (let above: Element | null = target; above; above = above.parentElement) {
    if (above.scrollTop > 0) return false;
  }
  return true;
}
