"""Finding one's way: dashboard, workspace, list, detail and back, on a phone and on a wide screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)

TOP = "[...document.querySelectorAll('*')].reduce((most, one) => Math.max(most, one.scrollTop), 0)"
"""How far whatever scrolls on the page is scrolled."""


@pytest.mark.feature("APP-02", "WS-01")
def test_back_from_a_record_finds_the_list_where_it_was_left(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Orders")
    orders = page.get_by_role("list", name="Orders")
    expect(orders.get_by_role("listitem").first).to_have_attribute("aria-setsize", "250")
    orders.get_by_role("listitem").first.hover()
    page.mouse.wheel(0, 6000)
    far = orders.locator("[aria-posinset='95']")
    expect(far).to_be_in_viewport()
    phone.still()
    number = far.get_by_role("link").inner_text().split()[0]
    left = page.evaluate(TOP)

    far.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name=number)).to_be_visible()
    page.get_by_role("button", name="Back").click()

    expect(orders.locator("[aria-posinset='95']").get_by_role("link", name=number)).to_be_in_viewport()
    assert abs(page.evaluate(TOP) - left) < 100


@pytest.mark.feature("APP-05", "WS-01")
def test_orders_are_found_by_what_belongs_to_their_customer(phone: Phone, office: Office) -> None:
    query = (
        "SELECT f_account, f_name, count(*) FROM e_customer "
        "JOIN e_sales_order ON f_customer = e_customer.id GROUP BY 1 HAVING count(*) BETWEEN 2 AND 9"
    )
    account, name, count = office.rows(query)[0]
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Orders")

    page.get_by_role("searchbox").fill(account.lower())

    found = page.get_by_role("list", name="Orders").get_by_role("listitem")
    expect(found).to_have_count(count)
    expect(found.filter(has_text=name)).to_have_count(count)


@pytest.mark.feature("APP-02", "WS-01")
def test_a_detail_leads_to_its_lines_and_to_the_record_that_it_points_at(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Orders")
    page.get_by_role("list", name="Orders").get_by_role("listitem").first.get_by_role("link").click()
    expect(page.get_by_role("region", name="Dates")).to_be_visible()
    customer = page.get_by_role("definition").filter(has=page.get_by_role("link")).first
    name = customer.inner_text()

    phone.show("Lines")
    expect(page.get_by_role("heading", level=1, name="Lines")).to_be_visible()
    expect(page.get_by_role("list", name="Lines").get_by_role("listitem").first).to_be_visible()
    page.get_by_role("button", name="Back").click()
    phone.show(name)

    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


@pytest.mark.feature("APP-02")
def test_a_wide_screen_shows_the_list_and_the_record_side_by_side(new_phone: Callable[..., Phone]) -> None:
    desk = new_phone(wide=True)
    page = desk.begin(FEMKE)
    desk.show("Sales orders", "Customers", "Brava Textiles Oy")

    customers = page.get_by_role("list", name="Customers")
    heading = page.get_by_role("heading", level=1, name="Brava Textiles Oy")
    expect(heading).to_be_in_viewport()
    expect(customers).to_be_in_viewport()
    beside, above = customers.bounding_box(), heading.bounding_box()
    assert beside is not None
    assert above is not None
    assert beside["x"] + beside["width"] <= above["x"]
    customers.get_by_role("link", name="Hansa Foods B.V.").click()
    expect(page.get_by_role("heading", level=1, name="Hansa Foods B.V.")).to_be_visible()
    expect(customers).to_be_in_viewport()


@pytest.mark.feature("APP-02", "SYN-04")
def test_an_address_inside_the_app_opens_without_a_network(phone: Phone, office: Office) -> None:
    page = phone.begin(FEMKE)
    phone.show("Sales orders", "Customers", "Brava Textiles Oy")
    expect(page.get_by_role("heading", level=1, name="Brava Textiles Oy")).to_be_visible()
    address = page.evaluate("location.pathname")
    phone.close()
    office.cable.cut()

    page = phone.open(address)

    expect(page.get_by_role("heading", level=1, name="Brava Textiles Oy")).to_be_visible()
    phone.pill("Offline")
