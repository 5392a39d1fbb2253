"""A day with the phone app without a finger or a mouse; the focus is never lost, and what happens is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import pictures
from tests.e2e.desk import Desk
from tests.e2e.keyboard import Keyboard
from tests.e2e.office import FEMKE, PASSWORD, Office
from tests.e2e.phone import Phone
from tests.e2e.test_two_phones import CUSTOMER, NORTH, SOUTH

pytestmark = pytest.mark.timeout(180)

REPORTED = """SELECT f_status FROM e_expense_report r
    WHERE f_purpose = 'Night ferry' AND EXISTS (
        SELECT 1 FROM e_expense e JOIN blob_use ON blob_use.record = e.id WHERE e.f_report = r.id)"""
CUSTOMER_ID = "SELECT id FROM e_customer WHERE f_name = 'Brava Textiles Oy'"


def test_a_days_work_is_done_by_keys_alone(phone: Phone, office: Office, desk: Desk, tmp_path: Path) -> None:
    page = phone.open()
    keys = Keyboard(page)
    keys.type("Email", FEMKE)
    keys.reach("textbox", "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Femke")).to_be_focused()
    phone.pill("Up to date")
    phone.await_worker()

    find_and_edit(keys, office)
    report_with_photo(keys, office, pictures.photo(tmp_path / "receipt.jpg"))
    settle_conflict(keys, phone, office, desk)

    keys.do("link", "More")
    keys.arrives("More")
    keys.do("button", "Sign out")
    keys.asked("Sign out?")
    keys.do("button", "Sign out")
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_focused()
    assert phone.errors == []


def find_and_edit(keys: Keyboard, office: Office) -> None:
    """Search for a customer, open it and change its address."""
    write_address(keys, NORTH)
    heard(keys.page, "Saved on this phone")
    office.await_rows(f"{CUSTOMER_ID} AND f_email = '{NORTH}'", 1)


def write_address(keys: Keyboard, address: str) -> None:
    """Search for the customer, open it, and save another address."""
    page = keys.page
    keys.do("link", "Search")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("brava textiles")
    heard(page, "found")
    keys.do("link", CUSTOMER)
    keys.arrives(CUSTOMER)
    keys.do("button", "Edit")
    keys.arrives("Edit")
    keys.type("E-mail", address)
    keys.do("button", "Save")
    keys.arrives(CUSTOMER)


def report_with_photo(keys: Keyboard, office: Office, receipt: Path) -> None:
    """Write a report, an expense in it with a photo, and submit it."""
    page = keys.page
    keys.do("link", "Home")
    keys.do("link", "Expenses")
    keys.arrives("Expenses")
    keys.do("link", "New report")
    keys.do("button", "Save")
    expect(page.get_by_role("textbox", name="Purpose")).to_be_focused()
    heard(page, "Fill in this field.")
    keys.type("Purpose", "Night ferry")
    keys.do("button", "Save")
    keys.arrives("Night ferry")
    keys.do("button", "Add expense")
    keys.do("button", "Category")
    page.keyboard.type("meals")
    keys.do("button", "Meals")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Category")).to_be_focused()
    keys.type("Merchant", "Sjökrogen")
    keys.type("Amount", "84,50")
    keys.choose_file("Choose photo", receipt)
    expect(page.get_by_role("button", name="Remove receipt.jpg")).to_be_focused()
    keys.do("button", "Save")
    keys.arrives("Night ferry")
    keys.do("button", "Submit")
    keys.holds()
    office.await_rows(f"{REPORTED} AND f_status = 'submitted'", 1)


def settle_conflict(keys: Keyboard, phone: Phone, office: Office, desk: Desk) -> None:
    """Change without a network what the office changes meanwhile, and choose."""
    page = keys.page
    keys.do("link", "Home")
    office.cable.cut()
    heard(page, "Offline")
    write_address(keys, SOUTH)
    desk.edit("customer", office.one(CUSTOMER_ID), {"email": "west@brava.example"})
    office.cable.restore()
    phone.online()
    phone.pill("1 needs you")
    heard(page, "1 needs you")
    keys.do("button", "Choose")
    sheet = page.get_by_role("dialog", name=CUSTOMER)
    expect(sheet).to_be_visible()
    keys.do("radio", "Yours", "Space")
    keys.do("button", "Use these values")
    expect(sheet).to_have_count(0)
    keys.holds()
    office.await_rows(f"{CUSTOMER_ID} AND f_email = '{SOUTH}'", 1)


def heard(page: Page, words: str) -> None:
    """Expect that a screen reader was told of it, by one of the places that speak."""
    live = page.locator("[role=status], [role=alert], [aria-live]")
    expect(live.get_by_text(words).or_(live.filter(has_text=words)).first).to_be_attached()
