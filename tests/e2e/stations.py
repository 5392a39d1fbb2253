"""The pages of the phone app that an address leads to: where tests of looks stop, one after the other."""

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
