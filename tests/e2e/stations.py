"""Where tests of looks stop, one after the other: pages that an address leads to, sheets, and unsent work."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.e2e.phone import Phone

PAGES = {
    "home": "/app/",
    "workspace": "/app/w/sales_orders",
    "list": "/app/w/sales_orders/p/orders",
    "list with pictures": "/app/w/expense_management/p/loose_expenses",
    "form": "/app/w/sales_orders/a/new_order?from=orders",
    "form with a photo": "/app/w/expense_management/a/quick_expense",
    "search": "/app/search?q=no",
    "outbox": "/app/outbox",
    "filters": "/app/filters",
    "status": "/app/status",
    "more": "/app/more",
    "nowhere": "/app/nothing/here",
}
RECORDS = {"record": "list", "record with a picture": "list with pictures"}
"""The first record of a list, by the name of the page."""


def stations(phone: Phone) -> Iterator[str]:
    """Go from page to page; the name of each, once it stands still."""
    page = phone.page
    for name, path in PAGES.items():
        phone.go(path)
        expect(page.locator("h1:visible")).to_have_count(1)
        phone.still()
        yield name
    for name, of in RECORDS.items():
        phone.go(PAGES[of])
        page.locator("[role=listitem] a").first.click()
        expect(page.locator(".app-detail h1:visible")).to_have_count(1)
        phone.still()
        yield name
    yield from sheets(phone)


def sheets(phone: Phone) -> Iterator[str]:
    """Leave a form behind as a draft and a change unsent; go by no words, which may be of any language."""
    page = phone.page
    assert phone.context is not None
    phone.go(PAGES["form"])
    yield tapped(phone, "a lookup", "[data-field='customer'] button")
    page.keyboard.press("Escape")
    page.locator("[data-field='note'] textarea").fill("Ring twice")
    yield tapped(phone, "leaving a form", ".ui-app-bar-word")
    page.locator(".ui-sheet-actions > .ui-button-primary").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    phone.go(PAGES["filters"])
    yield tapped(phone, "kinds of a filter", ".app-filters-deeds > .ui-button-primary")
    phone.context.set_offline(True)
    phone.go("/app/w/expense_management/a/new_report")
    page.locator("[data-field='purpose'] input").fill("Donaudampfschifffahrtsgesellschaft")
    page.locator("button[type=submit]").click()
    expect(page.locator(".app-detail h1:visible")).to_have_count(1)
    phone.go(PAGES["outbox"])
    expect(page.locator(".app-change")).to_have_count(2)
    phone.still()
    yield "unsent work"
    phone.go(PAGES["more"])
    yield tapped(phone, "signing out with unsent work", "main .ui-button:has(use[href$='log-out'])")
    phone.context.set_offline(False)


def tapped(phone: Phone, name: str, opens: str) -> str:
    """Open a sheet, and return its name once it stands still."""
    phone.page.locator(opens).first.click()
    expect(phone.page.locator("dialog[open]")).to_be_visible()
    phone.still()
    return name
