"""Editing in the designer: what an edit leaves alone, the way back, no mouse, and a network that goes."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk, Refused, insertion
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)

Document = dict[str, Any]
SUMMARY = "pages/order/blocks/summary"
SUMMARY_PATH = [*SUMMARY.split("/"), "fields"]


@pytest.fixture
def board(new_phone: Callable[..., Phone]) -> DrawingBoard:
    return DrawingBoard(new_phone("designer", wide=True))


@pytest.mark.feature("DSG-23", "DSG-03", "L21")
def test_adding_moving_and_removing_one_field_leaves_every_other_part_of_the_design_as_it_was(
    board: DrawingBoard, desk: Desk
) -> None:
    before = design(desk)
    board.begin_in("sales_orders")

    board.choose(SUMMARY)
    board.place_field("Fields", "Created")
    board.saved()
    added = design(desk)
    board.row(f"{SUMMARY}/fields/created_on").press("Alt+ArrowUp")
    board.saved()
    moved = design(desk)
    board.row(f"{SUMMARY}/fields/created_on").press("Delete")
    board.saved()

    assert fields(added) == [*fields(before), {"id": "created_on", "field": "created_on"}]
    assert fields(moved) == [*fields(before)[:-1], fields(added)[-1], fields(before)[-1]]
    assert without_fields(added) == without_fields(moved) == without_fields(before)
    assert design(desk) == before


@pytest.mark.feature("DSG-23")
def test_undo_and_redo_go_through_a_reload_and_text_being_written_keeps_its_own(
    board: DrawingBoard, desk: Desk
) -> None:
    before = design(desk)
    page = board.begin_in("sales_orders")
    board.choose(f"{SUMMARY}/fields/customer").press("Delete")
    expect(board.row(f"{SUMMARY}/fields/customer")).to_have_count(0)
    board.choose("pages/orders")
    title = page.get_by_label("Title, en")
    title.fill("Order book")
    expect(board.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")
    expect(board.phone.get_by_role("heading", level=1, name="Order book")).to_be_visible()
    board.saved()
    after = design(desk)

    page.reload()
    board.await_phone()
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(board.row("pages/orders").locator(".d-row-label")).to_have_text(re.compile("^Orders( |$)"))
    board.saved()
    assert design(desk) == before
    page.reload()
    board.await_phone()
    for _ in range(2):
        page.keyboard.press("Control+Shift+z")

    expect(board.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")
    board.saved()
    assert design(desk) == after
    board.choose("pages/orders")
    title.press_sequentially("!")
    title.press("Control+z")
    expect(title).to_have_value("Order book")
    expect(board.row("pages/orders").locator(".d-row-label")).to_have_text("Order book")


@pytest.mark.feature("DSG-23")
def test_a_field_is_dragged_by_its_handle_and_moved_the_same_by_the_keyboard_and_the_menu(
    board: DrawingBoard, desk: Desk
) -> None:
    page = board.begin_in("sales_orders")
    order = [field["id"] for field in fields(design(desk))]
    board.choose(f"{SUMMARY}/fields/{order[0]}")

    drag(page, board, order[0], order[2])
    board.saved()
    dragged = [field["id"] for field in fields(design(desk))]
    row = board.row(f"{SUMMARY}/fields/{order[0]}")
    row.press("Alt+ArrowUp")
    expect(row).to_be_focused()
    page.get_by_role("region", name="Contents").get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Move up").click()
    board.saved()

    assert dragged == [order[1], order[2], order[0], *order[3:]]
    assert [field["id"] for field in fields(design(desk))] == order


@pytest.mark.feature("DSG-03", "DSG-11", "PUB-01")
def test_a_page_and_a_field_are_added_and_published_without_a_mouse(board: DrawingBoard, desk: Desk) -> None:
    page = board.begin_in("sales_orders")
    press = page.keyboard.press

    reach(page, "Add")
    press("Enter")
    press("Enter")
    sheet = page.get_by_role("dialog", name="New page")
    expect(sheet).to_be_visible()
    reach(page, "Entity")
    page.keyboard.type("Items")
    reach(page, "Add")
    press("Enter")
    expect(sheet).to_be_hidden()
    expect(board.row("pages/item_list")).to_have_attribute("aria-selected", "true")
    expect(board.row("pages/item_list")).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        press(key)
    expect(board.row("pages/item/blocks/facts")).to_have_attribute("aria-selected", "true")
    reach(page, "Add", backwards=True)
    press("Enter")
    page.keyboard.press("ArrowDown")
    press("Enter")
    field = page.get_by_role("dialog", name="New field of Item")
    expect(field).to_be_visible()
    reach(page, "Name")
    page.keyboard.type("Shelf")
    reach(page, "Add")
    press("Enter")
    board.saved()
    reach(page, "Publish", backwards=True)
    press("Enter")
    reach(page, "Note to the users")
    page.keyboard.type("Items have a page and a shelf.")
    reach(page, "Publish")
    press("Enter")

    expect(page.get_by_text("Published as version 2.")).to_be_visible()
    published = desk.call("GET", "/designs/sales_orders")
    assert published["publishedVersion"] == 2
    assert not published["changed"]
    items = one(published["workspace"]["pages"], "item")
    assert items["blocks"][0]["fields"][-1] == {"id": "shelf", "field": "shelf"}
    assert one(one(published["model"]["entities"], "item")["fields"], "shelf")["type"] == "text"


@pytest.mark.feature("DSG-23")
def test_edits_made_without_a_network_say_so_and_are_saved_when_it_is_back(
    board: DrawingBoard, desk: Desk, office: Office
) -> None:
    before = design(desk)
    page = board.begin_in("sales_orders")
    office.cable.cut()

    board.choose(f"{SUMMARY}/fields/customer").press("Delete")
    expect(page.get_by_text("Not saved yet, trying again")).to_be_visible()
    expect(board.row(f"{SUMMARY}/fields/customer")).to_have_count(0)
    assert design(desk) == before
    office.cable.restore()
    page.get_by_role("button", name="Try now").click()

    board.saved()
    assert fields(design(desk)) == [field for field in fields(before) if field["id"] != "customer"]


@pytest.mark.feature("DSG-23", "PUB-01")
def test_a_reference_to_a_missing_field_is_refused_at_save_with_its_place(
    board: DrawingBoard, desk: Desk
) -> None:
    before = desk.call("GET", "/designs/sales_orders")
    missing = insertion("workspace", SUMMARY_PATH, {"id": "ghost", "field": "no_such_field"})
    through = insertion("workspace", SUMMARY_PATH, {"id": "ghost", "field": "customer.no_such_field"})

    for edit in (missing, through):
        with pytest.raises(Refused) as refused:
            desk.call("PATCH", "/designs/sales_orders", {"revision": before["revision"], "edits": [edit]})
        assert refused.value.status == 422
        assert "ghost" in str(refused.value)
    assert desk.call("GET", "/designs/sales_orders") == before

    page = board.begin_in("sales_orders")
    board.choose("entities/sales_order/fields/reference").press("Delete")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("refer to it")
    question.get_by_role("button", name="Remove").click()
    board.saved()

    after = design(desk)
    assert "reference" not in [one["field"] for one in fields(after)]
    assert desk.call("GET", "/designs/sales_orders")["findings"] == []


def design(desk: Desk) -> Document:
    """Return both documents of the design as the server keeps them."""
    found = desk.call("GET", "/designs/sales_orders")
    return {"workspace": found["workspace"], "model": found["model"]}


def fields(documents: Document) -> list[Document]:
    """Return the fields of the first group on the order's page."""
    summary = one(one(documents["workspace"]["pages"], "order")["blocks"], "summary")
    found: list[Document] = summary["fields"]
    return found


def without_fields(documents: Document) -> Document:
    """Return the documents with that group emptied."""
    rest = copy.deepcopy(documents)
    fields(rest).clear()
    return rest


def one(nodes: list[Document], identity: str) -> Document:
    """Return the node with an id."""
    return next(node for node in nodes if node["id"] == identity)


def drag(page: Page, board: DrawingBoard, what: str, below: str) -> None:
    """Drag a field by its handle to the lower half of another, the way a hand does."""
    handle = board.row(f"{SUMMARY}/fields/{what}").locator("[data-handle]").bounding_box()
    target = board.row(f"{SUMMARY}/fields/{below}").bounding_box()
    assert handle is not None
    assert target is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + 4, steps=8)
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 6, steps=4)
    expect(board.row(f"{SUMMARY}/fields/{below}")).to_have_attribute("data-drop", "after")
    page.mouse.up()


def reach(page: Page, name: str, *, backwards: bool = False) -> None:
    """Press Tab until something of this name has the focus.

    :raises AssertionError: the keyboard does not get there
    """
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


FOCUSED = """() => {
  const here = document.activeElement;
  const name = here.getAttribute("aria-label") ?? here.labels?.[0]?.textContent ?? here.textContent;
  return name.replace(/\\s*required$/, "").trim();
}"""


@pytest.mark.feature("MET-04", "L01")
def test_a_published_field_gets_another_type_and_fields_are_chosen_together_by_pointing_and_clicking(
    board: DrawingBoard, desk: Desk, office: Office
) -> None:
    numbers = office.rows("SELECT f_phone FROM e_customer WHERE f_phone IS NOT NULL ORDER BY id")
    page = board.begin_in("sales_orders")

    board.choose("entities/customer/fields/phone")
    page.get_by_label("Type").select_option(label="Text")
    expect(page.get_by_text("Values are converted when you publish.")).to_be_visible()
    board.choose("entities/customer/fields/website")
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Chosen together with").select_option(label="E-mail")
    expect(page.get_by_text("One choice for this and E-mail.")).to_be_visible()
    board.saved()
    board.publish("Telephone numbers may hold words now.")

    kept = office.rows(
        """SELECT "f_phone$2_text" FROM e_customer WHERE "f_phone$2_text" IS NOT NULL ORDER BY id"""
    )
    assert kept == numbers
    model = desk.call("GET", "/designs/sales_orders")["model"]
    customer = next(entity for entity in model["entities"] if entity["id"] == "customer")
    groups = {field["id"]: field["group"] for field in customer["fields"]}
    assert groups["website"] == groups["email"] == "email"
