"""A phone that nobody looks at: the worker sends for an app that is closed, and nothing published is taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

MADE = "SELECT id FROM e_expense_report WHERE f_purpose = 'Night ferry'"
OUTCOMES = "SELECT number FROM change_outcome ORDER BY number"
NOWHERE = "about:blank"


@pytest.mark.feature("L17", "BGS-04")
@pytest.mark.invariant(3, 4)
def test_what_waits_is_sent_by_the_worker_when_the_network_is_back_and_no_window_is_open(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    office.cable.cut()
    phone.show("Expenses", "New report")
    phone.page.get_by_label("Purpose").fill("Night ferry")
    phone.save()
    phone.pill("Offline · 1 to send")
    browser = Browser(phone.page)
    phone.page.goto(NOWHERE)
    before = office.rows(MADE)
    office.cable.restore()

    browser.dispatch_sync()

    office.await_rows(OUTCOMES, 1)
    phone.close()
    # Nothing is left for the app to do: it opens with the office out of reach, and nothing waits.
    office.cable.cut()
    page = phone.open("/app/w/expense_management/p/reports")
    expect(page.get_by_role("link", name="Night ferry")).to_be_visible()
    phone.pill("Offline")
    expect(page.get_by_text("to send")).to_have_count(0)
    office.cable.restore()
    phone.pill("Up to date")
    assert before == []
    assert len(office.rows(MADE)) == 1
    assert office.rows(OUTCOMES) == [(1,)]
    assert phone.errors == []


class Browser:
    """The browser's own hand on the service worker of the phone app."""

    def __init__(self, page: Page) -> None:
        self.origin = page.evaluate("location.origin")
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.registrations: list[str] = []
        self.session.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.session.send("ServiceWorker.enable")

    def dispatch_sync(self) -> None:
        """Tell the worker, as the browser does, that there is a network."""
        (registration,) = set(self.registrations)
        asked = {"origin": self.origin, "registrationId": registration, "tag": "outbox", "lastChance": False}
        self.session.send("ServiceWorker.dispatchSyncEvent", asked)

    def _note(self, told: dict[str, list[dict[str, str]]]) -> None:
        self.registrations += [one["registrationId"] for one in told["registrations"]]
