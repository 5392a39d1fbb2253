"""The *Expense management* workspace rebuilt from nothing by clicks alone, and used on a phone offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, expect

from backend.metadata.package_files import load
from tests.e2e import expense_workspace as expenses
from tests.e2e.design_told import different, told
from tests.e2e.desk import Desk
from tests.e2e.office import ANA, KARIM, PASSWORD, ROOT, Office
from tests.e2e.phone import Phone
from tests.e2e.pictures import photo
from tests.e2e.test_lines import choose
from tests.e2e.workbench import Workbench

pytestmark = pytest.mark.timeout(400)

READY_MADE: Final = ROOT / "workspaces" / "expense_management"

BESIDE: Final = {
    "entities/Expense/fields/6/requiredWhen/": "a category asks for receipts, which nothing looks at there",
    "actions/New report (Expense report)/lines": "there expenses are added one by one afterwards",
    "pages/Report (detail)/blocks/3/": "there no link with a count leads to the expenses",
    f"pages/{expenses.ALL_EXPENSES} (list)/": "there the expenses stand in the report alone",
}
"""What the rebuilt workspace has beside the ready-made one, by its place, and why."""

INSTEAD = {"entities/Expense/validities/": "an amount is above zero here, and holds its items there"}
"""Where the two say different things, and which."""

LEFT_OUT = {
    "entities/Expense item/": "items of an expense",
    "entities/Guest/": "guests of an expense",
    "entities/Expense report/fields/12/": "files attached to a report",
    "entities/Expense/fields/8/": "what the items come to",
    "pages/Item (detail)/": "items of an expense",
    "pages/Guest (detail)/": "guests of an expense",
    "pages/Report (detail)/blocks/0/fields/8/": "files attached to a report",
    "pages/Report (detail)/actions": "files attached to a report",
    "pages/Expense (detail)/blocks/2/": "items of an expense",
    "pages/Expense (detail)/blocks/3/": "guests of an expense",
    "pages/Expense (detail)/blocks/4/": "further receipts of an expense",
    "pages/Expense (detail)/actions": "items, guests, further receipts and a copy of an expense",
    "pages/Receipt (detail)/actions": "receipts put on an expense",
    "actions/Attach (": "files attached to a report",
    "actions/Itemise (": "items of an expense",
    "actions/Add guest (": "guests of an expense",
    "actions/Add receipt (": "further receipts of an expense",
    "actions/Attach to expense (": "receipts put on an expense",
    "actions/Copy to next day (": "a copy of an expense",
    "actions/Edit (Expense item)/": "items of an expense",
    "actions/Delete (Expense item)/": "items of an expense",
    "actions/Edit (Guest)/": "guests of an expense",
    "actions/Delete (Guest)/": "guests of an expense",
}
"""Parts of the ready-made workspace that are not rebuilt here, by their places, and what they are for."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with two people and nothing else: no workspace, no entity of its own, no records."""
    office = Office(tmp_path / "office", demo=False)
    try:
        office.start()
        for email, name, role in ((ANA, "Ana", "administrator"), (KARIM, "Karim", "user")):
            office.command("user", "add", email, "--name", name, "--role", role, "--password", PASSWORD)
        yield office
    finally:
        office.close()


@pytest.mark.feature("DSG-02", "DSG-03", "DSG-04", "DSG-05", "DSG-06", "DSG-07", "DSG-08", "DSG-10")
@pytest.mark.feature("DSG-11", "DSG-12", "DSG-13", "DSG-15", "DSG-17", "DSG-23", "DSG-25")
@pytest.mark.feature("L19", "L23", "MET-06", "WS-07")
def test_expense_management_is_rebuilt_by_clicks_and_a_report_filed_offline_arrives(
    new_phone: Callable[..., Phone], office: Office, tmp_path: Path
) -> None:
    board = Workbench(new_phone("designer", wide=True))
    board.begin()
    board.make_blank(
        "Expenses", "Capture receipts, report expenses, approve what others spent.", "Green", "wallet"
    )

    expenses.make_entities(board)
    expenses.make_lists(board)
    expenses.make_details(board)
    expenses.make_forms(board)
    expenses.make_steps(board)
    expenses.make_rules(board)
    expenses.make_additions(board)
    board.saved()
    board.publish("Expenses are here.", roles=("User",))

    made = exported(office, tmp_path / "made")
    apart = different(told(load(READY_MADE)), made)
    beyond = {place: said for place, said in apart.items() if not among(LEFT_OUT | INSTEAD, place)}
    assert {place: said for place, said in beyond.items() if not among(BESIDE, place)} == {}
    assert all(there in (None, []) for there, _ in beyond.values())
    assert {among(BESIDE, place) for place in beyond} == set(BESIDE)
    assert {among(LEFT_OUT | INSTEAD, place) for place in apart.keys() - beyond.keys()} == set(
        LEFT_OUT | INSTEAD
    )
    leave_categories_behind(board)
    take_categories_along(board)
    file_report(new_phone("phone"), office, photo(tmp_path / "receipt.jpg"))


def among(parts: Mapping[str, str], place: str) -> str | None:
    """Return the part that a place belongs to."""
    return next((part for part in parts if place.startswith(part)), None)


def exported(office: Office, folder: Path) -> dict[str, Any]:
    """Return what the published workspace says, with its Swedish titles on the way."""
    office.command("package", "export", "expenses", str(folder))
    package = load(folder)
    titles = {page["title"]["en"]: page["title"].get("sv") for page in package.workspace["pages"]}
    assert titles.items() >= expenses.SWEDISH.items()
    return told(package)


def leave_categories_behind(board: Workbench) -> None:
    """Let phones take only one's own reports, and no categories, by the profile of everyone."""
    page = board.page
    page.get_by_role("button", name="All workspaces").click()
    page.get_by_role("link", name="Offline profiles").or_(
        page.get_by_role("button", name="Offline profiles")
    ).click()
    page.get_by_label("Which Expense reports").select_option(label="Their own")
    page.get_by_label("Changes of Expense categories").select_option(label="Not taken along")
    expect(page.get_by_text("Saved. Phones follow when the profile is published.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Phones follow with their next sync.")).to_be_visible()
    page.get_by_role("button", name="All workspaces").click()


def take_categories_along(board: Workbench) -> None:
    """Be told that forms lack the categories offline, and mend it with two presses."""
    page = board.page
    page.get_by_role("link", name="Expenses").click()
    page.get_by_role("button", name="Works offline?").click()
    users = page.get_by_role("dialog").get_by_role("region", name="User")
    lacking = users.get_by_role("button", name="Take Expense categories along")
    lacking.first.click()
    expect(lacking).to_have_count(0)
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Everyone is published. Phones take it along")).to_be_visible()


def file_report(phone: Phone, office: Office, receipt: Path) -> None:
    """Enter a report with two expenses without a network, one of them with its receipt, and submit it."""
    make_category(office)
    phone.begin(KARIM)
    phone.restart()
    office.cable.cut()
    page = phone.page
    phone.show("Expenses", "Expense reports", "New report")
    page.get_by_label("Purpose").fill("Lisbon visit")
    enter_expense(phone, 1, "Café Gelo", "12.50")
    hotel = enter_expense(phone, 2, "Hotel Borges", "180")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(hotel.get_by_text("Fill in this field.")).to_be_visible()
    hotel.locator("input[type=file]").last.set_input_files(receipt)
    expect(hotel.get_by_role("img", name="receipt.jpg")).to_be_visible()
    phone.save()
    shown = page.get_by_role("definition")
    expect(shown.filter(has_text="€192.50")).to_be_visible()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(shown.get_by_text("Submitted", exact=True)).to_be_visible()
    office.cable.restore()
    phone.online()

    [(total,)] = office.await_rows("SELECT f_total FROM e_expense_report WHERE f_status = 'submitted'", 1)
    assert total == 1_925_000
    entered = office.rows("SELECT f_merchant, f_amount FROM e_expense ORDER BY f_amount")
    assert entered == [("Café Gelo", 125_000), ("Hotel Borges", 1_800_000)]
    office.await_rows(RECEIPTS, 1)


RECEIPTS: Final = """SELECT 1 FROM blob JOIN blob_use ON blob_use.blob = blob.id
    JOIN e_expense ON e_expense.id = blob_use.record WHERE f_merchant = 'Hotel Borges' AND blob.complete"""


def enter_expense(phone: Phone, number: int, merchant: str, amount: str) -> Locator:
    """Add an expense to the report that is being entered."""
    phone.page.get_by_role("button", name="Add expense").click()
    line = phone.page.get_by_role("group", name=f"Expense {number}", exact=True)
    choose(phone, line, "Category")
    line.get_by_label("Date").fill("2026-11-20")
    line.get_by_label("Merchant").fill(merchant)
    line.get_by_label("Amount").fill(amount)
    return line


def make_category(office: Office) -> None:
    """Let the administrator make the first category; no form of the workspace does."""
    desk = Desk(office, ANA)
    role = desk.call("GET", "/roles/administrator")["role"]
    role["entities"]["expense_category"] = {"read": "all", "create": "all"}
    desk.call("PUT", "/roles/administrator", role)
    desk.create("expense_category", {"name": "Travel"})
