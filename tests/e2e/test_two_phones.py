"""Two phones on one record: what both keep, what one has to choose, and what the office remembers of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.office import ANA, FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(150)

CUSTOMER = "Brava Textiles Oy"
EMAIL = "SELECT f_email FROM e_customer WHERE f_name = 'Brava Textiles Oy'"
BEFORE, NORTH, SOUTH = "order@brava-textiles-oy.example", "north@brava.example", "south@brava.example"


@pytest.mark.feature("CON-08", "SYN-05", "SYN-07", "DRF-04")
@pytest.mark.invariant(2)
def test_edits_of_different_fields_on_two_phones_are_both_kept(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    one, other = _two(new_phone)
    office.cable.cut()
    edit_customer(one, "E-mail", NORTH)
    edit_customer(other, "Phone", "+46 70 174 06 77")

    office.cable.restore()

    for phone in (one, other):
        phone.pill("Up to date")
        expect(phone.page.get_by_text(NORTH, exact=True)).to_be_visible()
        expect(phone.page.get_by_text("+46 70 174 06 77", exact=True)).to_be_visible()
    kept = office.rows("SELECT f_email, f_phone FROM e_customer WHERE f_name = :name", {"name": CUSTOMER})
    assert kept == [(NORTH, "+46 70 174 06 77")]
    assert office.rows("SELECT 1 FROM conflict") == []


@pytest.mark.feature("CON-03", "CON-05", "CON-07", "APP-09", "DRF-04")
@pytest.mark.invariant(2)
@pytest.mark.parametrize("chosen", ["mine", "office"])
def test_one_field_edited_on_two_phones_is_chosen_on_the_phone_and_nothing_is_forgotten(
    new_phone: Callable[..., Phone], office: Office, chosen: Literal["mine", "office"]
) -> None:
    one, other = _two(new_phone)
    make_conflict(one, other)
    page = other.page
    assert office.one(EMAIL) == NORTH

    expect(page.get_by_role("term").filter(has_text="E-mail")).to_contain_text("Two values: choose one")
    page.get_by_role("main").get_by_role("button", name="Choose").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text(SOUTH)
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text(NORTH)
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text("Ana Silva")
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text("Yours")
    sheet.get_by_role("button", name=f"Use all {chosen}").click()
    sheet.get_by_role("button", name="Use these values").click()

    value = {"mine": SOUTH, "office": NORTH}[chosen]
    other.pill("Up to date")
    for phone in (one, other):
        expect(phone.page.get_by_text(value, exact=True)).to_be_visible()
    assert office.one(EMAIL) == value
    _expect_remembered(office, chosen)


@pytest.mark.feature("CON-07")
@pytest.mark.invariant(2)
def test_a_conflict_of_the_phone_is_settled_in_the_web_client_with_list_and_record_side_by_side(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    one, other = _two(new_phone)
    make_conflict(one, other)
    desk = new_phone("desk", wide=True)
    page = desk.open()
    desk.sign_in(FEMKE)
    desk.pill("1 needs you")

    desk.show("Sales orders", "Customers", CUSTOMER)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("link", name=CUSTOMER)).to_be_visible()
    expect(page.get_by_text("1 field was changed here and at the office")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Choose").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text(SOUTH)
    expect(sheet.get_by_role("group", name="E-mail")).to_contain_text(NORTH)
    assert desk.axe() == []
    sheet.get_by_role("button", name="Use all mine").click()
    sheet.get_by_role("button", name="Use these values").click()

    for phone in (desk, other):
        phone.pill("Up to date")
        expect(phone.page.get_by_text(SOUTH, exact=True)).to_be_visible()
        expect(phone.page.get_by_text("changed here and at the office")).to_have_count(0)
    assert office.one(EMAIL) == SOUTH
    _expect_remembered(office, "mine")


def _expect_remembered(office: Office, chosen: Literal["mine", "office"]) -> None:
    ((mine, theirs, is_open),) = office.rows("SELECT mine, theirs, open FROM conflict")
    assert (json.loads(mine), json.loads(theirs), is_open) == ({"email": SOUTH}, {"email": NORTH}, 0)
    query = (
        "SELECT old ->> 'email' FROM history JOIN e_customer USING (id) "
        "WHERE f_name = 'Brava Textiles Oy' AND old ->> 'email' IS NOT NULL ORDER BY seq"
    )
    overwritten = [BEFORE, NORTH] if chosen == "mine" else [BEFORE]
    assert [old for (old,) in office.rows(query)] == overwritten


def _two(new_phone: Callable[..., Phone]) -> tuple[Phone, Phone]:
    one, other = new_phone("one"), new_phone("other")
    one.begin(ANA)
    other.begin(FEMKE)
    return one, other


def make_conflict(one: Phone, other: Phone) -> None:
    """Edit one field on both: ``one`` is first at the office, ``other`` then stands before the conflict."""
    other.work_offline(on=True)
    edit_customer(other, "E-mail", SOUTH)
    edit_customer(one, "E-mail", NORTH)
    one.pill("Up to date")
    other.work_offline(on=False)
    other.pill("1 needs you")
    open_customer(other)
    expect(other.page.get_by_text("1 field was changed here and at the office")).to_be_visible()


def edit_customer(phone: Phone, label: str, value: str) -> None:
    """Edit one field of the customer and stay at its page."""
    open_customer(phone)
    phone.page.get_by_role("button", name="Edit").click()
    phone.page.get_by_label(label).fill(value)
    phone.save()
    expect(phone.page.get_by_text(value, exact=True)).to_be_visible()


def open_customer(phone: Phone) -> None:
    """Go to the customer that both phones know."""
    phone.go("/app/w/sales_orders/p/customers")
    phone.show(CUSTOMER)
    expect(phone.page.get_by_role("heading", level=1, name=CUSTOMER)).to_be_visible()
