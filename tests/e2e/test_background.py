"""A phone that nobody looks at: the worker sends for a closed app, and nothing published is taken."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_publication import CUSTOMER, NOTE, edit_phone_number, publish_visit_day

pytestmark = pytest.mark.timeout(180)

MADE = "SELECT id FROM e_expense_report WHERE f_purpose = 'Night ferry'"
OUTCOMES = "SELECT number FROM change_outcome ORDER BY number"
NOWHERE = "about:blank"
NO_APP = "/healthz"
WORKER_DONE = """async () => {
  const { held } = await navigator.locks.query();
  const leading = held.map(({ name }) => name).filter((name) => name.endsWith(":leader"));
  for (const name of leading) await navigator.locks.request(name, () => undefined);
}"""
NO_WINDOW = """async () => {
  const windows = () => clients.matchAll({ type: "window", includeUncontrolled: true });
  while ((await windows()).length > 0) await new Promise((later) => setTimeout(later, 20));
}"""
SEEN = """(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


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
    await_no_window(phone)
    before = office.rows(MADE)
    office.cable.restore()

    browser.dispatch_sync()

    office.await_rows(OUTCOMES, 1)
    # The office has it before the worker has its answer: closed between the two, the phone still counts it.
    phone.page.goto(office.address + NO_APP)
    phone.page.evaluate(WORKER_DONE)
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


@pytest.mark.feature("MET-03", "BGS-01")
@pytest.mark.invariant(3)
def test_a_publication_while_nobody_looks_is_not_taken_and_stops_the_sync_until_he_does(
    phone: Phone, office: Office, desk: Desk
) -> None:
    page = phone.begin(FEMKE)
    asked: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(kind(frame))))
    phone.show("Sales orders", "Customers", CUSTOMER)
    identity = office.one("SELECT id FROM e_customer WHERE f_name = :name", {"name": CUSTOMER})
    office.cable.cut()
    edit_phone_number(phone, "+46 70 174 06 94")
    phone.pill("Offline · 1 to send")
    look_away(page)
    publish_visit_day(desk)
    desk.edit("customer", identity, {"city": "Visby"})

    office.cable.restore()
    office.await_rows("SELECT 1 FROM e_customer WHERE f_phone = '+46 70 174 06 94'", 1)
    # Only a phone that rests says hello again: what it was to fetch after sending, it has fetched by then.
    while asked.count("hello") < 2:
        phone.online()
    meanwhile = list(asked)
    told, taken = phone.stored(NOTE), phone.stored("Visit day")
    fetched = phone.stored("Visby")
    look_again(page)

    prompt = page.get_by_role("dialog", name="Your organisation has made a change")
    prompt.get_by_role("button", name="Update now").click()
    phone.toast("The new version is in use.")
    expect(page.get_by_role("term").filter(has_text="Visit day")).to_be_visible()
    expect(page.get_by_text("Visby", exact=True)).to_be_visible()
    phone.pill("Up to date")
    desk.edit("customer", identity, {"city": "Umeå"})
    expect(page.get_by_text("Umeå", exact=True)).to_be_visible()
    expect(page.get_by_text("+46 70 174 06 94", exact=True)).to_be_visible()
    assert told
    assert "push" in meanwhile
    assert "pull" not in meanwhile
    assert (taken, fetched) == ([], [])
    assert phone.errors == []


def kind(frame: str | bytes) -> str:
    """Return the type of a message."""
    found: str = json.loads(frame)["type"]
    return found


def await_no_window(phone: Phone) -> None:
    """Wait until the worker knows of no window: the last one goes a moment after the browser has left it."""
    assert phone.context is not None
    (worker,) = phone.context.service_workers
    worker.evaluate(NO_WINDOW)


def look_away(page: Page) -> None:
    """Put the app into the background, as a browser with a screen tells it; one without never does."""
    page.evaluate(SEEN, "hidden")


def look_again(page: Page) -> None:
    """Bring it back."""
    page.evaluate(SEEN, "visible")


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
