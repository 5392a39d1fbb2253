/**
 * Every part of the kit on one page, to be looked at; served in development only.
 *
 * `?part=home|list|form|outbox|kit|sheet` shows one screen, `?theme=dark`, `?dir=rtl` and `?text=200` change how. Its
 * words are examples, not messages.
 */
import { signal } from "@preact/signals";
import { type ComponentChild, render } from "preact";
import "./ground.css";
import "./gallery.css";
import { FormScreen } from "./gallery-form";
import { KitScreen } from "./gallery-kit";
import { HomeScreen, ListScreen, OutboxScreen } from "./gallery-screens";

const wish = new URLSearchParams(location.search);
const page = document.documentElement;
if (wish.get("theme")) page.dataset.theme = wish.get("theme") ?? "";
if (wish.get("dir")) page.dir = wish.get("dir") ?? "ltr";
if (wish.get("text")) page.style.fontSize = `${wish.get("text")}%`;

const screens: Readonly<Record<string, () => ComponentChild>> = {
  home: () => <HomeScreen />,
  list: () => <ListScreen />,
  form: () => <FormScreen />,
  outbox: () => <OutboxScreen />,
  kit: () => <KitScreen />,
  sheet: () => <KitScreen sheetOpen={signal(true)} />,
};

const part = wish.get("part");
const shown = part ? screens[part] : undefined;

function Index() {
  return (
    <main class="gallery-index">
      <h1>The kit</h1>
      {Object.keys(screens).map((name) => (
        <a key={name} href={`?part=${name}`}>
          {name}
        </a>
      ))}
    </main>
  );
}

render(shown ? shown() : <Index />, document.body);
