"""Work that needs what the office has refused: it waits, says for what, and goes on once that is mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(150)

TAKEN, FREE = "C-4711", "C-4712"
NAME = "Lindgren & Daughters"
ORDERS = """
SELECT f_account, f_reference
FROM e_sales_order o JOIN e_customer c ON c.id = o.f_customer
WHERE f_name = :name
"""


@pytest.mark.feature("L04", "L15", "SYN-17")
@pytest.mark.invariant(3, 33)
def test_an_order_for_a_refused_customer_follows_by_itself_when_the_customer_is_mended(
    phone: Phone, office: Office, desk: Desk
) -> None:
    page = phone.begin(FEMKE)
    office.cable.cut()
    desk.create("customer", {"account": TAKEN, "name": "Somebody else"})
    phone.go("/app/w/sales_orders/a/new_customer?from=customers")
    page.get_by_label("Customer account").fill(TAKEN)
    page.get_by_role("textbox", name="Name").fill(NAME)
    phone.save()
    phone.go("/app/w/sales_orders/a/new_order?from=orders")
    phone.pick("Customer", NAME)
    page.get_by_label("Customer reference").fill("Gate 7")
    phone.save()

    office.cable.restore()
    phone.go("/app/outbox")

    waiting = page.get_by_role("listitem").filter(has_text="New order")
    expect(waiting).to_contain_text(f"Waits for New customer: {NAME}, which the office refused")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    assert findings(phone, "work that waits for what was refused") == []
    assert office.rows(ORDERS, {"name": NAME}) == []

    waiting.get_by_role("link", name="Mend what it waits for").click()
    page.get_by_label("Customer account").fill(FREE)
    page.get_by_role("button", name="Send again").click()

    phone.pill("Up to date")
    assert office.rows(ORDERS, {"name": NAME}) == [(FREE, "Gate 7")]
    phone.go("/app/outbox")
    expect(page.get_by_role("heading", name="Needs you")).to_have_count(0)
