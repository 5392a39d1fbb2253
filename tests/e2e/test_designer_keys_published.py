"""What is published, by keys alone: changed again, filled from a spreadsheet, taken along by a profile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
    return DrawingBoard(new_phone("designer", wide=True))


def test_rows_are_brought_in_and_a_change_published_with_its_effects_by_keys(
    board: DrawingBoard, desk: Desk, tmp_path: Path
) -> None:
    page = board.begin_in("everything")
    keys = Keys(page)
    rows = tmp_path / "Pieces.csv"
    rows.write_text("Name;Specimen\nHandle;\nLid;Nobody knows it\n")
    keys.enter("Piece entity")
    keys.reach("Import and export…")
    keys.press("Enter")
    keys.in_sheet("Import Pieces")
    keys.reach("Choose a file")
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(rows)
    keys.hears("2 rows, 2 columns")
    keys.reach("Check all rows")
    keys.press("Enter")
    keys.hears("1 comes in with a cell empty")
    keys.reach("Show", "Shift+Tab")
    keys.press("Enter")
    keys.lands("What the check found")
    keys.pick("Cells that do not fit", "Leave these rows out")
    keys.hears("1 row fits, 1 does not")
    keys.reach("Import without 1 row")
    keys.press("Enter")
    keys.hears("1 record made.")
    keys.reach("Undo the import")
    keys.press("Enter")
    keys.hears("1 record was taken back.")
    keys.press("Escape")
    keys.lands("Import and export…")

    keys.walk("Specimen entity", "Name")
    keys.press("Enter")
    keys.press("Enter")
    keys.lands("Name, en")
    keys.write("Called")
    keys.find("Publish")
    keys.in_sheet("Publish Everything")
    expect(page.get_by_role("region", name="What it does to records and phones")).to_contain_text("phone")
    keys.pick("When phones take it", "Before work goes on")
    keys.reach("Publish")
    keys.press("Enter")
    keys.hears("Published as version 2.")
    assert desk.call("GET", "/designs/everything")["publishedVersion"] == 2
    assert keys.pointers == []


def test_a_profile_is_made_filled_given_and_published_by_keys(board: DrawingBoard, desk: Desk) -> None:
    page = board.begin("/design/~profiles")
    keys = Keys(page)
    expect(page.get_by_role("button", name="New profile")).to_be_enabled()
    keys.reach("New profile")
    keys.press("Enter")
    keys.lands("Name")
    keys.write("Field kit")
    keys.press("Tab")
    keys.hears("Saved.")
    keys.take("Take along", "Pieces")
    expect(page.get_by_role("row", name="Pieces")).to_be_visible()
    keys.reach("Changes of Pieces", "Shift+Tab")
    page.keyboard.type("At the office")
    keys.hears("Saved.")
    keys.reach("Employee")
    keys.press("Space")
    expect(page.locator("input:focus")).to_be_checked()
    keys.reach("Publish", "Shift+Tab")
    keys.press("Enter")
    keys.hears("Published. Phones follow with their next sync.")

    kept = next(one for one in desk.call("GET", "/profiles") if one["label"].get("en") == "Field kit")
    assert kept["publishedVersion"] > 0
    keys.reach("All workspaces", "Shift+Tab")
    keys.press("Enter")
    keys.lands("Workspaces")
    assert keys.pointers == []
