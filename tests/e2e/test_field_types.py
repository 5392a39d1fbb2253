"""Every type of field in the hand: filled in and changed without a network, the same wherever it arrives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Geolocation, Page, expect

from tests.e2e import hands as hand
from tests.e2e.desk import Desk
from tests.e2e.every_type import FIELDS, publish
from tests.e2e.hands import Entry, fact, fill_in
from tests.e2e.office import ANA, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.pictures import photo
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(240)

NEW = "/app/w/collection/a/new_specimen?from=specimens"
HERE: Geolocation = {"latitude": 59.32938, "longitude": 18.06871, "accuracy": 12.0}
CUSTOMERS = "SELECT id, f_name, f_account FROM e_customer ORDER BY f_name LIMIT 3"
GIVEN = {"number"}
"""Nobody fills it in."""


@pytest.mark.feature("DSG-16", "DSG-19", "DSG-20", "APP-08", "APP-19")
@pytest.mark.invariant(40)
def test_every_type_is_filled_in_and_changed_offline_and_is_the_same_at_the_office_and_on_another_phone(
    new_phone: Callable[..., Phone], office: Office, desk: Desk, tmp_path: Path
) -> None:
    publish(desk)
    customers = office.rows(CUSTOMERS)
    first, second = entries(customers, tmp_path)
    assert first.keys() == second.keys() == {one["id"] for one in FIELDS} - GIVEN
    phone = new_phone("one")
    page = phone.begin(FEMKE)
    stand(phone)
    office.cable.cut()

    phone.go(NEW)
    fill_in(page.locator("form"), first)
    found = findings(phone, "a form of every type")
    page.locator("[data-field='buyers']").get_by_role("button", name="Add").click()
    expect(page.get_by_role("dialog").get_by_role("checkbox").first).to_be_visible()
    found += findings(phone, "a lookup of several")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    phone.save()
    expect_shown(page, first)
    found += findings(phone, "a record of every type")
    page.get_by_role("button", name="Edit specimen").click()
    fill_in(page.locator("form"), second)
    phone.save()
    expect_shown(page, second)
    expect(fact(page.locator("main"), "number")).to_contain_text("S-…")
    specimen = page.url.rsplit("/", 1)[-1]
    phone.go("/app/w/collection/p/figures")
    expect(page.get_by_role("table").first).to_be_visible()
    found += findings(phone, "figures without names of their own")
    assert found == []
    page.go_back()
    office.cable.restore()
    phone.online()
    phone.pill("Up to date")

    values = desk.record("specimen", specimen)["values"]
    assert {name: plain(values[name]) for name in second} == {
        name: entry.kept for name, entry in second.items()
    }
    for one in (values["photo"], *values["papers"], values["signed"]):
        assert hashlib.sha256(office.blob(one["sha256"]).read_bytes()).hexdigest() == one["sha256"]
    other = new_phone("other")
    there = other.begin(ANA)
    other.go("/app/w/collection/p/specimens")
    row = there.get_by_role("listitem").filter(has_text="Ammonite, polished")
    expect(row).to_contain_text(values["number"])
    expect(row).to_contain_text(second["buyers"].shown)
    row.click()
    for shows in (page, there):
        expect_shown(shows, second)
        expect(fact(shows.locator("main"), "number")).to_have_text("S-00001")
    there.get_by_role("link", name=customers[2][1]).click()
    expect(there.get_by_text(customers[2][2], exact=True)).to_be_visible()


def entries(
    customers: list[tuple[Any, ...]], folder: Path
) -> tuple[Mapping[str, Entry], Mapping[str, Entry]]:
    """Return what is filled in at first, and what it is changed to."""
    ids, names, accounts = zip(*customers, strict=True)
    picture, other = photo(folder / "found.jpg", width=800, height=600), folder / "polished.jpg"
    photo(other, width=600, height=800)
    letter, list_of_it = folder / "letter.txt", folder / "list.csv"
    letter.write_text("Dear museum")
    list_of_it.write_text("a;b")
    first = {
        "name": Entry(hand.typed("Ammonite"), "Ammonite", "Ammonite"),
        "story": Entry(hand.typed("Found by a child.\nKept in wool."), "Kept in wool.", None),
        "count": Entry(hand.typed("1200"), "1,200", None),
        "serial": Entry(hand.typed("9007199254740993"), "9,007,199,254,740,993", None),
        "weight": Entry(hand.typed("48,5"), "48.5", None),
        "price": Entry(hand.priced("12,50", "EUR"), "12.50", None),
        "sound": Entry(hand.toggled, "Yes", None),
        "found": Entry(hand.typed("2026-11-21"), "21 Nov 2026", None),
        "checked": Entry(hand.typed("2026-11-21T14:30"), "14:30", None),
        "state": Entry(hand.chosen("Good"), "Good", None),
        "marks": Entry(hand.ticked("Red", "Green"), "RedGreen", None),
        "seller": Entry(hand.picked(names[0]), names[0], None),
        "buyers": Entry(hand.added(accounts[0], accounts[1]), f"{names[0]}, {names[1]}", None),
        "call": Entry(hand.typed("+46 70 174 06 93"), "+46 70 174 06 93", None),
        "mail": Entry(hand.typed("finder@example.com"), "finder@example.com", None),
        "site": Entry(hand.typed("example.com/ammonite"), "example.com/ammonite", None),
        "code": Entry(hand.typed("7310865004703"), "7310865004703", None),
        "photo": Entry(hand.attached(picture), "", None),
        "papers": Entry(hand.attached(letter), "letter.txt", None),
        "signed": Entry(hand.drawn, "", None),
        "place": Entry(hand.stood_at, "59.32938", None),
    }
    second = {
        "name": Entry(hand.typed("Ammonite, polished"), "Ammonite, polished", "Ammonite, polished"),
        "story": Entry(hand.typed("Cut in two.\n\nPolished."), "Polished.", "Cut in two.\n\nPolished."),
        "count": Entry(hand.typed("-3"), "-3", -3),
        "serial": Entry(hand.typed("9007199254740995"), "9,007,199,254,740,995", "9007199254740995"),
        "weight": Entry(hand.typed("1,234.5"), "1,234.5", "1234.500"),
        "price": Entry(hand.priced("99", "SEK"), "99.00", {"amount": "99.00", "currency": "SEK"}),
        "sound": Entry(hand.toggled, "No", False),
        "found": Entry(hand.typed("2024-02-29"), "29 Feb 2024", "2024-02-29"),
        "checked": Entry(hand.typed("2026-07-01T08:05"), "08:05", "2026-07-01T06:05:00.000Z"),
        "state": Entry(hand.chosen("Worn"), "Worn", "worn"),
        "marks": Entry(hand.ticked("Blue", "Green"), "BlueGreen", ["blue", "green"]),
        "seller": Entry(hand.picked(names[1]), names[1], ids[1]),
        "buyers": Entry(
            hand.added(accounts[2], but=[accounts[0]]), f"{names[1]}, {names[2]}", sorted(ids[1:])
        ),
        "call": Entry(hand.typed("+46 8 123 45"), "+46 8 123 45", "+46 8 123 45"),
        "mail": Entry(hand.typed("museum@example.com"), "museum@example.com", "museum@example.com"),
        "site": Entry(hand.typed("https://example.org"), "example.org", "https://example.org"),
        "code": Entry(hand.typed("AB-12"), "AB-12", "AB-12"),
        "photo": Entry(hand.attached(other, but=picture.name), "", other.name),
        "papers": Entry(hand.attached(list_of_it), "list.csv", [letter.name, list_of_it.name]),
        "signed": Entry(hand.named("Femke"), "", "Femke.png"),
        "place": Entry(hand.at("57,7089", "11,97456"), "57.7089", {"lat": 57.7089, "lon": 11.97456}),
    }
    return first, second


def stand(phone: Phone) -> None:
    """Let the phone know where it is."""
    assert phone.context is not None
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)


def expect_shown(page: Page, of: Mapping[str, Entry]) -> None:
    """Look at the page of a specimen: every field is there, and pictures are pictures."""
    main = page.locator("main")
    for name, entry in of.items():
        if entry.shown:
            expect(fact(main, name)).to_contain_text(entry.shown)
        else:
            picture = fact(main, name).locator("img")
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("one => one.naturalWidth") > 0


def plain(value: Any) -> Any:
    """Return a value without what nobody typed: of a picture or a file its name is left."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value["name"] if isinstance(value, dict) and "blob" in value else value
