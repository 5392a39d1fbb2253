"""Why nothing comes through, each cause in words of its own: in the pill, and on Device status."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(150)

NO_NETWORK = "This phone has no network."
NO_ANSWER = "The server does not answer."
FAULT = "The server answers, but has a fault or is restarting."
SIGNED_OUT = "Your sign-in has ended."


@pytest.mark.feature("SYN-16")
def test_no_network_no_answer_a_fault_and_an_ended_sign_in_read_differently(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    page = phone.go("/app/status")
    phone.pill("Up to date")
    told = page.get_by_role("region", name="Connection")
    assert phone.context is not None

    phone.context.set_offline(True)
    phone.pill("No network")
    expect(told).to_contain_text(NO_NETWORK)
    office.cable.cut()
    phone.context.set_offline(False)
    try_now(page)
    phone.pill("Offline")
    expect(told).to_contain_text(NO_ANSWER)
    office.cable.fail()
    try_now(page)
    phone.pill("Server fault")
    expect(told).to_contain_text(FAULT)
    found = findings(phone, "status with a fault")
    phone.context.clear_cookies()
    office.cable.restore()
    phone.online()
    phone.pill("Sign in")
    expect(told).to_contain_text(SIGNED_OUT)
    assert found + findings(phone, "status without a sign-in") == []


def try_now(page: Page) -> None:
    page.get_by_role("button", name="Try now").click()
