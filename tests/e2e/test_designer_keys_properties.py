"""The properties of a design by keys alone: looks, lists and views, steps, lines, conditions, rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    everything.publish(desk)
    board = DrawingBoard(new_phone("designer", wide=True))
    board.begin_in("everything")
    return board


def test_looks_lists_and_views_are_set_by_keys(board: DrawingBoard, desk: Desk) -> None:
    keys = Keys(board.page)
    keys.enter("Everything workspace")
    keys.reach("Teal")
    keys.press("ArrowRight")
    keys.lands("Cyan")
    keys.hears("Change Everything")
    keys.reach("package")
    icon = keys.press("ArrowRight")

    keys.enter("All of them block", more=True)
    keys.take("Add to Quiet line", "Number")
    keys.hears("Change All of them")
    keys.pick("Badge", "State")
    keys.reach("New view")
    board.page.keyboard.type("Good ones")
    keys.press("Enter")
    keys.lands("New view")
    keys.hears("Add Good ones")
    keys.pick("Good ones shows", "State is one of", "Shift+Tab")
    keys.tick("Worn")
    keys.reach("Actions for Good ones", "Shift+Tab")
    keys.press("Enter")
    keys.lands("Move up")
    keys.press("Enter")
    keys.lands("Actions for Good ones")
    keys.hears("Move Good ones. Before Worn, 1 of 2.")
    keys.pick("Picture", "Photo")
    keys.pick("Shows", "By a formula")
    expect(board.page.get_by_role("button", name="Write a rule: Records in All of them")).to_be_visible()
    keys.reach("Write a rule: Records in All of them")
    keys.press("Enter")
    keys.lands("Formula")
    board.page.keyboard.type('[State] = "Good"')
    keys.press("Control+Enter")
    keys.hears("Change All of them")
    board.saved()

    workspace = desk.call("GET", "/designs/everything")["workspace"]
    rows = next(page for page in workspace["pages"] if page["id"] == "specimens")["blocks"][0]
    assert (workspace["accent"], workspace["icon"]) == ("cyan", icon)
    assert (rows["subtitle"], rows["badge"], rows["image"]) == (["number"], "state", "photo")
    assert [view["id"] for view in rows["views"]] == ["good_ones", "worn"]
    assert rows["condition"] is not None
    assert keys.pointers == []


def test_forms_steps_and_conditions_are_set_by_keys(board: DrawingBoard, desk: Desk) -> None:
    keys = Keys(board.page)
    keys.enter("Mark as worn action")
    keys.take("Set a field", "Sound")
    keys.hears("Add Sound")
    keys.reach("Remove State", "Shift+Tab")
    keys.press("Enter")
    keys.lands("Sound")
    keys.hears("Remove State")
    keys.pick("Offered when", "Sound: yes")
    keys.hears("Change Mark as worn")

    keys.enter("New specimen action")
    keys.reach("Pieces")
    keys.press("Enter")
    keys.lands("Pieces")
    expect(board.page.get_by_role("treeitem", name="Pieces")).to_be_focused()
    keys.press("Delete")
    keys.hears("Remove Pieces")
    keys.enter("New specimen action")
    keys.take("Add lines of…", "Pieces")
    keys.hears("Add Pieces")
    keys.enter("Seller New specimen")
    keys.pick("Shown when", "Sound: yes")
    keys.pick("Required when", "State is one of")
    keys.hears("Change Seller")
    board.saved()

    workspace = desk.call("GET", "/designs/everything")["workspace"]
    step, form = (
        next(one for one in workspace["actions"] if one["id"] == name) for name in ("wear", "new_specimen")
    )
    seller = next(one for one in form["fields"] if one["id"] == "seller")
    assert [setting["field"] for setting in step["settings"]] == ["sound"]
    assert [lines["entity"] for lines in form["lines"]] == ["piece"]
    assert None not in (seller["visibleWhen"], seller["requiredWhen"])
    assert keys.pointers == []


def test_an_entity_gets_its_rules_indexes_and_names_by_keys(board: DrawingBoard, desk: Desk) -> None:
    page, keys = board.page, Keys(board.page)
    keys.enter("Specimen entity")
    keys.reach("Keep an index Count")
    keys.press("Enter")
    keys.hears("Change Count")
    keys.reach("What to say when it does not hold")
    page.keyboard.type("Count again.")
    keys.press("Enter")
    keys.lands("Formula")
    page.keyboard.type("[Count] > 0")
    keys.press("Control+Enter")
    keys.hears("Add Count again.")
    keys.enter("Specimen entity")
    keys.take("Records are named by", "A pattern")
    keys.in_sheet("How Specimens are shown")
    keys.reach("Use pattern")
    keys.press("Enter")
    keys.lands("Records are named by")
    keys.hears("Show Specimen otherwise")

    keys.walk("Specimen entity", "State")
    keys.press("Enter", "Enter")
    keys.reach("Actions for Worn")
    keys.press("Enter")
    keys.reach("Retire", "ArrowDown")
    keys.press("Enter")
    keys.lands("Actions for Worn")
    keys.hears("Retire Worn")
    board.saved()

    entity = next(
        one for one in desk.call("GET", "/designs/everything")["model"]["entities"] if one["id"] == "specimen"
    )
    fields: dict[str, Any] = {field["id"]: field for field in entity["fields"]}
    assert fields["count"]["indexed"] is True
    assert [one["message"]["en"] for one in entity["validities"]] == ["Weigh it again.", "Count again."]
    assert [choice.get("retired", False) for choice in fields["state"]["choices"]] == [False, True]
    assert entity["title"] not in ("name", None)
    assert keys.pointers == []
    expect(page.get_by_role("dialog")).to_have_count(0)
