"""A list that changes at the office stays under the finger and the eyes; the focus stays where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.keyboard import Keyboard
from tests.e2e.office import FEMKE
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(150)

CUSTOMERS = "/app/w/sales_orders/p/customers"
WATCH_HEADINGS = """() => {
  window.headings = [];
  const note = () => {
    const shown = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
    window.headings.push(shown.at(-1)?.textContent ?? "an empty page");
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}"""


def test_rows_that_come_above_move_neither_the_focus_nor_what_is_touched_or_read(
    phone: Phone, desk: Desk
) -> None:
    page = phone.begin(FEMKE)
    phone.go(CUSTOMERS)
    rows = page.get_by_role("list", name="Customers").get_by_role("listitem")
    first = rows.first.inner_text().splitlines()[0]
    row = page.get_by_role("link", name=first)

    Keyboard(page).reach("link", first)
    before = top_of(row)
    comes(page, desk, "AAA Akeri")
    expect(row).to_be_focused()
    assert top_of(row) == before

    row.hover()
    page.mouse.down()
    before = top_of(row)
    comes(page, desk, "AAB Akeri")
    assert top_of(row) == before
    page.mouse.up()
    expect(page.get_by_role("heading", level=1, name=first)).to_be_visible()

    phone.go(CUSTOMERS)
    rows.first.hover()
    page.mouse.wheel(0, 1200)
    there = page.locator("[aria-posinset='22']")
    expect(there).to_be_in_viewport()
    phone.still()
    read = page.get_by_role("link", name=there.inner_text().splitlines()[0])
    before = top_of(read)
    comes(page, desk, "AAC Akeri")
    assert top_of(read) == before


@pytest.mark.feature("APP-02")
def test_no_frame_is_empty_from_a_list_to_a_form_and_back_to_where_it_was(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    phone.go(CUSTOMERS)
    row = page.locator("[aria-posinset='22']").get_by_role("link")
    # What pages are made of comes with the first round; it is the second that is looked at.
    for watched in (False, True):
        expect(page.get_by_role("listitem").first).to_be_visible()
        page.get_by_role("list", name="Customers").hover()
        page.mouse.wheel(0, 1200)
        expect(row).to_be_in_viewport()
        phone.still()
        before, name = top_of(row), row.inner_text().splitlines()[0]
        if watched:
            page.evaluate(WATCH_HEADINGS)

        row.click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()
        page.locator(".app-detail").get_by_role("button", name="Edit").click()
        page.get_by_label("City").fill(f"Lund {watched}")
        phone.save()
        expect(page.locator(".app-detail").get_by_text(f"Lund {watched}")).to_be_visible()
        page.get_by_role("button", name="Back").click()

        expect(row).to_be_in_viewport()
        assert top_of(row) == before
    seen: list[str] = page.evaluate("window.headings")
    assert {"Customers", name} <= set(seen)
    assert "an empty page" not in seen


def comes(page: Page, desk: Desk, name: str) -> None:
    """Let the office write a customer who stands above all others, and wait until the list has him."""
    row = page.get_by_role("listitem").last
    size = int(row.get_attribute("aria-setsize") or 0)
    desk.create("customer", {"name": name, "account": f"C-{name}"})
    expect(row).to_have_attribute("aria-setsize", str(size + 1))


def top_of(row: Locator) -> float:
    """Return how far below the top of the screen a row stands."""
    box = row.bounding_box()
    assert box is not None
    return round(box["y"])
