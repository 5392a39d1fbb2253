"""A value that only one record may have, given twice; then the record's history, and a value out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk, insertion
from tests.e2e.office import ANA, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings
from tests.e2e.test_two_phones import edit_customer, open_customer

pytestmark = pytest.mark.timeout(150)

TAKEN, FREE = "K-777", "K-778"
ACCOUNT = "SELECT f_account FROM e_customer WHERE f_name = 'Brava Textiles Oy'"
OTHER = "SELECT id, f_name FROM e_customer WHERE f_name <> 'Brava Textiles Oy' ORDER BY f_name LIMIT 1"


@pytest.mark.feature("CON-06", "CON-07", "CON-09", "BEY-23")
@pytest.mark.invariant(2)
def test_a_value_that_another_record_took_is_changed_by_choice_and_comes_back_out_of_the_history(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    phone, before = new_phone(), office.one(ACCOUNT)

    holder = take_twice(phone, office)
    sheet = open_choice(phone)
    expect(sheet.get_by_text(f"{holder} has it.")).to_be_visible()
    expect(sheet.get_by_role("button", name="Open")).to_be_visible()
    sheet.get_by_text("Yours").click()
    sheet.get_by_role("textbox", name="Another value").fill(FREE)
    found = findings(phone, "a value that is taken")
    sheet.get_by_role("button", name="Use these values").click()

    phone.pill("Up to date")
    expect(phone.page.get_by_text(FREE, exact=True)).to_be_visible()
    assert office.one(ACCOUNT) == FREE
    chosen = open_history(phone).get_by_role("listitem").filter(has_text="Chosen in a conflict").first
    expect(chosen).to_contain_text("on this phone")
    expect(chosen).to_contain_text(TAKEN)
    assert found + findings(phone, "the history of a record") == []
    chosen.get_by_role("button", name="Bring back: Customer account").first.click()
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    expect(phone.page.get_by_text(before, exact=True)).to_be_visible()
    office.await_rows(f"{ACCOUNT} AND f_account = '{before}'", 1)


def take_twice(phone: Phone, office: Office) -> str:
    """Give a customer a value without a network that another one gets at the office; return whose it is."""
    desk = Desk(office, ANA)
    field = insertion(
        "workspace", ["actions", "edit_customer", "fields"], {"id": "account", "field": "account"}
    )
    desk.publish("sales_orders", [field], "Accounts may be changed.")
    phone.begin(FEMKE)
    phone.work_offline(on=True)
    edit_customer(phone, "Customer account", TAKEN)
    ((identity, holder),) = office.rows(OTHER)
    desk.edit("customer", identity, {"account": TAKEN})
    phone.work_offline(on=False)
    phone.pill("1 needs you")
    open_customer(phone)
    return str(holder)


def open_choice(phone: Phone) -> Locator:
    """Open the sheet of the conflict of the record on show."""
    expect(phone.page.get_by_text("Another record has a value that you entered here")).to_be_visible()
    phone.page.get_by_role("main").get_by_role("button", name="Choose").click()
    return phone.page.get_by_role("dialog")


def open_history(phone: Phone) -> Locator:
    """Open the history of the record on show."""
    phone.page.locator(".app-detail").get_by_role("button", name="More actions").click()
    phone.page.get_by_role("menuitem", name="History").click()
    return phone.page.get_by_role("dialog")
