/**
 * Tab in a dialog: after the last thing comes the first, and before the first the last.
 *
 * A browser goes on to its own bars there, and the page has the focus no more.
 */
import { REACHABLE } from "./reachable";

/** Go round where a press of Tab would lead out of a dialog. */
export function roundDialog(event: KeyboardEvent): void {
  const here = document.activeElement;
  const dialog = here?.closest("dialog");
  if (event.key !== "Tab" || event.defaultPrevented || !here || !dialog) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (one) => (one.checkVisibility?.({ visibilityProperty: true }) ?? true) && !isPassed(one),
  );
  const ahead = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  if (stops.some((one) => here.compareDocumentPosition(one) & ahead && !areAlike(one, here))) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0)?.focus();
}

/** Of radio buttons Tab stops at the chosen one. */
function isPassed(one: Element): boolean {
  if (!isRadio(one) || one.checked) return false;
  const others = one.closest("dialog")?.querySelectorAll<HTMLInputElement>("input:checked") ?? [];
  return [...others].some((other) => areAlike(one, other));
}

function areAlike(one: Element, other: Element): boolean {
  return isRadio(one) && isRadio(other) && one.name === other.name;
}

function isRadio(one: Element): one is HTMLInputElement {
  return one instanceof HTMLInputElement && one.type === "radio";
}
