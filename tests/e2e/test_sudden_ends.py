"""Sudden ends: browsers and servers killed at the worst moment leave exactly one effect, and lose nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

MADE = "SELECT id FROM e_expense_report WHERE f_purpose = 'Night ferry'"
OUTCOMES = "SELECT number FROM change_outcome ORDER BY number"
CHANGES = 20


@pytest.mark.feature("SYN-05", "APP-08")
@pytest.mark.invariant(3, 4, 5)
def test_a_browser_killed_before_the_answer_to_its_push_has_one_effect(phone: Phone, office: Office) -> None:
    phone.begin(FEMKE)
    phone.restart()
    fill_report(phone, "Night ferry")
    office.cable.hold_replies()
    phone.save()
    office.await_rows(MADE, 1)

    phone.crash()
    office.cable.cut()
    office.cable.restore()
    phone.open()

    phone.pill("Up to date")
    _expect_one(phone, office)


@pytest.mark.feature("SYN-05")
@pytest.mark.invariant(3, 4)
def test_a_browser_killed_while_its_push_is_stuck_on_the_way_has_one_effect(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    phone.restart()
    fill_report(phone, "Night ferry")
    office.cable.swallow()
    phone.save()
    phone.pill("Sending 1")
    assert office.rows(MADE) == []

    phone.crash()
    # What was stuck may still arrive, after the browser that sent it is gone.
    office.cable.restore()
    phone.open()

    phone.pill("Up to date")
    _expect_one(phone, office)


@pytest.mark.feature("SYN-05")
@pytest.mark.invariant(4, 5)
def test_a_server_killed_between_commit_and_answer_has_one_effect(phone: Phone, office: Office) -> None:
    phone.begin(FEMKE)
    fill_report(phone, "Night ferry")
    office.cable.hold_replies()
    phone.save()
    office.await_rows(MADE, 1)

    office.kill()
    office.cable.cut()
    phone.pill("Offline · 1 to send")
    office.start()
    office.cable.restore()

    phone.pill("Up to date")
    _expect_one(phone, office)


@pytest.mark.feature("APP-08", "DRF-04")
@pytest.mark.invariant(3)
def test_a_browser_killed_right_after_saved_on_this_phone_has_lost_nothing(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    phone.restart()
    office.stop()
    report(phone, "Night ferry")
    phone.crash()

    page = phone.open("/app/w/expense_management/p/reports")

    expect(page.get_by_role("link", name="Night ferry")).to_contain_text("New")
    phone.pill("Offline · 1 to send")
    office.start()
    phone.pill("Up to date")
    _expect_one(phone, office)


@pytest.mark.feature("SYN-05", "SYN-06")
@pytest.mark.invariant(3, 4, 8)
def test_a_server_killed_again_and_again_gets_twenty_changes_once_and_in_order(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    office.kill()
    purposes = [f"Stop {number:02}" for number in range(CHANGES)]
    for purpose in purposes:
        report(phone, purpose)
    phone.pill(f"Offline · {CHANGES} to send")

    office.start()
    phone.online()
    office.await_some(OUTCOMES)
    office.kill()
    office.start()

    phone.pill("Up to date")
    made = office.rows(
        "SELECT f_purpose FROM e_expense_report JOIN history USING (id) "
        "WHERE f_purpose LIKE 'Stop %' AND kind = 'create' ORDER BY seq"
    )
    assert [purpose for (purpose,) in made] == purposes
    assert [number for (number,) in office.rows(OUTCOMES)] == list(range(1, CHANGES + 1))


def report(phone: Phone, purpose: str) -> None:
    """Make an expense report and wait until it is on the phone."""
    fill_report(phone, purpose)
    phone.save()


def fill_report(phone: Phone, purpose: str) -> None:
    """Open the form of a new report and fill it in; the app goes on, and its connection with it."""
    phone.show("Home", "Expenses", "New report")
    phone.page.get_by_label("Purpose").fill(purpose)


def _expect_one(phone: Phone, office: Office) -> None:
    (made,) = office.rows(MADE)
    assert office.rows("SELECT kind FROM history WHERE id = :id", {"id": made[0]}) == [("create",)]
    assert [number for (number,) in office.rows(OUTCOMES)] == [1]
    phone.go("/app/w/expense_management/p/reports")
    expect(phone.page.get_by_role("link", name="Night ferry")).to_have_count(1)
    expect(phone.page.get_by_role("link", name="Night ferry")).not_to_contain_text("on this phone")
    assert phone.errors == []
