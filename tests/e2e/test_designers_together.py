"""Two designers of one workspace: they see each other, their edits merge, each takes back his own only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

Boards = tuple[DrawingBoard, DrawingBoard]
DOCUMENTS = """() => [...document.querySelectorAll('[role="treeitem"]')]
  .map((row) => `${row.ariaLevel} ${row.querySelector(".d-row-label")?.textContent}`)"""
SUMMARY = "pages/order/blocks/summary"


@pytest.fixture
def boards(new_phone: Callable[..., Phone]) -> Boards:
    """Two browsers with the sales workspace open."""
    one, other = (DrawingBoard(new_phone(name, wide=True)) for name in ("one", "other"))
    for board in (one, other):
        board.begin_in("sales_orders")
    return one, other


@pytest.mark.feature("DSG-23")
def test_designers_see_each_other_and_what_the_other_does(boards: Boards) -> None:
    one, other = boards
    one.choose("pages/orders")

    expect(other.page.locator(".d-others")).to_contain_text("Also here: Ana")
    expect(other.row("pages/orders").locator(".d-other-here")).to_be_visible()
    one.page.get_by_label("Title, en").fill("Order book")

    expect(other.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")
    expect(other.phone.get_by_text("Order book").first).to_be_visible()
    one.page.close()
    expect(other.page.locator(".d-other-here")).to_have_count(0)


@pytest.mark.feature("DSG-23")
def test_edits_of_different_and_of_the_same_nodes_made_while_cut_off_end_equal_everywhere(
    boards: Boards, office: Office, desk: Desk
) -> None:
    one, other = boards
    office.cable.cut()
    one.choose("pages/orders")
    one.page.get_by_label("Title, en").fill("Order book")
    one.choose(f"{SUMMARY}/fields/customer").press("Delete")
    other.choose("pages/orders")
    other.page.get_by_label("Title, sv").fill("Orderbok")
    other.choose(f"{SUMMARY}/fields/contact").press("Alt+ArrowUp")
    other.choose("pages/order")
    other.page.get_by_label("Title, en").fill("Sales order")

    office.cable.restore()
    for board in boards:
        board.page.evaluate("dispatchEvent(new Event('online'))")
        board.saved()

    expect(one.row("pages/order").locator(".d-row-label")).to_have_text("Sales order")
    expect(other.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")
    expect(other.row(f"{SUMMARY}/fields/customer")).to_have_count(0)
    workspace = desk.call("GET", "/designs/sales_orders")["workspace"]
    pages: dict[str, Any] = {page["id"]: page for page in workspace["pages"]}
    assert pages["orders"]["title"] == {"en": "Order book", "sv": "Orderbok"}
    assert pages["order"]["title"]["en"] == "Sales order"
    shown = [field["id"] for field in pages["order"]["blocks"][0]["fields"]]
    assert "customer" not in shown
    one.choose(f"{SUMMARY}/fields/contact")
    other.choose(f"{SUMMARY}/fields/contact")
    assert one.page.evaluate(DOCUMENTS) == other.page.evaluate(DOCUMENTS)


@pytest.mark.feature("DSG-23")
def test_the_same_text_written_by_both_keeps_the_later_and_each_undo_takes_back_its_own_step_only(
    boards: Boards, desk: Desk
) -> None:
    one, other = boards
    before = {page["id"]: page["title"]["en"] for page in design(desk)["pages"]}
    one.choose("pages/orders")
    one.page.get_by_label("Title, en").fill("Order book")
    one.saved()
    expect(other.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")
    other.choose("pages/order")
    other.page.get_by_label("Title, en").fill("Sales order")
    other.saved()
    expect(one.row("pages/order").locator(".d-row-label")).to_have_text("Sales order")

    one.row("pages/orders").focus()
    one.page.keyboard.press("Control+z")
    one.saved()

    titles = {page["id"]: page["title"]["en"] for page in design(desk)["pages"]}
    assert titles["orders"] == before["orders"]
    assert titles["order"] == "Sales order"
    expect(other.row("pages/orders").locator(".d-row-label")).to_have_text(
        # Behind a title that another page has as well stands what tells the two apart.
        re.compile(f"^{before['orders']}( |$)")
    )
    other.row("pages/order").focus()
    other.page.keyboard.press("Control+z")
    other.saved()
    assert {page["id"]: page["title"]["en"] for page in design(desk)["pages"]} == before


def design(desk: Desk) -> Any:
    """Return the workspace as the server keeps its design."""
    return desk.call("GET", "/designs/sales_orders")["workspace"]
