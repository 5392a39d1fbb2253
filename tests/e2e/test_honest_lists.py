"""What lists say of themselves: how much of the whole is here, how old it is, what only the office has."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings
from tests.e2e.test_keeping import take_open_orders

pytestmark = pytest.mark.timeout(180)

OPEN = "SELECT count(*) FROM e_sales_order WHERE f_status = 'open'"
ALL = "SELECT count(*) FROM e_sales_order"
SHIPPED = "SELECT id, f_number FROM e_sales_order WHERE f_status = 'shipped' ORDER BY f_number LIMIT 1"


@pytest.fixture
def narrow(desk: Desk) -> None:
    """Let profiles take along open orders only."""
    take_open_orders(desk)


@pytest.mark.usefixtures("narrow")
@pytest.mark.feature("APP-04", "APP-06", "BEY-08")
def test_a_list_says_how_much_is_here_and_finds_the_rest_at_the_office(phone: Phone, office: Office) -> None:
    here, whole = office.one(OPEN), office.one(ALL)
    record, number = office.rows(SHIPPED)[0]
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Orders")

    share = page.get_by_text(f"{here:,} of {whole:,} sales orders are on this phone")
    expect(share).to_be_visible()
    expect(age(phone)).to_have_text(re.compile(r"^As of \d\d:\d\d$"))

    page.get_by_role("searchbox").fill(number)
    page.get_by_role("combobox", name="What is searched").select_option("number")
    page.get_by_role("button", name=f"Search the office for “{number}”").click()
    found = page.get_by_role("list", name="At the office").get_by_role("listitem")
    expect(found).to_have_count(1)
    expect(found.first).to_contain_text("At the office")
    expect(page.get_by_text("1 found at the office. None of them is on this phone.")).to_be_visible()
    seen = findings(phone, "found at the office")
    found.first.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1, name=number)).to_be_visible()
    assert page.url.endswith(record)
    assert seen == []


@pytest.mark.usefixtures("narrow")
@pytest.mark.feature("APP-04", "BEY-08")
def test_without_the_office_the_last_number_is_told_as_such_and_the_age_says_why(
    phone: Phone, office: Office
) -> None:
    here, whole = office.one(OPEN), office.one(ALL)
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Orders")
    expect(page.get_by_text(f"{here:,} of {whole:,} sales orders are on this phone")).to_be_visible()
    phone.close()
    office.cable.cut()

    page = phone.open("/app/w/sales_orders/p/orders")

    phone.pill("Offline")
    expect(page.get_by_text(f"{here:,} of about {whole:,} sales orders are on this phone")).to_be_visible()
    expect(age(phone)).to_contain_text("The office does not answer now.")
    phone.go("/app/w/sales_orders/search?q=so-0")
    expect(page.get_by_text(f"{here:,} of about {whole:,} sales orders are on this phone")).to_be_visible()
    expect(age(phone)).to_contain_text("The office does not answer now.")


@pytest.mark.feature("L37", "APP-04")
def test_a_phone_that_was_killed_opens_at_a_record_while_the_server_is_stopped(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Customers", "Brava Textiles Oy")
    expect(page.get_by_role("heading", level=1, name="Brava Textiles Oy")).to_be_visible()
    address = page.evaluate("location.pathname")
    phone.restart()
    office.stop()

    for _ in range(2):
        phone.crash()
        page = phone.open(address)

        expect(page.get_by_role("heading", level=1, name="Brava Textiles Oy")).to_be_visible()
        expect(page.get_by_role("definition").first).to_be_visible()
        expect(age(phone)).to_contain_text("The office does not answer now.")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("link", name="Customers").first).to_be_visible()
    office.start()

    phone.pill("Up to date")
    assert phone.errors == []


def age(phone: Phone) -> Locator:
    """Return the line that says how old what is on show is."""
    return phone.page.locator(".app-age:visible").first
