"""The first copy of a phone, cut half way: told in records and size, and gone on with where it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

SNAPSHOT = "**/api/v1/sync/snapshot"
COUNTS = re.compile(r"([\d,]+) of ([\d,]+) · [\d.]+\s?(?:[kM]?B|bytes)")
PAGES_BEFORE_THE_CUT = 4
AT_ONCE = 3
LATER = frozenset({"contact", "order_line", "shipment", "person", "item"})
"""What the profiles of both workspaces bring in the stages after the first."""


@pytest.mark.feature("SYN-02")
@pytest.mark.invariant(29)
def test_a_first_copy_that_is_cut_says_how_far_it_is_and_fetches_only_what_is_missing(
    phone: Phone, office: Office
) -> None:
    came, before = begin_and_be_cut(phone, office)

    page = phone.open()
    after_restart = counts(page)
    resumed: list[tuple[str, str]] = []
    page.on("request", lambda one: resumed.append(place(one)) if "sync/snapshot" in one.url else None)
    office.cable.restore()
    phone.online()

    phone.pill("Up to date")
    expect(page.get_by_role("region", name="First copy")).to_have_count(0)
    assert 0 < before[0] < before[1]
    assert after_restart == before
    # Beside the page that was cut, others may have been on their way.
    assert len(set(resumed) & set(came)) < AT_ONCE
    assert set(came) - set(resumed)


@pytest.mark.feature("SYN-01", "SYN-03", "SYN-02", "L10")
@pytest.mark.invariant(3)
def test_during_its_first_copy_a_phone_is_worked_with_killed_and_goes_on_with_both(
    phone: Phone, office: Office
) -> None:
    came, before = begin_and_be_cut(phone, office)
    page = phone.open()
    phone.show("Expenses", "New report")
    page.get_by_label("Purpose").fill("Night ferry")
    phone.save()

    phone.crash()
    page = phone.open()
    after_the_kill = counts(page)
    phone.pill("Offline · 1 to send")
    resumed: list[tuple[str, str]] = []
    page.on("request", lambda one: resumed.append(place(one)) if "sync/snapshot" in one.url else None)
    office.cable.restore()
    phone.online()

    phone.pill("Up to date")
    assert 0 < before[0] < before[1]
    assert after_the_kill == before
    assert set(came) - set(resumed)
    assert len(office.rows("SELECT 1 FROM e_expense_report WHERE f_purpose = 'Night ferry'")) == 1
    phone.go("/app/w/expense_management/p/reports")
    expect(page.get_by_role("link", name="Night ferry")).not_to_contain_text("on this phone")
    assert phone.errors == []


@pytest.mark.feature("L10", "SYN-01", "SYN-03", "OUT-02")
@pytest.mark.invariant(11)
@pytest.mark.invariant(21)
def test_what_is_needed_first_is_worked_with_while_the_rest_of_a_first_copy_is_to_come(
    phone: Phone, office: Office
) -> None:
    began, before = begin_and_be_cut(phone, office, lambda entity: entity not in LATER)

    page = phone.open()
    notice = page.get_by_role("region", name="First copy")
    expect(notice.get_by_text("What you need first")).to_be_visible()
    assert counts(page) == before
    phone.show("Sales", "Orders")
    page.get_by_role("main").get_by_role("link", name=re.compile("SO-")).first.click()
    page.get_by_role("link", name=re.compile("^Lines")).click()
    expect(page.get_by_text("These have not been downloaded yet.")).to_be_visible()
    lines = page.url
    phone.go("/app/w/expense_management/p/reports")
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("Training in Aarhus")).first
    ).to_be_visible()
    page.get_by_role("link", name="New report").click()
    page.get_by_label("Purpose").fill("Night ferry")
    phone.save()

    phone.crash()
    page = phone.open()
    expect(page.get_by_role("region", name="First copy")).to_be_visible()
    office.cable.restore()
    phone.online()

    phone.pill("Up to date")
    expect(page.get_by_role("region", name="First copy")).to_have_count(0)
    page.goto(lines)
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("Extension lead")).first
    ).to_be_visible()
    expect(page.get_by_text("These have not been downloaded yet.")).to_have_count(0)
    assert {entity for entity, _ in began}.isdisjoint(LATER)
    assert len(office.rows("SELECT 1 FROM e_expense_report WHERE f_purpose = 'Night ferry'")) == 1
    assert phone.errors == []


def begin_and_be_cut(
    phone: Phone, office: Office, passes: Callable[[str], bool] | None = None
) -> tuple[list[tuple[str, str]], tuple[int, int]]:
    """Begin a first copy that gets some pages and no more; return which, and how much was said to be here.

    ``passes``: whether the pages of an entity do; otherwise the first few do.
    """
    came: list[tuple[str, str]] = []

    def pass_some(route: Route) -> None:
        entity, _ = place(route.request)
        if not (len(came) < PAGES_BEFORE_THE_CUT if passes is None else passes(entity)):
            return route.abort()
        came.append(place(route.request))
        return route.continue_()

    page = phone.open("/healthz")
    # Before the app and its service worker begin, so that none of their requests goes past it.
    page.route(SNAPSHOT, pass_some)
    phone.go("/app/")
    phone.sign_in(FEMKE)
    before = counts(page)
    phone.await_worker()
    phone.close()
    office.cable.cut()
    return came, before


def counts(page: Page) -> tuple[int, int]:
    """Return how many records are here, and of how many, once the notice says so without a network."""
    notice = page.get_by_role("region", name="First copy")
    expect(notice.get_by_role("button", name="Try now")).to_be_visible()
    line = notice.get_by_text(COUNTS)
    expect(line).to_be_visible()
    found = COUNTS.search(line.inner_text())
    assert found
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def place(request: Request) -> tuple[str, str]:
    """Return which page of a copy is asked for."""
    asked = json.loads(request.post_data or "{}")
    return asked["entity"], asked["after"]
