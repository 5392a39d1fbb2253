"""A first run that is put off, a network that goes, a trip that is prepared, and the way back."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

SOON_MS = 4_000
UNREACHED = re.compile("Offline|No network")

pytestmark = pytest.mark.timeout(150)


@pytest.mark.feature("SYN-01", "SYN-03", "SYN-09", "SYN-10", "SYN-16", "OUT-01", "OUT-02", "BGS-04", "L10")
@pytest.mark.invariant(3, 4)
def test_a_trip_is_prepared_lived_offline_and_comes_back_with_all_that_was_done(
    phone: Phone, office: Office
) -> None:
    _put_off_the_first_copy(phone)
    _see_at_once_that_the_network_went(phone)
    _prepare_and_leave(phone)

    phone.close()
    page = phone.open()
    phone.pill("Offline until")
    reminder = page.get_by_role("region", name="Work offline")
    expect(reminder).to_contain_text("You have worked offline since")
    _edit_the_city(phone, "Norrtälje")
    assert office.rows("SELECT 1 FROM history WHERE device IS NOT NULL") == []

    phone.go("/app/status")
    page.get_by_role("button", name="Back online").click()
    phone.toast("1 sent, 0 left.")
    expect(page.get_by_role("button", name="Prepare for offline")).to_be_visible()
    assert len(office.rows("SELECT 1 FROM history WHERE device IS NOT NULL")) == 1
    expect(page.get_by_role("list", name="Changes of today")).to_contain_text("Seen in the office’s list1")
    assert findings(phone, "back from a trip") == []
    assert phone.errors == []


def _put_off_the_first_copy(phone: Phone) -> None:
    page = phone.open()
    page.evaluate("localStorage.setItem('satchel.copy', `later ${Date.now()}`)")
    phone.sign_in(FEMKE)
    offer = page.get_by_role("region", name="First copy")
    expect(offer).to_contain_text(re.compile(r"Download [\d,]+ records \(about .+B\)\?"))
    phone.pill("Not downloaded")
    assert findings(phone, "the offer of the first copy") == []
    phone.go("/app/search")
    expect(offer).to_contain_text(re.compile(r"Download [\d,]+ records"))
    phone.go("/app/w/sales_orders/p/customers")
    expect(page.get_by_text("These have not been downloaded yet.")).to_be_visible()
    phone.go("/app/")
    expect(page.get_by_role("link", name="Sales orders")).to_be_visible()
    offer.get_by_role("button", name="Download now").click()
    phone.pill("Up to date")
    phone.await_worker()


def _see_at_once_that_the_network_went(phone: Phone) -> None:
    page = phone.page
    network(phone).set_offline(True)
    began = time.monotonic()
    expect(page.get_by_role("button", name=UNREACHED).first).to_be_visible(timeout=SOON_MS)
    assert time.monotonic() - began < SOON_MS / 1000
    phone.show("Sales orders", "Customers", "Kärrdal Marine A/S")
    _save_the_city(phone, "Vaxholm")
    page.get_by_role("link", name="Outbox").first.click()
    expect(page.get_by_text("Waits for the network")).to_be_visible()
    expect(page.get_by_text("Sending")).to_have_count(0)
    _scroll_a_list_under_a_bar_of_two_lines(phone)
    page.get_by_role("link", name="Outbox").first.click()
    page.get_by_role("button", name="Undo").first.click()
    network(phone).set_offline(False)
    phone.pill("Up to date")


def _scroll_a_list_under_a_bar_of_two_lines(phone: Phone) -> None:
    page = phone.go("/app/w/sales_orders/p/orders")
    phone.pill("No network · 1 to send")
    page.get_by_role("listitem").first.hover()
    page.mouse.wheel(0, 900)
    expect(page.locator("[aria-posinset='18']")).to_be_in_viewport()
    bar, search = page.locator(".ui-app-bar").bounding_box(), page.get_by_role("searchbox").bounding_box()
    assert bar is not None
    assert search is not None
    assert bar["y"] + bar["height"] <= search["y"]


def _prepare_and_leave(phone: Phone) -> None:
    page = phone.go("/app/status")
    section = page.get_by_role("region", name="Going on a trip")
    section.get_by_role("button", name="Prepare for offline").click()
    expect(section.get_by_text("Safe to disconnect")).to_be_visible()
    expect(section).to_contain_text(
        re.compile(r"[\d,]+ records and \d+ pictures? (or|and) files? are here, as of")
    )
    assert findings(phone, "prepared for a trip") == []
    section.get_by_role("button", name="Work offline").click()
    phone.pill("Offline until")


def _edit_the_city(phone: Phone, city: str) -> None:
    phone.show("Sales orders", "Customers", "Kärrdal Marine A/S")
    _save_the_city(phone, city)


def _save_the_city(phone: Phone, city: str) -> None:
    phone.page.get_by_role("button", name="Edit").click()
    phone.page.get_by_label("City").fill(city)
    phone.save()


def network(phone: Phone) -> BrowserContext:
    """Return what cuts this phone's network as its radio does: the browser knows, and says so."""
    assert phone.context is not None
    return phone.context
