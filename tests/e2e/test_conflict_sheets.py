"""The sheets of conflicts: of two edits, and of a deletion on either side; what is chosen is done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings
from tests.e2e.test_keeping import make_order, menu, open_order
from tests.e2e.test_two_phones import CUSTOMER, NORTH, SOUTH, edit_customer, open_customer

pytestmark = pytest.mark.timeout(180)

CLOSED = "Oberrheinische Handelsgesellschaft"


@pytest.mark.feature("CON-03", "CON-04", "CON-06")
@pytest.mark.invariant(2)
def test_sheets_of_edits_and_of_deletions_are_accessible_and_do_what_is_chosen(
    phone: Phone, office: Office, desk: Desk
) -> None:
    customer = office.one(f"SELECT id FROM e_customer WHERE f_name = '{CUSTOMER}'")
    closed = desk.create("customer", {"account": "K-100", "name": CLOSED, "city": "Basel"})
    order = make_order(Desk(office, FEMKE))
    page = phone.begin(FEMKE)
    office.cable.cut()
    edit_customer(phone, "E-mail", SOUTH)
    phone.go(f"/app/w/sales_orders/p/customer/{closed}")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("City").fill("Rome")
    phone.save()
    open_order(phone, order)
    menu(phone, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    desk.edit("customer", customer, {"email": NORTH})
    desk.delete("customer", closed)
    desk.edit("sales_order", order, {"note": "Urgent!\nRing twice"})
    office.cable.restore()

    phone.pill("3 need you")
    open_customer(phone)
    found = findings(phone, "conflict on the page")
    found += look_and_choose(phone, CUSTOMER, "Use all mine", "Use these values")
    found += look_and_choose(phone, "The office deleted this", "Bring it back with mine")
    found += look_and_choose(phone, "You deleted this", "Delete it all the same")

    phone.pill("Up to date")
    assert office.one(f"SELECT f_email FROM e_customer WHERE f_name = '{CUSTOMER}'") == SOUTH
    assert office.one(f"SELECT f_city FROM e_customer WHERE f_name = '{CLOSED}'") == "Rome"
    assert office.rows("SELECT 1 FROM e_sales_order WHERE id = :order", {"order": order}) == []
    assert found == []


def look_and_choose(phone: Phone, words: str, *buttons: str) -> list[str]:
    """Open the first conflict of the outbox, look at its sheet, and press these buttons in it."""
    page = phone.go("/app/outbox")
    page.get_by_role("button", name="Choose").first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text(words)
    found = findings(phone, words)
    for button in buttons:
        sheet.get_by_role("button", name=button).click()
    expect(sheet).to_have_count(0)
    return found
