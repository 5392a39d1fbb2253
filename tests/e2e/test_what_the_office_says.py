"""What the office says of a change, by its severity: on the change and at the field, and then mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk, insertion
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

PURPOSE, MESSAGE = "Archipelago round", "The trip ends before it begins."
NEW_REPORT = "/app/w/expense_management/a/new_report"
ENDS = f"SELECT f_ends_on FROM e_expense_report WHERE f_purpose = '{PURPOSE}'"


def _field(path: str) -> dict[str, str]:
    return {"op": "field", "path": path}


def _publish_rule(desk: Desk, severity: str) -> None:
    rule = {
        "id": "ends_after_start",
        "condition": {"op": "ge", "left": _field("ends_on"), "right": _field("starts_on")},
        "message": {"en": MESSAGE, "sv": "Resan slutar innan den börjar."},
        "field": "ends_on",
        "severity": severity,
    }
    where = ["entities", "expense_report", "validities"]
    desk.publish("expense_management", [insertion("model", where, rule)], "Trips end after they begin")


def _make_report(phone: Phone, ends: str) -> Page:
    page = phone.go(NEW_REPORT)
    page.get_by_label("Purpose").fill(PURPOSE)
    page.get_by_label("From").fill("2026-11-20")
    page.get_by_label("To").fill(ends)
    return page


def _edit_report(phone: Phone, ends: str) -> None:
    phone.page.get_by_role("link", name="Edit", exact=True).or_(
        phone.page.get_by_role("button", name="Edit", exact=True)
    ).first.click()
    phone.page.get_by_label("To").fill(ends)


def _change(phone: Phone) -> Locator:
    phone.go("/app/outbox")
    return phone.page.get_by_role("listitem").filter(has_text=MESSAGE)


@pytest.mark.feature("APP-13", "BEY-20")
@pytest.mark.parametrize("severity", ["warning", "information"])
def test_a_remark_stands_at_the_field_and_on_the_change_which_is_accepted_and_can_be_mended(
    phone: Phone, office: Office, desk: Desk, severity: str
) -> None:
    _publish_rule(desk, severity)
    phone.begin(FEMKE)
    page = _make_report(phone, "2026-11-02")
    expect(page.get_by_label("To")).to_have_accessible_description(MESSAGE)
    expect(page.get_by_label("To")).not_to_have_attribute("aria-invalid", "true")
    assert findings(phone, f"a form with a {severity}") == []

    phone.save()
    assert office.await_rows(ENDS, 1) == [("2026-11-02",)]
    phone.pill("Up to date")
    expect(_change(phone)).to_contain_text(f"To: {MESSAGE}")
    assert findings(phone, f"an outbox with a {severity}") == []

    phone.go("/app/w/expense_management/p/reports")
    phone.show(PURPOSE)
    _edit_report(phone, "2026-11-22")
    expect(page.get_by_text(MESSAGE)).to_have_count(0)
    phone.save()
    office.await_rows(f"{ENDS} AND f_ends_on = '2026-11-22'", 1)


@pytest.mark.feature("APP-13", "SYN-12")
@pytest.mark.parametrize("way", ["mended", "discarded"])
def test_an_error_stands_on_the_change_and_at_the_field_and_is_mended_or_the_earlier_value_returns(
    phone: Phone, office: Office, desk: Desk, way: str
) -> None:
    phone.begin(FEMKE)
    page = _make_report(phone, "2026-11-22")
    phone.save()
    phone.pill("Up to date")
    expect(page.get_by_role("heading", name=PURPOSE)).to_be_visible()
    office.cable.cut()
    _edit_report(phone, "2026-11-02")
    phone.save()
    _publish_rule(desk, "error")
    office.cable.restore()

    later = page.get_by_role("dialog").get_by_role("button", name="Later")
    later.click()
    refused = _change(phone)
    expect(refused).to_contain_text(f"Office refused To: {MESSAGE}")
    assert office.rows(ENDS) == [("2026-11-22",)]
    if way == "mended":
        refused.get_by_role("link", name="Edit and send again").click()
        expect(page.get_by_label("To")).to_have_accessible_description(MESSAGE)
        page.get_by_label("To").fill("2026-11-24")
        page.get_by_role("button", name="Send again").click()
        office.await_rows(f"{ENDS} AND f_ends_on = '2026-11-24'", 1)
    else:
        refused.get_by_role("button", name="Discard").click()
        expect(refused).to_have_count(0)
        phone.go("/app/w/expense_management/p/reports")
        phone.show(PURPOSE)
        expect(page.get_by_text("22 Nov").first).to_be_visible()
        expect(page.get_by_text("2 Nov", exact=True)).to_have_count(0)
    phone.go("/app/outbox")
    expect(page.get_by_role("heading", name="Needs you")).to_have_count(0)
