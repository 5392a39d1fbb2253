"""Why nothing comes through, each cause in words of its own: in the pill, and on Device status."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

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
    fail(page)
    office.cable.restore()
    try_now(page)
    phone.pill("Server fault")
    expect(told).to_contain_text(FAULT)
    mend(page)
    phone.context.clear_cookies()
    try_now(page)
    phone.pill("Sign in")
    expect(told).to_contain_text(SIGNED_OUT)


def try_now(page: Page) -> None:
    page.get_by_role("button", name="Try now").click()


def fail(page: Page) -> None:
    """Have the server answer everything with a fault of its own, and no socket."""
    page.route("**/api/v1/**", broken)
    page.route_web_socket("**/api/v1/channel", hung_up)


def mend(page: Page) -> None:
    """Let everything through again that is asked over HTTP."""
    page.unroute("**/api/v1/**", broken)


def broken(route: Route) -> None:
    route.fulfill(status=500, body="")


def hung_up(socket: WebSocketRoute) -> None:
    socket.close()
