import { afterEach, beforeEach, expect, it } from "vitest";
import { keepFocus } from "../../../frontend/designer/kept-focus";
import { enterPane, nextPane } from "../../../frontend/designer/pane-keys";

let stop: () => void;
beforeEach(() => {
  stop = keepFocus(document.body);
});
afterEach(() => {
  stop();
  document.body.innerHTML = "";
});

const draw = (markup: string) => {
  document.body.innerHTML = markup;
};
const at = (id: string) => document.getElementById(id) as HTMLElement;
const here = () => document.activeElement?.id;
/** The watch is told of changes after what made them. */
const told = () => new Promise((done) => setTimeout(done));

it("[BEY-14] what is removed gives the focus to the next of its group, the last to the one before", async () => {
  draw(`<main><h1 id="head">Head</h1><ul>
    <li id="first"><button id="one">1</button></li>
    <li id="second"><button id="two">2</button></li>
    <li id="third"><button id="three">3</button></li></ul><button id="other">Other</button></main>`);

  at("two").focus();
  at("second").remove();
  await told();
  const after = here();
  at("third").remove();
  await told();

  expect(after).toBe("three");
  expect(here()).toBe("one");
});

it("[BEY-14] a group that goes as a whole gives it to the heading of its pane, a page to that of the next", async () => {
  draw(`<main><section data-pane="properties"><h2 id="pane">Pane</h2>
    <fieldset id="group"><input id="text"></fieldset></section></main>`);

  at("text").focus();
  at("group").remove();
  await told();
  const inPane = here();
  draw('<main><h1 id="page">Page</h1></main>');
  await told();

  expect(inPane).toBe("pane");
  expect(here()).toBe("page");
});

it("[BEY-14] what is moved keeps it, and a hand that lets go of it is not held", async () => {
  draw(`<main><ul id="list"><li><button id="one">1</button></li>
    <li id="second"><button id="two">2</button></li></ul></main>`);

  at("two").focus();
  at("list").prepend(at("second"));
  at("two").blur();
  at("list").append(document.createElement("li"));
  await told();
  const moved = here();
  at("list").dispatchEvent(new Event("pointerdown", { bubbles: true }));
  at("two").blur();
  at("second").remove();
  await told();

  expect(moved).toBe("two");
  expect(document.activeElement).toBe(document.body);
});

it("[BEY-14] a control that can no longer be used gives the focus to its neighbour", async () => {
  draw('<main><ul><li><button id="up">Up</button><button id="down">Down</button></li></ul></main>');

  at("up").focus();
  at("up").setAttribute("disabled", "");
  await told();

  expect(here()).toBe("down");
});

it("[BEY-14] Tab goes round in a dialog, also while what it will hold is on its way", () => {
  draw(`<main><button>Behind</button></main>
    <dialog open><h2 id="head" tabindex="-1">New</h2><button id="close">Close</button>
      <input type="radio" name="start" id="sheet"><input type="radio" name="start" id="blank" checked>
      <div id="part"></div></dialog>`);
  const tab = (shiftKey = false) => {
    const event = new KeyboardEvent("keydown", { key: "Tab", shiftKey, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return event.defaultPrevented ? here() : "left to the browser";
  };

  at("blank").focus();
  const round = tab();
  const back = tab(true);
  at("part").innerHTML = '<input id="file" type="file">';
  const onward = tab();
  at("head").focus();
  const fromHead = [tab(), tab(true)];

  expect([round, back, onward]).toEqual(["close", "blank", "left to the browser"]);
  expect(fromHead).toEqual(["left to the browser", "file"]);
});

it("[BEY-14] F6 goes round the panes that have something to reach, a tree at its own row", () => {
  draw(`<div data-pane="bar"><button id="bar">Bar</button></div>
    <div data-pane="contents"><button id="plus">+</button>
      <div role="tree"><div role="treeitem" tabindex="-1">A</div><div role="treeitem" tabindex="0" id="row">B</div></div></div>
    <div data-pane="properties"><input id="text"></div>
    <div data-pane="notices"></div>`);

  const forward = [1, 1, 1, 1].map(() => {
    nextPane(1);
    return here();
  });
  nextPane(-1);

  expect(forward).toEqual(["bar", "row", "text", "bar"]);
  expect(here()).toBe("text");
  expect([enterPane("contents"), here(), enterPane("notices")]).toEqual([true, "row", false]);
});
