"""The contents of a design by keys alone: added, renamed, copied, moved in and out of groups, taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e import everything
from tests.e2e.designer_keys import Keys
from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.phone import Phone

pytestmark = [pytest.mark.timeout(120), pytest.mark.feature("BEY-14")]


@pytest.fixture
def board(new_phone: Callable[..., Phone], desk: Desk) -> DrawingBoard:
    everything.lay_out(desk)
    board = DrawingBoard(new_phone("designer", wide=True))
    board.begin_in("everything")
    return board


def test_pages_actions_entities_and_fields_are_added_by_keys(board: DrawingBoard, desk: Desk) -> None:
    keys = Keys(board.page)
    keys.go_to("Specimens page")

    keys.add("New page")
    keys.pick("What it has", "Figures")
    keys.pick("Entity", "Pieces")
    keys.reach("Add")
    keys.press("Enter")
    keys.lands("Pieces")
    keys.hears("Add Pieces")
    keys.press("Enter")
    keys.lands("Title, en")
    keys.write("Figures of pieces")
    keys.press("Shift+F6", "Shift+F6", "Shift+F6")
    assert keys.here == "Figures of pieces"

    keys.add("New action")
    keys.pick("What it does", "Edits a record")
    keys.pick("Entity", "Pieces")
    keys.reach("Label")
    keys.write("Mend a piece")
    keys.reach("Add")
    keys.press("Enter")
    keys.lands("Mend a piece Piece")
    keys.hears("Add Mend a piece")

    keys.go_to("Facts block")
    keys.add("Place fields on Facts")
    keys.tick("Weight")
    keys.reach("Add 1 field")
    keys.press("Enter")
    keys.lands("Weight")
    keys.hears("Add Weight")

    keys.add("New entity")
    keys.reach("One is called")
    keys.write("Shelf")
    keys.reach("Several are called")
    keys.write("Shelves")
    keys.tick("Show it on the phone: a list, a page and actions")
    keys.reach("Add")
    keys.press("Enter")
    keys.lands("Shelf")
    keys.hears("Add Shelf")

    keys.add("New field of Shelf")
    keys.reach("Name")
    keys.write("Height")
    keys.pick("Type", "Decimal number")
    keys.reach("Add")
    keys.press("Enter")
    keys.lands("Height")
    keys.hears("Add Height")
    board.saved()
    made = desk.call("GET", "/designs/everything")
    shelf = next(one for one in made["model"]["entities"] if one["id"] == "shelf")
    assert [field["id"] for field in shelf["fields"]] == ["name", "height"]
    assert "mend_a_piece" in [action["id"] for action in made["workspace"]["actions"]]
    assert keys.pointers == []


def test_what_stands_in_the_tree_is_copied_moved_and_taken_away_by_keys(
    board: DrawingBoard, desk: Desk
) -> None:
    page, keys = board.page, Keys(board.page)
    keys.go_to("Throw away action")
    keys.open_menu("Duplicate")
    keys.hears("Duplicate Throw away")
    keys.lands("Throw away (copy) Specimen, 1 problem")

    keys.go_to("Facts block")
    keys.open_menu("Move out of Together")
    keys.lands("Facts")
    keys.hears("Move Facts. In Specimen, 2 of 5.")
    keys.open_menu("Move down")
    keys.lands("Actions for Facts")
    keys.hears("Move Facts. Before Specimens, 3 of 5.")
    keys.press("Shift+Tab")
    keys.lands("Facts")
    keys.open_menu("Add a field")
    keys.in_sheet("Place fields on Facts")
    keys.press("Escape")
    keys.lands("Actions for Facts")

    keys.walk("Specimen entity", "State")
    keys.press("Delete")
    keys.in_sheet("Remove State?")
    keys.reach("Cancel")
    keys.press("Enter")
    keys.lands("State")
    keys.press("Delete")
    keys.in_sheet("Remove State?")
    keys.reach("Remove")
    keys.press("Enter")
    keys.lands("Marks")
    keys.hears("Remove State")
    keys.press("Control+z")
    keys.hears("Undo: Remove State")

    keys.reach("Show all 17 entities")
    keys.press("Enter")
    expect(page.get_by_role("treeitem", name="Sales order", exact=True)).to_be_visible()
    keys.reach("Width of the contents", "Tab")
    before = page.get_by_role("separator").first.get_attribute("aria-valuenow")
    keys.press("ArrowRight")
    assert page.get_by_role("separator").first.get_attribute("aria-valuenow") != before
    board.saved()
    kept = desk.call("GET", "/designs/everything")["workspace"]
    assert [action["id"] for action in kept["actions"]][-2:] == ["lost", "lost_2"]
    assert keys.pointers == []
