"""A draft begun on one phone is finished and sent on another of the same person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(150)

NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers"
NAME = "Zq Räksmörgås & Co"
ACCOUNT = f"SELECT f_account FROM e_customer WHERE f_name = '{NAME}'"
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
    office.await_rows("SELECT 1 FROM kept_draft WHERE sealed IS NOT NULL", 1)
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
