"""An app that is older than the office's filters: in a browser whose metadata has operators of tomorrow."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.office import FEMKE
from tests.e2e.phone import Phone

pytestmark = [pytest.mark.timeout(120), pytest.mark.feature("L45")]

TOO_NEW = "This list needs a newer version of the app."
TOMORROW = {"op": "not", "of": [{"op": "within-distance", "path": "customer", "value": 5}]}


def newer(route: Route) -> None:
    """Let the list of orders, and a view of the customers, ask for what no app of today knows."""
    reply = route.fetch()
    metadata: dict[str, Any] = reply.json()
    lists = {
        page["id"]: page["blocks"][0]
        for workspace in metadata["workspaces"]
        for page in workspace["pages"]
        if workspace["id"] == "sales_orders"
    }
    lists["orders"]["condition"] = TOMORROW
    lists["customers"]["views"][1]["condition"] = TOMORROW
    route.fulfill(response=reply, json=metadata)


def begun(phone: Phone) -> None:
    phone.open().route("**/api/v1/metadata*", newer)
    phone.sign_in(FEMKE)
    phone.pill("Up to date")
    phone.page.unroute("**/api/v1/metadata*")


def test_a_list_that_the_app_does_not_understand_warns_also_without_the_network(phone: Phone) -> None:
    begun(phone)
    phone.await_worker()
    page = phone.page

    phone.show("Sales orders", "Orders")
    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(page.get_by_role("list", name="Orders")).to_have_count(0)
    assert phone.axe() == []
    phone.office.cable.cut()
    phone.go("/app/w/sales_orders/p/orders")

    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(0)


def test_a_view_that_the_app_does_not_understand_takes_nothing_from_the_others(phone: Phone) -> None:
    begun(phone)
    page = phone.page
    phone.show("Sales orders", "Customers")
    customers = page.get_by_role("list", name="Customers").get_by_role("listitem")
    expect(customers.first).to_be_visible()
    views = page.get_by_role("radiogroup").locator("label")

    views.nth(1).click()
    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(customers).to_have_count(0)
    views.nth(2).click()

    expect(customers.first).to_be_visible()
    expect(page.get_by_text(TOO_NEW)).to_have_count(0)


def test_the_status_page_says_what_the_app_lacks(phone: Phone) -> None:
    begun(phone)

    page = phone.go("/app/status")

    notice = page.get_by_role("region", name="This app is out of date")
    expect(notice.get_by_text("Missing: within-distance")).to_be_visible()
    assert phone.axe() == []
