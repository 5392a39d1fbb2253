import { afterEach, expect, it, vi } from "vitest";
import { PreviewMarks } from "../../../frontend/mobile/preview-marks";

const NODE = "pages/order/blocks/outer/blocks/inner";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** Marks over an empty app, and the frames that they draw in. */
function marks() {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
  const [app, over] = [document.createElement("div"), document.createElement("div")];
  document.body.append(app, over);
  const made = new PreviewMarks(app, over, () => {});
  return { made, app, over, frame: () => frames.shift()?.() };
}

function block(top: number) {
  const element = document.createElement("section");
  element.dataset.node = NODE;
  element.getBoundingClientRect = () => new DOMRect(0, top, 300, 80);
  element.scrollIntoView = vi.fn();
  return element;
}

it("a block that is selected before it is drawn is brought into view once it is, and not again", () => {
  const { made, app, over, frame } = marks();
  made.mark({ selected: NODE, hovered: null, choosing: false });
  frame();
  const late = block(innerHeight + 200);

  app.append(late);
  frame();
  frame();

  expect(late.scrollIntoView).toHaveBeenCalledOnce();
  expect(over.children).toHaveLength(1);
});

it("a block that can be seen stays where it is", () => {
  const { made, app, frame } = marks();
  const seen = block(200);
  app.append(seen);

  made.mark({ selected: NODE, hovered: null, choosing: false });
  frame();

  expect(seen.scrollIntoView).not.toHaveBeenCalled();
});
