"""Every page of the phone app for everyone: axe finds nothing, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_publication import publish_visit_day
from tests.e2e.test_two_phones import open_customer

pytestmark = pytest.mark.timeout(240)

PAGES = {
    "dashboard": "/app/",
    "workspace": "/app/w/sales_orders",
    "list": "/app/w/sales_orders/p/orders",
    "form": "/app/w/expense_management/a/quick_expense",
    "outbox": "/app/outbox",
    "filters": "/app/filters",
    "status": "/app/status",
    "more": "/app/more",
    "nowhere": "/app/nothing/here",
}


def test_the_sign_in_page_is_accessible(phone: Phone) -> None:
    page = phone.open()

    expect(page.get_by_label("Password")).to_be_visible()

    assert findings(phone, "sign-in") == []


def test_every_page_of_the_app_is_accessible(phone: Phone, office: Office) -> None:
    page = phone.begin(FEMKE)
    found = []
    for name, path in PAGES.items():
        phone.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += findings(phone, name)
    open_customer(phone)
    found += findings(phone, "detail")
    page.get_by_role("button", name="More actions").click()
    found += findings(phone, "menu")

    phone.go(PAGES["form"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Fill in this field.").first).to_be_visible()
    found += findings(phone, "form with errors")
    page.get_by_role("button", name="Category").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    found += findings(phone, "lookup picker")

    office.cable.cut()
    phone.go("/app/w/expense_management/a/new_report")
    page.get_by_label("Purpose").fill("Night ferry")
    phone.save()
    found += findings(phone, "detail with a notice")
    phone.show("Outbox")
    expect(page.get_by_text("Night ferry")).to_be_visible()
    found += findings(phone, "outbox with a change")
    phone.show("More")
    page.get_by_role("button", name="Sign out").click()
    sheet = page.get_by_role("dialog", name="Sign out")
    expect(sheet.get_by_role("list")).to_be_visible()
    found += findings(phone, "signing out with unsent work")
    sheet.get_by_role("button", name="Save unsent work to a file").click()
    expect(sheet).to_be_hidden()
    found += findings(phone, "unsent work into a file")
    assert found == []


def test_the_pages_on_a_wide_screen_are_accessible(new_phone: Callable[..., Phone]) -> None:
    desk = new_phone(wide=True)
    desk.begin(FEMKE)
    found = findings(desk, "dashboard")

    open_customer(desk)

    assert found + findings(desk, "two panes") == []


def test_the_update_prompt_is_accessible(phone: Phone, desk: Desk) -> None:
    page = phone.begin(FEMKE)

    publish_visit_day(desk)
    expect(page.get_by_role("dialog", name="Your organisation has made a change")).to_be_visible()

    assert findings(phone, "update prompt") == []


def findings(phone: Phone, where: str) -> list[str]:
    """Return what axe finds wrong with what is on show, in light and in dark, with the name of the place."""
    found = []
    for scheme in ("light", "dark"):
        phone.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{where}, {scheme}: {one}" for one in phone.axe()]
    return found
