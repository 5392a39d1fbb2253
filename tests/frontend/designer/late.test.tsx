import { render } from "preact";
import { afterEach, expect, it } from "vitest";
import { BarePage } from "../../../frontend/designer/bare-page";
import { keepFocus } from "../../../frontend/designer/kept-focus";
import { Late } from "../../../frontend/designer/late";

let stop: () => void;
afterEach(() => {
  render(null, document.body);
  stop();
});

it("[BEY-14] a page on its way has the focus at a heading, and hands it on to its own", async () => {
  stop = keepFocus(document.body);
  let come = (_page: () => preact.JSX.Element) => {};
  const load = () =>
    new Promise<() => preact.JSX.Element>((done) => {
      come = done;
    });
  const drawn = () => new Promise((done) => setTimeout(done, 20));
  const words = () => document.activeElement?.textContent;

  render(
    <main>
      <h1>All</h1>
      <button type="button">Open</button>
    </main>,
    document.body,
  );
  document.querySelector("button")?.focus();
  render(<Late load={load} props={{}} Until={BarePage} />, document.body);
  await drawn();
  const meanwhile = words();
  come(() => (
    <main>
      <h1>Profiles</h1>
    </main>
  ));
  await drawn();

  expect(meanwhile).toBe("Designer");
  expect(words()).toBe("Profiles");
});
