"""The designer without a mouse: from nothing to a published workspace, each step heard, focus never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.designer_keys import Keys
from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import ANA, PASSWORD
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def board(new_phone: Callable[..., Phone]) -> DrawingBoard:
    board = DrawingBoard(new_phone("designer", wide=True))
    board.page = board.browser.open("/design")
    return board


@pytest.mark.feature("BEY-14")
def test_a_workspace_is_made_changed_tried_and_published_by_keys_alone(
    board: DrawingBoard, desk: Desk, tmp_path: Path
) -> None:
    page, keys = board.page, Keys(board.page)
    sign_in(page, keys)

    make_workspace(page, keys)
    board.await_phone()
    walk_and_move(keys)
    nest(keys)
    write_properties(keys)
    arrange_choices(keys)
    write_rule(page, keys)
    translate(page, keys)
    try_action(page, keys)
    undo_and_remove(page, keys)
    publish(page, keys)
    look_as_a_role(board, keys)

    made = desk.call("GET", "/designs/visits")
    import_rows(page, keys, tmp_path / "Pumps.csv")
    make_profile(page, keys)
    assert keys.pointers == []
    assert board.browser.errors == []
    assert (made["publishedVersion"], made["changed"], made["roles"]) == (1, False, ["employee"])
    assert [block["id"] for block in page_of(made, "visit")["blocks"]] == ["together"]


def sign_in(page: Page, keys: Keys) -> None:
    expect(page.get_by_label("Email")).to_be_visible()
    keys.reach("Email")
    page.keyboard.type(ANA)
    keys.reach("Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Workspaces")).to_be_visible()


def make_workspace(page: Page, keys: Keys) -> None:
    keys.reach("New workspace")
    keys.press("Enter")
    keys.reach("From an entity")
    keys.reach("Describe something new", "ArrowRight")
    keys.reach("One is called")
    page.keyboard.type("Visit")
    keys.reach("Several are called")
    page.keyboard.type("Visits")
    keys.reach("Add a field")
    for name, kind in (("Place", "Text"), ("Count", "Whole"), ("Stage", "Choice")):
        keys.press("Enter")
        keys.lands("Name")
        page.keyboard.type(name)
        keys.press("Tab")
        page.keyboard.type(kind)
        keys.reach("Add a field")
    keys.reach("Choices", "Shift+Tab")
    page.keyboard.type("Planned, Made, Dropped")
    keys.reach("Create workspace")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tree").locator(":focus")).to_be_visible()


def walk_and_move(keys: Keys) -> None:
    keys.reach("Fields", "ArrowDown")
    keys.press("ArrowRight")
    keys.reach("Count", "ArrowDown")
    assert keys.press("Alt+ArrowUp") == "Count"
    keys.hears("Move Count. Before Place, 1 of 3.")
    assert keys.press("Control+z") == "Count"
    keys.hears("Undo: Move Count. Before Stage, 2 of 3.")
    assert keys.press("Control+Shift+z") == "Count"
    keys.hears("Redo: Move Count. Before Place, 1 of 3.")


def nest(keys: Keys) -> None:
    add_block(keys, "A group", "Together")
    keys.hears("Add Together")
    assert keys.press("Alt+ArrowUp") == "Together"
    keys.hears("Move Together. Before Fields, 1 of 2.")
    keys.reach("Fields", "ArrowDown")
    assert keys.press("Alt+ArrowRight") == "Fields"
    keys.hears("Move Fields. In Together, 1 of 1.")
    add_block(keys, "Fields of", "Details")
    keys.reach("Fields", "ArrowUp")
    keys.press("ArrowRight")
    keys.reach("Stage", "ArrowDown")
    assert keys.press("Alt+ArrowRight") == "Stage"
    keys.hears("Move Stage. In Details, 1 of 1.")
    assert keys.press("Alt+ArrowLeft") == "Stage"
    keys.hears("Move Stage. In Fields, 3 of 3.")
    keys.reach("Details", "ArrowDown")
    keys.press("Delete")
    keys.hears("Remove Details")


def add_block(keys: Keys, kind: str, heading: str) -> None:
    """Add a block where the selection is, by the menu over the tree."""
    keys.reach("Add", "Shift+Tab")
    keys.press("Enter")
    while not keys.here.startswith("Add a block"):
        keys.press("ArrowDown")
    keys.press("Enter")
    keys.reach("Kind of block")
    keys.page.keyboard.type(kind)
    keys.reach("Heading")
    keys.page.keyboard.type(heading)
    keys.reach("Add")
    keys.press("Enter")
    keys.lands(heading)


def write_properties(keys: Keys) -> None:
    keys.go_to("Visits page")
    keys.lands("Visits")
    keys.press("Enter")
    keys.lands("Title, en")
    keys.write("Site visits")
    assert keys.press("Shift+F6") == "The phone app with this workspace"
    assert keys.press("Shift+F6") == "Phone"
    assert keys.press("Shift+F6") == "Site visits"
    assert keys.press("F6", "F6", "F6") == "Title, en"
    assert keys.press("F6") == "Undo", "what was removed can be brought back from its notice"
    assert keys.press("F6") == "All workspaces"


def open_field(keys: Keys, name: str) -> None:
    """Go from where a field is placed to the field itself, and into its properties."""
    keys.go_to(f"{name} page")
    keys.lands(name)
    keys.press("Enter")
    keys.reach("Open the field in the entity")
    keys.press("Enter")
    keys.lands(name)
    keys.press("Enter")
    keys.lands("Name, en")


def arrange_choices(keys: Keys) -> None:
    open_field(keys, "Stage")
    keys.reach("Actions for Planned")
    keys.press("Enter")
    keys.lands("Move down")
    keys.press("Enter")
    keys.lands("Actions for Planned")
    keys.hears("Move Planned. Before Dropped, 2 of 3.")
    keys.reach("New choice")
    keys.page.keyboard.type("Cancelled")
    keys.press("Enter")
    keys.lands("New choice")
    keys.hears("Add Cancelled")
    keys.reach("Actions for Dropped", "Shift+Tab")
    keys.press("Enter")
    keys.reach("Remove", "ArrowDown")
    keys.press("Enter")
    keys.lands("Colour of Cancelled")
    keys.hears("Remove Dropped")
    keys.page.keyboard.type("Red")
    keys.hears("Change Cancelled")


def write_rule(page: Page, keys: Keys) -> None:
    open_field(keys, "Count")
    keys.reach("Write a rule: Begins with, by a formula")
    keys.press("Enter")
    keys.lands("Formula")
    page.keyboard.type("LE")
    keys.hears("4 suggestions")
    keys.press("ArrowDown", "Enter")
    page.keyboard.type("[Pla")
    keys.press("Tab")
    page.keyboard.type(")")
    assert page.locator("textarea:focus").input_value() == "LEN([Place])"
    assert keys.press("Control+Enter") == "Change the rule Begins with, by a formula: LEN([Place])"
    keys.hears("Change Count")


def translate(page: Page, keys: Keys) -> None:
    before = keys.here
    keys.find("Translations")
    expect(page.get_by_role("dialog", name="Translations")).to_be_visible()
    keys.reach("sv: Title of Site visits")
    keys.write("Platsbesök")
    keys.press("Escape")
    keys.lands(before)


def try_action(page: Page, keys: Keys) -> None:
    keys.go_to("New Visit action")
    keys.press("Enter")
    keys.reach("Try this action")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Try “New Visit”")).to_be_visible()
    keys.reach("Place")
    keys.write("Lisbon")
    keys.hears("Lisbon")
    keys.press("Escape")
    keys.lands("Try this action")


def undo_and_remove(page: Page, keys: Keys) -> None:
    open_field(keys, "Place")
    keys.press("Shift+F6", "Shift+F6", "Shift+F6", "Delete")
    keys.reach("Remove")
    keys.press("Enter")
    keys.hears("Remove Place")
    keys.press("Control+z")
    keys.hears("Undo: Remove Place")


def publish(page: Page, keys: Keys) -> None:
    keys.find("Publish")
    keys.reach("Note to the users")
    page.keyboard.type("Visits are here.")
    keys.reach("Employee")
    keys.press("Space")
    keys.reach("Publish")
    page.keyboard.press("Enter")
    keys.hears("Published as version 1.")


def look_as_a_role(board: DrawingBoard, keys: Keys) -> None:
    """Turn the preview dark, see it as a role does, and walk in the phone."""
    keys.go_to("Site visits page")
    keys.press("F6")
    keys.reach("Dark")
    keys.press("Space")
    expect(board.phone.locator("html")).to_have_attribute("data-theme", "dark")
    keys.reach("Seen as")
    keys.press("ArrowDown")
    board.page.keyboard.type("As Employee")
    keys.press("Enter")
    assert board.page.get_by_label("Seen as").input_value() == "employee"
    expect(board.phone.get_by_role("heading", level=1, name="Site visits")).to_be_visible()
    keys.press("F6")
    visit = board.phone.get_by_role("listitem").get_by_role("link").first
    for _ in range(20):
        keys.press("Tab")
        if visit.evaluate("(row) => row === document.activeElement"):
            break
    keys.press("Enter")
    expect(board.phone.get_by_role("heading", level=1, name="Site visits")).to_be_hidden()
    assert keys.press("F6") == "Title, en"


def import_rows(page: Page, keys: Keys, pumps: Path) -> None:
    """Make a workspace from a spreadsheet, and take its rows back."""
    pumps.write_text("Pump;Inspected on\nP1;13-02-2026\nP2;14-02-2026\n")
    keys.find("All workspaces")
    keys.reach("New workspace")
    keys.press("Enter")
    keys.reach("From an entity")
    keys.reach("From a spreadsheet", "ArrowLeft")
    keys.reach("Choose a file")
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(pumps)
    keys.hears("2 rows, 2 columns")
    assert keys.press("Tab") == "Several are called"
    keys.reach("Check all rows")
    keys.press("Enter")
    keys.hears("2 rows fit")
    expect(page.get_by_role("button", name="Make, publish and import")).to_be_focused()
    keys.press("Enter")
    keys.hears("2 records made.")
    keys.reach("Undo the import", "Shift+Tab")
    keys.press("Enter")
    keys.hears("2 records were taken back.")
    keys.reach("Close", "Shift+Tab")
    keys.press("Enter")
    keys.lands("New workspace")


def make_profile(page: Page, keys: Keys) -> None:
    keys.reach("Offline profiles", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    keys.reach("New profile")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    keys.write("Field kit")
    keys.press("Tab")
    keys.hears("Saved.")


def page_of(design: dict[str, Any], identity: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in design["workspace"]["pages"] if one["id"] == identity)
    return found
