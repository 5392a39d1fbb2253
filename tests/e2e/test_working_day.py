"""A working day: a slow line, a morning offline, a tunnel, a crash, and all that the office did meanwhile.

``--film FOLDER`` keeps a film of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.film import Film
from tests.e2e.office import ELIN, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.pictures import photo
from tests.e2e.test_expense_reports import decide, submit_report
from tests.e2e.test_publication import NOTE, publish_visit_day
from tests.e2e.test_two_phones import CUSTOMER, NORTH, SOUTH, edit_customer, open_customer

pytestmark = pytest.mark.timeout(150)

SLOW: Final = {"offline": False, "latency": 150, "downloadThroughput": 100_000, "uploadThroughput": 30_000}
"""Bytes a second, and milliseconds: one bar of an old network."""
TAKEN, FREE, NEW = "C-4711", "C-4712", "Lindgren & Daughters"
TRIP: Final = (("Sjökrogen", "84.50"), ("Waxholmsbolaget", "23.00"))

VISITED: Final = "SELECT f_city, f_visit_day FROM e_customer WHERE f_name = 'Kärrdal Marine A/S'"
DECIDED: Final = """SELECT f_purpose, f_status, f_comment FROM e_expense_report
    WHERE f_purpose LIKE 'Oslo %' ORDER BY f_purpose"""
REPORTED: Final = "SELECT f_status, f_total FROM e_expense_report WHERE f_purpose = 'Archipelago round'"
SPENT: Final = """SELECT f_merchant, f_amount FROM e_expense
    JOIN e_expense_report AS report ON report.id = f_report
    WHERE f_purpose = 'Archipelago round' ORDER BY f_amount DESC"""
PHOTOS: Final = """SELECT f_merchant FROM blob JOIN blob_use ON blob_use.blob = blob.id
    JOIN e_expense ON e_expense.id = blob_use.record
    WHERE blob.complete AND f_merchant IN ('Sjökrogen', 'Waxholmsbolaget') ORDER BY f_merchant"""
ORDERED: Final = """SELECT f_account, sale.f_note FROM e_sales_order AS sale
    JOIN e_customer ON e_customer.id = f_customer
    WHERE f_name = 'Lindgren & Daughters'"""
NUMBERS: Final = "SELECT number FROM change_outcome ORDER BY number"
DONE: Final = """SELECT entity, kind FROM history
    WHERE device IS NOT NULL AND kind NOT IN ('compute', 'touch') ORDER BY seq"""


@pytest.fixture
def phone(phone: Phone, pytestconfig: pytest.Config) -> Iterator[Phone]:
    """Femke's phone, filmed if somebody wants to see her day."""
    folder: Path | None = pytestconfig.getoption("--film")
    phone.film = Film() if folder else None
    yield phone
    if phone.film and folder:
        phone.film.save(folder / "working-day.webp")


@pytest.mark.feature("SYN-03", "SYN-05", "SYN-17", "MET-02", "CON-06", "WS-09", "L04", "L15")
def test_a_working_day_ends_with_all_that_was_done_at_the_office_each_thing_once(
    phone: Phone, office: Office, desk: Desk, tmp_path: Path
) -> None:
    office.command("role", "give", "approver", FEMKE)
    colleague = Desk(office, ELIN)
    submit_report(colleague, "Oslo fair", "Taxi Nord", "31.00")
    submit_report(colleague, "Oslo party", "Bar Sør", "310.00")

    _begin_on_a_slow_line(phone)
    office.cable.cut()
    _decide_on_reports(phone)
    _report_a_trip(phone, photo(tmp_path / "receipt.jpg"))
    office.cable.restore()
    phone.online()
    phone.pill("Up to date")
    _enter_the_tunnel(phone, office)
    _work_in_the_tunnel(phone)
    _work_at_the_office(desk, colleague, office)
    phone.crash()
    _finish_the_order(phone)
    office.cable.restore()
    phone.online()
    _choose_an_address(phone)
    _mend_the_account(phone)
    _take_the_new_version(phone, desk)
    _end_the_day(phone)

    _expect_all_at_the_office(office)
    assert phone.errors == []


def _begin_on_a_slow_line(phone: Phone) -> None:
    page = phone.open()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    phone.sign_in(FEMKE)
    expect(page.get_by_role("link", name="Sales orders")).to_be_visible()
    phone.pill("Up to date")
    phone.await_worker()
    session.detach()
    phone.restart()


def _decide_on_reports(phone: Phone) -> None:
    page = phone.show("Expenses", "To approve", "Oslo fair")
    expect(page.get_by_role("link", name="Taxi Nord")).to_be_visible()
    decide(phone, "Approve", "Well spent")
    page.get_by_role("button", name="Back").click()
    phone.show("Oslo party")
    decide(phone, "Reject", "Who was there?")
    expect(page.get_by_role("definition").get_by_text("Rejected", exact=True)).to_be_visible()


def _report_a_trip(phone: Phone, receipt: Path) -> None:
    page = phone.go("/app/w/expense_management")
    phone.show("New report")
    page.get_by_label("Purpose").fill("Archipelago round")
    phone.save()
    for merchant, amount in TRIP:
        page.get_by_role("button", name="Add expense").click()
        phone.pick("Category", "Travel")
        page.get_by_label("Merchant").fill(merchant)
        page.get_by_label("Amount").fill(amount)
        page.locator("input[type=file]").last.set_input_files(receipt)
        expect(page.get_by_role("img", name="receipt.jpg")).to_be_visible()
        phone.save()
        expect(page.get_by_role("link", name=merchant)).to_be_visible()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("definition").get_by_text("Submitted", exact=True)).to_be_visible()
    phone.go("/app/")
    phone.pill("Offline · 5 to send")


def _enter_the_tunnel(phone: Phone, office: Office) -> None:
    """Lose the network between a change and its answer."""
    office.cable.hold_replies()
    phone.show("Sales orders", "Customers", "Kärrdal Marine A/S")
    phone.page.get_by_role("button", name="Edit").click()
    phone.page.get_by_label("City").fill("Norrtälje")
    phone.save()
    office.await_rows("SELECT 1 FROM e_customer WHERE f_city = 'Norrtälje'", 1)
    office.cable.cut()


def _work_in_the_tunnel(phone: Phone) -> None:
    page = phone.page
    edit_customer(phone, "E-mail", SOUTH)
    phone.go("/app/w/sales_orders/a/new_customer?from=customers")
    page.get_by_label("Customer account").fill(TAKEN)
    page.get_by_role("textbox", name="Name").fill(NEW)
    phone.save()
    phone.go("/app/w/sales_orders/a/new_order?from=orders")
    phone.pick("Customer", NEW)
    page.get_by_label("Note").fill("Ring twice")
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()


def _work_at_the_office(desk: Desk, colleague: Desk, office: Office) -> None:
    """Change the same address, and give the account number to somebody else."""
    brava = office.one("SELECT id FROM e_customer WHERE f_name = :name", {"name": CUSTOMER})
    colleague.edit("customer", brava, {"email": NORTH})
    desk.create("customer", {"account": TAKEN, "name": "Somebody else"})


def _finish_the_order(phone: Phone) -> None:
    page = phone.open()
    phone.pill("Offline · 3 to send")
    page.get_by_text("1 draft, not saved yet").click()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Note")).to_have_value("Ring twice")
    phone.save()


def _choose_an_address(phone: Phone) -> None:
    phone.pill("3 need you")
    page = phone.page
    open_customer(phone)
    page.get_by_role("main").get_by_role("button", name="Choose").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text("Elin")
    sheet.get_by_role("button", name="Use all mine").click()
    sheet.get_by_role("button", name="Use these values").click()
    expect(page.get_by_text(SOUTH, exact=True)).to_be_visible()


def _mend_the_account(phone: Phone) -> None:
    page = phone.go("/app/outbox")
    waiting = page.get_by_role("listitem").filter(has_text="New order")
    waiting.get_by_role("link", name="Mend what it waits for").click()
    page.get_by_label("Customer account").fill(FREE)
    page.get_by_role("button", name="Send again").click()
    phone.pill("Up to date")


def _take_the_new_version(phone: Phone, desk: Desk) -> None:
    page = phone.page
    publish_visit_day(desk)
    prompt = page.get_by_role("dialog", name="Your organisation has made a change")
    expect(prompt).to_contain_text(NOTE)
    prompt.get_by_role("button", name="Update now").click()
    phone.toast("The new version is in use.")
    phone.go("/app/w/sales_orders/p/customers")
    phone.show("Kärrdal Marine A/S")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Visit day").fill("Thursday")
    phone.save()


def _end_the_day(phone: Phone) -> None:
    phone.pill("Up to date")
    page = phone.go("/app/outbox")
    expect(page.get_by_role("heading", name="Sent today")).to_be_visible()
    for left in ("Needs you", "Waiting", "Drafts"):
        expect(page.get_by_role("heading", name=left)).to_have_count(0)


def _expect_all_at_the_office(office: Office) -> None:
    assert office.rows(DECIDED) == [
        ("Oslo fair", "approved", "Well spent"),
        ("Oslo party", "rejected", "Who was there?"),
    ]
    assert office.rows(REPORTED) == [("submitted", 1_075_000)]
    assert office.rows(SPENT) == [("Sjökrogen", 845_000), ("Waxholmsbolaget", 230_000)]
    assert office.await_rows(PHOTOS, 2) == [("Sjökrogen",), ("Waxholmsbolaget",)]
    assert office.rows(VISITED) == [("Norrtälje", "Thursday")]
    assert office.one("SELECT f_email FROM e_customer WHERE f_name = :name", {"name": CUSTOMER}) == SOUTH
    assert office.rows("SELECT open FROM conflict") == [(0,)]
    assert office.rows(ORDERED) == [(FREE, "Ring twice")]
    assert [number for (number,) in office.rows(NUMBERS)] == list(range(1, 14))
    assert office.rows(DONE) == [
        ("expense_report", "edit"),
        ("expense_report", "edit"),
        ("expense_report", "create"),
        ("expense", "create"),
        ("expense", "create"),
        ("expense_report", "edit"),
        ("customer", "edit"),
        ("customer", "conflict"),
        ("customer", "resolve"),
        ("customer", "create"),
        ("sales_order", "create"),
        ("customer", "edit"),
    ]
