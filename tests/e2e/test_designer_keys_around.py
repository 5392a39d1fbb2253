"""What stands around a design, by keys alone: the phone's looks, who is here, problems, working offline."""

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

ANOTHER_TAB = "/designs/everything/presence/0b5c2a51-7a52-4b4a-9a5f-0f1d5f0d8a11"


@pytest.fixture
def board(new_phone: Callable[..., Phone], desk: Desk) -> DrawingBoard:
    everything.lay_out(desk)
    everything.publish(desk)
    board = DrawingBoard(new_phone("designer", wide=True))
    board.begin_in("everything")
    return board


def test_the_phone_is_seen_in_other_ways_and_as_somebody_else_by_keys(board: DrawingBoard) -> None:
    page, keys = board.page, Keys(board.page)
    html = board.phone.locator("html")
    keys.go_to("Specimens page")
    keys.press("F6")
    device = page.locator(".d-device")
    for name, width in (
        ("Tablet", "820px"),
        ("Wide screen", "1440px"),
        ("Turn", "900px"),
        ("Phone", "844px"),
    ):
        keys.reach(name, "Shift+Tab" if name == "Phone" else "Tab")
        keys.press("Space")
        expect(page.locator("button:focus")).to_have_attribute("aria-pressed", "true")
        expect(device).to_have_css("width", width)
    keys.reach("Text at 200 %")
    keys.press("Space")
    expect(html).to_have_css("font-size", "32px")
    keys.reach("Right to left")
    keys.press("Space")
    expect(html).to_have_attribute("dir", "rtl")
    keys.reach("Language of the phone")
    page.keyboard.type("Svenska")
    expect(html).to_have_attribute("lang", "sv")

    keys.take("Seen as", "As a person")
    keys.in_sheet("See it as a person does")
    keys.reach("Name")
    page.keyboard.type("Femke")
    keys.hears("1 person")
    keys.press("Tab", "Enter")
    keys.lands("Seen as")
    expect(page.locator("select:focus option:checked")).to_contain_text("Femke")
    assert keys.pointers == []


def test_who_is_here_and_what_is_wrong_is_heard_and_mended_by_keys(board: DrawingBoard, desk: Desk) -> None:
    page, keys = board.page, Keys(board.page)
    place = {"document": "workspace", "path": ["pages", "specimens"]}
    desk.call("PUT", ANOTHER_TAB, {"place": place})
    page.evaluate("dispatchEvent(new Event('focus'))")
    keys.hears("Also here: Ana")
    expect(page.get_by_role("treeitem", name="Specimens, Ana").first).to_be_visible()

    keys.go_to("Specimens page")
    keys.reach("2 problems", "Shift+Tab")
    keys.press("Enter")
    keys.in_sheet("Problems")
    keys.reach("Offer it on Specimen")
    keys.press("Enter")
    keys.hears("Change Throw away")
    keys.press("Escape")

    keys.find("Works offline")
    keys.in_sheet("Works offline?")
    expect(page.get_by_role("dialog").get_by_text("works offline").first).to_be_attached()
    keys.press("Escape")

    keys.press("?")
    keys.in_sheet("Keyboard shortcuts")
    keys.press("Escape")
    keys.find("Open the app")
    keys.in_sheet("Open the app")
    keys.press("Escape")
    board.saved()
    pages = desk.call("GET", "/designs/everything")["workspace"]["pages"]
    assert "lost" in next(one for one in pages if one["id"] == "specimen")["actions"]
    assert keys.pointers == []
