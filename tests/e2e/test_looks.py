"""The phone app as devices show it: in large text, from right to left, in forced colours, without motion."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import FloatRect, Page, expect

from tests.e2e.desk import Desk, replacement
from tests.e2e.office import FEMKE
from tests.e2e.phone import PHONE, Phone
from tests.e2e.stations import PAGES, stations

pytestmark = pytest.mark.timeout(240)

SPILLED = """() => {
  const width = document.documentElement.clientWidth;
  const said = (one) => `${one.outerHTML.slice(0, 100)} «${one.textContent.trim().slice(0, 40)}»`;
  const clips = (how) => how === "hidden" || how === "clip";
  const ownScroller = (one) => {
    for (let up = one.parentElement; up && !up.matches(".ui-app-page"); up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible" && up.scrollWidth > up.clientWidth) return true;
    return false;
  };
  const wrong = (one) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (one.closest(".ui-hidden, svg > *") || style.visibility === "hidden") return;
    if (box.width * box.height === 0) return;
    if (one.matches("html, .ui-app-page, .ui-sheet-content") && one.scrollWidth > one.clientWidth)
      return "scrolls sideways";
    if ((box.right > width + 1 || box.left < -1) && !ownScroller(one)) return "stands beside the screen";
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return;
    if (clips(style.overflowX) && one.scrollWidth > one.clientWidth + 1) return "is cut at its end";
    // Rows of a long list are of one height; the record's own page has all its words.
    if (one.closest(".ui-virtual-row")) return;
    if (clips(style.overflowY) && one.scrollHeight > one.clientHeight + 2) return "is cut below";
  };
  return [...document.querySelectorAll("*")].flatMap((one) => {
    const how = wrong(one);
    return how ? [`${how}: ${said(one)}`] : [];
  });
}"""
UNTRANSLATED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.closest("noscript")) found.push(data);
  }
  for (const one of document.body.querySelectorAll("*"))
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name));
  return found.filter((text) => /[a-z]/i.test(text.replace(/\\u202e[^\\u202c]*\\u202c/g, "")));
}"""
WATCH_MOTION = """() => {
  window.motions = [];
  const note = () => {
    for (const { effect } of document.getAnimations())
      if (effect.getComputedTiming().duration > 1) window.motions.push(effect.target.className);
  };
  for (const kind of ["transitionrun", "animationstart"]) document.addEventListener(kind, note, true);
  const start = document.startViewTransition.bind(document);
  document.startViewTransition = (move) => { window.motions.push("page"); return start(move); };
}"""
# What is drawn of a hidden input is its label.
SEEN_OF_FOCUS = """() => {
  const { activeElement } = document;
  const drawn = activeElement.matches(".ui-hidden") ? activeElement.closest("label") : activeElement;
  return drawn.getBoundingClientRect().toJSON();
}"""
GIVEN = ("Femke", "femke@", "FV", "English", "Svenska")
"""What is said as it is: names of people and of languages."""


def test_with_text_twice_as_large_nothing_is_cut_and_no_page_scrolls_sideways(phone: Phone) -> None:
    phone.enlarge(32)
    page = phone.begin(FEMKE)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"

    found = {name: page.evaluate(SPILLED) for name in stations(phone)}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.feature("DSG-10")
def test_with_text_twice_as_large_what_is_done_with_chosen_rows_stays_in_sight(
    phone: Phone, desk: Desk
) -> None:
    rows = ["pages", "orders", "blocks", "rows"]
    desk.publish("sales_orders", [replacement("workspace", rows, "select", False, True)], "Several")
    phone.enlarge(32)
    page = phone.begin(FEMKE)
    phone.go(PAGES["list"])
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Choose several").click()

    page.get_by_role("listitem").first.click()

    bar = page.get_by_role("region", name="Choose several")
    expect(bar.get_by_role("status")).to_have_text("1 chosen")
    expect(bar).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("listitem").first).to_be_in_viewport()
    bar.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("Delete this order?")


def test_the_app_runs_from_right_to_left_and_says_nothing_past_the_catalogue(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    page.evaluate("localStorage.setItem('satchel.language', 'ar-XB')")
    spilled, untranslated = {}, {}

    for name in stations(phone):
        assert page.evaluate("document.documentElement.dir") == "rtl"
        spilled[name] = page.evaluate(SPILLED)
        if name in ("outbox", "filters", "more", "nowhere"):
            said = page.evaluate(UNTRANSLATED)
            untranslated[name] = [text for text in said if not text.startswith(GIVEN)]

    assert {name: wrong for name, wrong in spilled.items() if wrong} == {}
    assert {name: texts for name, texts in untranslated.items() if texts} == {}
    phone.go(PAGES["list"])
    assert x_of(page, ".ui-app-bar-back") > PHONE["width"] / 2
    assert x_of(page, ".ui-pill") < PHONE["width"] / 2
    assert x_of(page, ".ui-tab:first-child") > x_of(page, ".ui-tab:last-child")


def x_of(page: Page, selector: str) -> float:
    """Return where the middle of the first of these that is on show stands, from the left."""
    box = page.locator(f"{selector}:visible").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("colours", ["none", "active"], ids=["own colours", "forced colours"])
def test_whatever_has_the_focus_is_seen_to_have_it(phone: Phone, colours: str) -> None:
    page = phone.begin(FEMKE)
    page.emulate_media(forced_colors=colours, reduced_motion="reduce")  # type: ignore[arg-type]
    unseen = {}

    for name in ("list", "form with a photo", "filters", "more"):
        phone.go(PAGES[name])
        expect(page.locator("h1:visible")).to_have_count(1)
        phone.still()
        unseen[name] = [said for said, seen in focus_rings(page) if not seen]
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    unseen["sheet"] = [said for said, seen in focus_rings(page) if not seen]

    assert {name: those for name, those in unseen.items() if those} == {}


def focus_rings(page: Page, most: int = 14) -> Iterator[tuple[str, bool]]:
    """Go on by the tab key; for each that gets the focus say whether the screen shows it."""
    known = set()
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        if said.startswith("<body") or said in known:
            break
        known.add(said)
        place = page.evaluate(SEEN_OF_FOCUS)
        focused = picture(page, place)
        page.evaluate("document.activeElement.blur()")
        changed = ImageChops.difference(focused, picture(page, place)).convert("L")
        # A ring is at least as long as half of the way around.
        yield said, sum(changed.histogram()[48:]) >= place["width"] + place["height"]
    assert known, "nothing on the page takes the focus"


def picture(page: Page, place: FloatRect) -> Image.Image:
    """Return what is seen of a place and a little around it."""
    left, top = max(0, place["x"] - 6), max(0, place["y"] - 6)
    clip: FloatRect = {"x": left, "y": top, "width": place["width"] + 12, "height": place["height"] + 12}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_wants_no_motion(phone: Phone, motion: str) -> None:
    page = phone.begin(FEMKE)
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    phone.go(PAGES["list"])
    page.get_by_role("listitem").first.wait_for()
    page.evaluate(WATCH_MOTION)

    page.get_by_role("listitem").first.click()
    expect(page.locator(".app-detail h1:visible")).to_have_count(1)
    page.locator(".app-detail").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="History").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    phone.still()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    motions = page.evaluate("window.motions")
    assert (motions == []) == (motion == "reduce"), motions
