"""A draft begun on one phone is finished and sent on another of the same person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import pictures
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(150)

NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers"
NAME = "Zq Räksmörgås & Co"
ACCOUNT = f"SELECT f_account FROM e_customer WHERE f_name = '{NAME}'"
KEPT = "SELECT 1 FROM kept_draft WHERE sealed IS NOT NULL"
RECEIPT = (
    "SELECT 1 FROM blob JOIN blob_use ON blob_use.blob = blob.id "
    "JOIN e_expense ON e_expense.id = blob_use.record "
    "WHERE e_expense.f_merchant = 'Sjökrogen' AND blob.complete"
)
HERE = f"SELECT 1 FROM e_customer WHERE f_name = '{NAME}'"


@pytest.mark.feature("BEY-01", "L06", "DRF-02", "L05", "DRF-05")
def test_a_draft_begun_offline_on_one_phone_is_finished_and_sent_on_the_other(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    one, other = new_phone("one"), new_phone("other")
    one.begin(FEMKE)
    other.begin(FEMKE)
    one.restart()
    office.cable.cut()
    page = one.go(NEW_CUSTOMER)
    page.get_by_role("textbox", name="Name").fill(NAME)
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    office.cable.restore()
    office.await_rows(KEPT, 1)
    assert office.rows(HERE) == []

    page = other.go("/app/outbox")
    expect(page.get_by_text("From your other phone")).to_be_visible(timeout=20_000)
    assert findings(other, "the list of drafts") == []
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("textbox", name="Name")).to_have_value(NAME)
    page.get_by_label("Customer account").fill("C-90001")
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Keep as draft").click()
    other.go("/app/outbox")
    page.get_by_role("button", name="Send all ready (1)").click()

    assert office.await_rows(ACCOUNT, 1) == [("C-90001",)]
    one.go("/app/outbox")
    expect(one.page.get_by_role("heading", name="Drafts")).to_have_count(0, timeout=20_000)
    assert office.rows(HERE) == [(1,)]


@pytest.mark.feature("BEY-01", "L06", "DRF-03", "APP-14")
@pytest.mark.invariant(40)
def test_a_photo_of_a_draft_is_counted_while_it_is_here_only_and_is_sent_from_the_other_phone(
    new_phone: Callable[..., Phone], office: Office, tmp_path: Path
) -> None:
    one, other = new_phone("one"), new_phone("other")
    one.begin(FEMKE)
    other.begin(FEMKE)
    one.restart()
    office.cable.cut()
    page = one.show("Expenses", "Quick expense")
    page.get_by_label("Merchant").fill("Sjökrogen")
    page.get_by_label("Amount").fill("12,34")
    page.locator("input[type=file]").last.set_input_files(pictures.photo(tmp_path / "receipt.jpg"))
    expect(page.get_by_role("group", name="Receipt").get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Keep as draft").click()
    page = one.go("/app/more")
    page.get_by_role("button", name="Sign out").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("1 draft only on this phone")
    expect(asked).to_contain_text("1 photo or file of a draft, only on this phone")
    asked.get_by_role("button", name="Cancel").click()
    office.cable.restore()
    one.online()
    office.await_rows("SELECT 1 FROM kept_draft_file", 1)
    one.go("/app/outbox")
    expect(page.get_by_text("Kept at the office too")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Everything else has been sent.")).to_be_visible()
    one.close()

    page = other.go("/app/outbox")
    expect(page.get_by_text("From your other phone")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("group", name="Receipt").get_by_role("img")).to_be_visible()
    other.pick("Category", "Meals")
    other.save()

    office.await_rows(RECEIPT, 1)
    office.await_rows(KEPT, 0)
    assert office.rows("SELECT 1 FROM kept_draft_file") == []
