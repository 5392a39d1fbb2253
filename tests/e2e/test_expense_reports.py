"""Expense reports from the first receipt to the decision: written offline, approved, rejected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.office import CHIARA, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.pictures import photo
from tests.e2e.test_lines import choose

pytestmark = pytest.mark.timeout(150)

REPORT: Final = "SELECT id, f_status, f_total FROM e_expense_report WHERE f_purpose = 'Oslo fair'"
EXPENSES: Final = """SELECT f_merchant, f_date, f_amount, f_itemised, f_photo IS NOT NULL
    FROM e_expense WHERE f_report = :report ORDER BY f_date"""
ITEMS: Final = """SELECT f_what, item.f_amount
    FROM e_expense_item AS item JOIN e_expense ON e_expense.id = f_expense
    WHERE f_report = :report ORDER BY f_what"""
GUESTS: Final = """SELECT f_name, f_company FROM e_expense_guest JOIN e_expense ON e_expense.id = f_expense
    WHERE f_report = :report"""
FILES: Final = """SELECT DISTINCT blob.id FROM blob JOIN blob_use ON blob_use.blob = blob.id
    JOIN history ON history.id = blob_use.record WHERE blob.complete AND history.device IS NOT NULL"""
DECISIONS: Final = """SELECT f_purpose, f_status, f_comment, person.f_name
    FROM e_expense_report JOIN e_person AS person ON person.id = f_decided_by
    WHERE f_purpose LIKE 'Oslo %' ORDER BY f_purpose"""


@pytest.mark.feature("WS-08", "L19", "L23", "APP-14")
def test_a_report_with_all_that_belongs_to_it_is_written_offline_and_arrives_once(
    phone: Phone, office: Office, tmp_path: Path
) -> None:
    page = phone.begin(FEMKE)
    office.cable.cut()
    phone.show("Expenses")
    phone.show("New report")
    page.get_by_label("Purpose").fill("Oslo fair")
    phone.save()
    expect(page.get_by_role("heading", level=1, name="Oslo fair")).to_be_visible()
    expect(page.get_by_role("button", name="Submit", exact=True)).to_have_count(0)
    _attach(phone, tmp_path / "agenda.txt")
    _add_hotel(phone, photo(tmp_path / "receipt.jpg"))
    _itemise(phone)
    _add_guest(phone)
    _add_receipt(phone, photo(tmp_path / "minibar.jpg"))
    _copy_to_the_next_day(phone)
    phone.show("Oslo fair")
    shown = page.get_by_role("definition")
    expect(shown.filter(has_text="€400.00")).to_be_visible()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(shown.get_by_text("Submitted", exact=True)).to_be_visible()

    office.cable.restore()
    phone.go("/app/")
    phone.pill("Up to date")

    [(report, status, total)] = office.rows(REPORT)
    assert (status, total) == ("submitted", 4_000_000)
    hotel = ("Hotel Continental", 2_000_000)
    assert office.rows(EXPENSES, {"report": report}) == [
        (hotel[0], "2026-11-20", hotel[1], 2_000_000, 1),
        (hotel[0], "2026-11-21", hotel[1], None, 0),
    ]
    assert office.rows(ITEMS, {"report": report}) == [("Breakfast", 200_000), ("Room", 1_800_000)]
    assert office.rows(GUESTS, {"report": report}) == [("Ida Berg", "Berg & Sønn")]
    office.await_rows(FILES, 3)
    assert phone.errors == []


@pytest.mark.feature("WS-09", "DSG-12")
def test_reports_are_counted_on_the_tile_looked_into_approved_and_rejected_with_a_reason(
    phone: Phone, office: Office
) -> None:
    desk = Desk(office, FEMKE)
    submit_report(desk, "Oslo fair", "Taxi Nord", "31.00")
    submit_report(desk, "Oslo party", "Bar Sør", "310.00")
    page = phone.begin(CHIARA)
    tile = page.get_by_role("link", name="Expenses")
    expect(tile).to_contain_text("to approve")
    [waiting] = re.findall(r"(\d+) to approve", tile.inner_text())
    assert int(waiting) >= 2
    office.cable.cut()

    phone.show("Expenses", "To approve", "Oslo fair")
    expect(page.get_by_role("link", name="Taxi Nord")).to_contain_text("€31.00")
    decide(phone, "Approve", "Well spent")
    page.get_by_role("button", name="Back").click()
    phone.show("Oslo party")
    page.get_by_role("button", name="Reject").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Reject").click()
    expect(sheet.get_by_text("Fill in this field.")).to_be_visible()
    sheet.get_by_role("button", name="Cancel").click()
    decide(phone, "Reject", "Who was there?")
    expect(page.get_by_role("definition").get_by_text("Rejected", exact=True)).to_be_visible()
    phone.go("/app/")
    expect(tile).to_contain_text(f"{int(waiting) - 2} to approve" if waiting != "2" else "expense report")

    office.cable.restore()
    phone.online()
    phone.pill("Up to date")
    assert office.rows(DECISIONS) == [
        ("Oslo fair", "approved", "Well spent", "Chiara Romano"),
        ("Oslo party", "rejected", "Who was there?", "Chiara Romano"),
    ]
    assert phone.errors == []


def _attach(phone: Phone, file: Path) -> None:
    file.write_text("Day one: stand. Day two: talks.")
    _choose_action(phone, "Attach")
    phone.page.locator("input[type=file]").last.set_input_files(file)
    expect(phone.page.get_by_text("agenda.txt")).to_be_visible()
    phone.save()
    expect(phone.page.get_by_text("agenda.txt")).to_be_visible()


def _add_hotel(phone: Phone, receipt: Path) -> None:
    page = phone.page
    _choose_action(phone, "Add expense")
    phone.pick("Category", "Hotel")
    page.get_by_label("Date").fill("2026-11-20")
    page.get_by_label("Merchant").fill("Hotel Continental")
    page.get_by_label("Amount").fill("200")
    page.locator("input[type=file]").last.set_input_files(receipt)
    expect(page.get_by_role("img", name="receipt.jpg")).to_be_visible()
    phone.save()
    phone.show("Hotel Continental")
    expect(page.get_by_role("heading", level=1, name="Hotel Continental")).to_be_visible()


def _itemise(phone: Phone) -> None:
    page = phone.page
    _choose_action(phone, "Itemise")
    for number, (what, amount) in enumerate((("Room", "190"), ("Breakfast", "20")), 1):
        page.get_by_role("button", name="Add expense item").click()
        line = page.get_by_role("group", name=f"Expense item {number}", exact=True)
        line.get_by_label("What").fill(what)
        choose(phone, line, "Category")
        line.get_by_label("Amount").fill(amount)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The items come to more than the expense.").first).to_be_visible()
    page.get_by_role("group", name="Expense item 1", exact=True).get_by_label("Amount").fill("180")
    phone.save()
    expect(page.get_by_role("link", name="Breakfast")).to_contain_text("€20.00")


def _add_guest(phone: Phone) -> None:
    _choose_action(phone, "Add guest")
    phone.page.get_by_label("Name").fill("Ida Berg")
    phone.page.get_by_label("Company").fill("Berg & Sønn")
    phone.save()
    expect(phone.page.get_by_role("link", name="Ida Berg")).to_be_visible()


def _add_receipt(phone: Phone, receipt: Path) -> None:
    page = phone.page
    _choose_action(phone, "Add receipt")
    page.locator("input[type=file]").last.set_input_files(receipt)
    expect(page.get_by_role("img", name="minibar.jpg")).to_be_visible()
    page.get_by_label("What it is for").fill("Minibar")
    phone.save()
    expect(page.get_by_role("link", name="Minibar")).to_be_visible()


def _copy_to_the_next_day(phone: Phone) -> None:
    _choose_action(phone, "Copy to next day")
    expect(phone.page.get_by_label("Date")).to_have_value("2026-11-21")
    expect(phone.page.get_by_label("Merchant")).to_have_value("Hotel Continental")
    phone.save()
    expect(phone.page.get_by_role("definition").get_by_text("21 Nov 2026")).to_be_visible()


def decide(phone: Phone, action: str, comment: str) -> None:
    """Approve or reject the report on show, with a comment."""
    page = phone.page
    page.get_by_role("button", name=action).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Comment").fill(comment)
    sheet.get_by_role("button", name=action).click()
    expect(sheet).to_be_hidden()


def _choose_action(phone: Phone, name: str) -> None:
    """Start an action of the record on show, whether it stands under the thumb or in the menu."""
    page = phone.page
    button = page.get_by_role("button", name=name, exact=True)
    item = page.get_by_role("menuitem", name=name, exact=True)
    more = page.locator(".app-foot").get_by_role("button", name="More actions")
    expect(more).to_be_visible()
    if not button.is_visible():
        more.click()
    button.or_(item).first.click()


def submit_report(desk: Desk, purpose: str, merchant: str, amount: str) -> None:
    """File a report with one expense at a desk."""
    report = desk.create("expense_report", {"purpose": purpose, "employee": desk.person, "status": "draft"})
    category = desk.office.one("SELECT id FROM e_expense_category WHERE f_name = 'Travel'")
    desk.create(
        "expense",
        {
            "report": report,
            "category": category,
            "date": "2026-11-20",
            "merchant": merchant,
            "amount": {"amount": amount, "currency": "EUR"},
        },
    )
    desk.edit("expense_report", report, {"status": "submitted", "submitted_at": "2026-11-21T09:00:00.000Z"})
