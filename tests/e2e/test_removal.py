"""What must leave a phone leaves every store of it: deleted records, and all that a lost role had shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, KARIM, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(150)

MARK = "Zinnober-4711"
CUSTOMER_LEFT = "Brava Textiles Oy"


@pytest.mark.feature("SYN-07")
@pytest.mark.invariant(15)
def test_what_the_office_deletes_is_gone_from_the_phone_and_its_stores(phone: Phone, desk: Desk) -> None:
    identity = _marked_customer(desk)
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Customers")
    page.get_by_role("searchbox").fill(MARK)
    expect(page.get_by_role("link", name=MARK)).to_be_visible()
    assert phone.stored(MARK) != []

    desk.delete("customer", identity)

    expect(page.get_by_role("link", name=MARK)).to_have_count(0)
    phone.await_unstored(MARK)
    phone.close()
    page = phone.open("/app/w/sales_orders/p/customers")
    expect(page.get_by_role("link", name=CUSTOMER_LEFT)).to_be_visible()
    assert phone.stored(MARK) == []


@pytest.mark.feature("SEC-03")
@pytest.mark.invariant(14, 15)
def test_a_person_who_loses_a_role_loses_its_workspace_and_its_records(
    phone: Phone, office: Office, desk: Desk
) -> None:
    _marked_customer(desk)
    page = phone.begin(FEMKE)
    expect(page.get_by_role("link", name="Sales orders")).to_be_visible()
    assert phone.stored(MARK) != []

    office.command("role", "give", "sales", FEMKE, "--take")

    expect(page.get_by_role("link", name="Sales orders")).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("link", name="Expenses")).to_be_visible()
    phone.pill("Up to date")
    phone.await_unstored(MARK)
    phone.await_unstored(CUSTOMER_LEFT)
    assert phone.stored("Brava") == []


@pytest.mark.feature("SEC-03")
@pytest.mark.invariant(14)
def test_who_may_not_see_a_workspace_has_nothing_of_it_on_his_phone(phone: Phone, desk: Desk) -> None:
    _marked_customer(desk)

    page = phone.begin(KARIM)

    expect(page.get_by_role("link", name="Expenses")).to_be_visible()
    expect(page.get_by_role("link", name="Sales orders")).to_have_count(0)
    assert phone.stored(MARK) == []
    phone.go("/app/w/sales_orders/p/customers")
    expect(page.get_by_role("heading", level=1, name="Not found")).to_be_visible()


def _marked_customer(desk: Desk) -> str:
    return desk.create("customer", {"account": "C-4711", "name": f"{MARK} AB", "note": f"{MARK} note"})
