"""A ready-made workspace by keys alone: brought into an empty office, and what it lacks taken along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.designer_keys import Keys
from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import ANA, PASSWORD, Office
from tests.e2e.phone import Phone

pytestmark = [pytest.mark.timeout(120), pytest.mark.feature("BEY-14")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an administrator and nothing else."""
    office = Office(tmp_path / "office", demo=False)
    try:
        office.start()
        office.command("user", "add", ANA, "--name", "Ana", "--role", "administrator", "--password", PASSWORD)
        yield office
    finally:
        office.close()


def test_a_ready_made_workspace_is_brought_in_and_what_it_lacks_taken_along_by_keys(
    new_phone: Callable[..., Phone], desk: Desk
) -> None:
    board = DrawingBoard(new_phone("designer", wide=True))
    page = board.begin()
    keys = Keys(page)

    keys.reach("New workspace")
    keys.press("Enter")
    keys.in_sheet("New workspace")
    keys.reach("From a spreadsheet")
    keys.reach("Ready-made", "ArrowRight")
    keys.reach("Bring in Expenses")
    keys.press("Enter")
    board.await_phone()
    assert desk.call("GET", "/designs/expense_management")["publishedVersion"] == 1

    leave_at_the_office(desk, "expense_category")
    keys.find("Works offline")
    keys.in_sheet("Works offline?")
    lacking = page.get_by_role("button", name="Take Expense categories along")
    expect(lacking.first).to_be_visible()
    keys.reach("Take Expense categories along")
    keys.press("Enter")
    keys.hears("takes it along once it is published")
    expect(lacking).to_have_count(0)
    keys.reach("Publish", "Shift+Tab")
    keys.press("Enter")
    keys.hears("Phones take it along with their next sync")
    assert keys.press("Tab"), "the focus is still in the page"
    assert part(desk, "expense_category")["direction"] == "two_way"
    assert keys.pointers == []


def leave_at_the_office(desk: Desk, entity: str) -> None:
    """Let the profile of everyone take nothing along of an entity."""
    design = desk.call("GET", "/profiles/everyone")
    profile = design["profile"]
    profile["entities"] = [
        {**one, "direction": "none"} if one["id"] == entity else one for one in profile["entities"]
    ]
    desk.call("PUT", "/profiles/everyone", {"profile": profile, "revision": design["revision"]})


def part(desk: Desk, entity: str) -> dict[str, object]:
    entities = desk.call("GET", "/profiles/everyone")["profile"]["entities"]
    found: dict[str, object] = next(one for one in entities if one["id"] == entity)
    return found
