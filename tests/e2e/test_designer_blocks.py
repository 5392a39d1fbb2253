"""Blocks in the designer: groups within groups, figures and a page of one's own, on the phone at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import ANA
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)

BLOCKS = "pages/order/blocks"


@pytest.fixture
def board(new_phone: Callable[..., Phone]) -> DrawingBoard:
    return DrawingBoard(new_phone("designer", wide=True))


def add_block(board: DrawingBoard, page: str, kind: str, **answers: str) -> None:
    """Add a block of a kind where the selection is; answers by the labels of the sheet."""
    sheet = board.add(f"Add a block to {page}")
    sheet.get_by_label("Kind of block").select_option(label=kind)
    for label, answer in answers.items():
        field = sheet.get_by_label(label.replace("_", " "))
        if label == "Heading":
            field.fill(answer)
        else:
            field.select_option(label=answer)
    sheet.get_by_role("button", name="Add", exact=True).click()
    expect(sheet).to_be_hidden()


@pytest.mark.feature("DSG-22")
def test_blocks_go_into_groups_and_out_of_them_by_keys_alone_and_the_phone_follows(
    board: DrawingBoard, desk: Desk
) -> None:
    page = board.begin_in("sales_orders")
    board.choose("pages/order")
    add_block(board, "Order", "A group of blocks", Heading="Money and time")
    board.row(f"{BLOCKS}/money_and_time").press("Alt+ArrowUp")
    add_block(board, "Money and time", "A group of blocks", Heading="Inner")

    board.choose(f"{BLOCKS}/more").press("Alt+ArrowRight")
    inside = f"{BLOCKS}/money_and_time/blocks"
    expect(board.row(f"{inside}/more")).to_be_focused()
    board.row(f"{inside}/more").press("Alt+ArrowRight")
    deep = f"{inside}/inner/blocks/more"
    expect(board.row(deep)).to_be_focused()
    expect(board.phone.locator(f"[data-node='{deep}']")).to_be_visible()
    expect(board.phone.get_by_role("heading", name="Money and time")).to_be_visible()
    page.get_by_label("Columns", exact=True).select_option("2")
    board.saved()

    found = desk.call("GET", "/designs/sales_orders")
    kept = found["workspace"]
    (order,) = [one for one in kept["pages"] if one["id"] == "order"]
    (group,) = [one for one in order["blocks"] if one["id"] == "money_and_time"]
    assert [block["id"] for block in group["blocks"][0]["blocks"]] == ["more"]
    assert group["blocks"][0]["blocks"][0]["columns"] == 2
    board.row(deep).press("Alt+ArrowLeft")
    board.row(f"{inside}/more").press("Alt+ArrowLeft")
    expect(board.row(f"{BLOCKS}/more")).to_be_focused()


@pytest.mark.feature("DSG-04")
def test_a_page_of_figures_and_a_page_of_ones_own_are_published_and_stand_on_the_phone(
    board: DrawingBoard, new_phone: Callable[..., Phone]
) -> None:
    page = board.begin_in("sales_orders")
    sheet = board.add("New page")
    sheet.get_by_label("What it has").select_option(label="Figures")
    sheet.get_by_label("Entity").select_option(label="Sales orders")
    sheet.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Title, en").fill("Figures")
    expect(board.phone.get_by_role("heading", level=1, name="Figures")).to_be_visible()
    add_block(board, "Figures", "A report", Rows_of="Sales orders", Total_of="Total", Grouped_by="Status")
    expect(board.phone.locator(".block-report")).to_be_visible()

    sheet = board.add("New page")
    sheet.get_by_label("What it has").select_option(label="One record of its own")
    sheet.get_by_label("The page shows").select_option(label="Me")
    sheet.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Title, en").fill("About me")
    expect(board.phone.get_by_role("heading", level=1, name="About me")).to_be_visible()
    expect(board.phone.locator("[data-node='pages/person/blocks/facts']")).to_be_visible()
    assert board.browser.axe() == []
    board.saved()
    board.publish("Figures, and a page about you")

    phone = new_phone("phone")
    page = phone.begin(ANA)
    phone.show("Sales orders", "Figures")
    expect(page.locator(".block-chart").first).to_be_visible()
    page.go_back()
    phone.show("About me")
    expect(page.get_by_text("Ana", exact=False).first).to_be_visible()
