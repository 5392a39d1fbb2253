"""The search of everything that is on a phone, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

SEARCHED = re.compile(r"Searched [\d,]+ records on this phone")


@pytest.fixture
def known(desk: Desk) -> None:
    """A customer and a contact of his whose names have letters that few keyboards have."""
    customer = desk.create("customer", {"name": "Ångström Fisk & Skaldjur", "account": "C-77001"})

    def contact(**values: str) -> None:
        desk.create("contact", {"customer": customer, **values})

    contact(name="Åsa Ångström", email="asa@fisk.example")
    contact(name="Per Öberg", email="per@angstrom.example")


@pytest.mark.usefixtures("known")
@pytest.mark.feature("DAT-16", "L27")
def test_a_record_is_found_over_several_kinds_without_a_network_and_the_way_back_finds_the_same(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    office.cable.cut()
    page.get_by_role("link", name="Search", exact=True).click()
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()

    field.press_sequentially("angstrom", delay=20)

    expect(group(page, "Customers").get_by_role("listitem")).to_have_count(1)
    contacts = group(page, "Contacts").get_by_role("listitem")
    expect(contacts).to_have_count(2)
    expect(contacts.nth(0)).to_contain_text("Åsa Ångström")
    expect(contacts.nth(1)).to_contain_text("E-mail: per@angstrom.example")
    expect(contacts.nth(0).locator("mark")).to_have_text("Ångström")
    expect(page.get_by_text(SEARCHED)).to_be_visible()
    expect(page.get_by_text("3 records found, of 2 kinds")).to_be_attached()
    expect(field).to_be_focused()

    contacts.nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Per Öberg")).to_be_visible()
    page.go_back()

    expect(page.get_by_role("heading", level=1, name="Search")).to_be_visible()
    expect(field).to_have_value("angstrom")
    expect(contacts.nth(1)).to_contain_text("Per Öberg")
    expect(page).to_have_url(re.compile(r"/app/search$"))


@pytest.mark.usefixtures("known")
@pytest.mark.feature("DAT-16")
def test_the_address_of_a_search_opens_without_a_network_and_all_of_a_kind_is_one_tap_away(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    office.cable.cut()

    phone.go("/app/w/sales_orders/search?q=so-0")
    orders = group(page, "Sales orders")
    expect(orders.get_by_role("listitem")).to_have_count(5)
    page.get_by_role("link", name=re.compile(r"Show all [\d,]+ sales orders")).click()

    expect(page.get_by_role("heading", level=1, name="Sales orders")).to_be_visible()
    expect(page.get_by_role("list", name="Sales orders").get_by_role("listitem").nth(8)).to_be_attached()
    page.get_by_role("button", name="Back").click()
    expect(orders.get_by_role("listitem")).to_have_count(5)
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_text("Nothing on this phone matches “xyzzy”.").last).to_be_visible()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_the_search_is_accessible(new_phone: Callable[..., Phone], *, wide: bool) -> None:
    phone = new_phone(wide=wide)
    page = phone.begin(FEMKE)
    phone.go("/app/search")
    expect(page.get_by_text(re.compile(r"[\d,]+ records on this phone"))).to_be_visible()
    found = findings(phone, "nothing typed")
    page.get_by_role("searchbox").fill("angstrom")
    expect(group(page, "Contacts")).to_be_visible()
    found += findings(phone, "results")
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_text("Nothing on this phone matches “xyzzy”.").last).to_be_visible()
    found += findings(phone, "nothing found")
    phone.go("/app/search?q=so&in=sales_order")
    expect(page.get_by_role("list", name="Sales orders")).to_be_visible()
    found += findings(phone, "all of a kind")

    assert found == []


def group(page: Page, plural: str) -> Locator:
    """Return the list of one kind of record."""
    return page.get_by_role("list", name=re.compile(f"^{plural}"))
