"""What a phone keeps by its user's own wish, and what he gives and shares without a network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk
from tests.e2e.office import ANA, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

OLD_ORDER = (
    "SELECT id, f_number FROM e_sales_order "
    "WHERE f_status = 'invoiced' AND f_confirmed_on < date('now', '-60 day') ORDER BY f_number LIMIT 1"
)
ORDERS = "/app/w/sales_orders/p/orders"


@pytest.fixture
def narrow(desk: Desk) -> None:
    """Let profiles take along open orders only."""
    take_open_orders(desk)


def take_open_orders(desk: Desk) -> None:
    """Publish profiles that take along open orders only: the others are there for a filter to bring."""
    for profile in ("everyone", "order_desk"):
        design = desk.call("GET", f"/profiles/{profile}")
        document = design["profile"]
        for entity in document["entities"]:
            if entity["id"] == "sales_order":
                is_open = {"op": "eq", "path": "status", "value": "open"}
                entity["rules"] = [{"kind": "custom", "condition": is_open}]
        written = {"profile": document, "revision": design["revision"]}
        design = desk.call("PUT", f"/profiles/{profile}", written)
        publication = {"revision": design["revision"], "note": {"en": "Open orders"}, "urgency": "silent"}
        desk.call("POST", f"/profiles/{profile}/publish", publication)


@pytest.mark.usefixtures("narrow")
@pytest.mark.feature("OUT-04", "OUT-05", "DAT-13", "L30")
@pytest.mark.invariant(15)
def test_a_filter_brings_its_records_and_they_leave_when_it_is_switched_off(
    phone: Phone, office: Office
) -> None:
    ((_, number),) = office.rows(OLD_ORDER)
    page = phone.begin(ANA)
    expect(find_order(phone, number)).to_have_count(0)

    make_filter(phone, "Invoiced")
    expect(page.get_by_role("list", name="Yours")).to_contain_text("Status is Invoiced")
    row = find_order(phone, number)
    expect(row).to_be_visible()
    phone.go("/app/filters")
    page.get_by_role("list", name="Yours").get_by_role("switch").click()

    phone.toast("no longer in your filter “Status is Invoiced”")
    expect(find_order(phone, number)).to_have_count(0)
    phone.go("/app/status")
    listed = page.get_by_role("list", name="What came and went")
    expect(listed).to_contain_text("no longer in your filter “Status is Invoiced”")


@pytest.mark.usefixtures("narrow")
@pytest.mark.feature("BEY-09", "DAT-11", "L16", "L35")
def test_a_pin_keeps_a_record_here_and_brings_it_to_the_users_other_phone(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    ((record, number),) = office.rows(OLD_ORDER)
    one = new_phone("one")
    page = one.begin(ANA)
    make_filter(one, "Invoiced")
    expect(find_order(one, number)).to_be_visible()
    open_order(one, record)

    menu(one, "Pin to this phone")
    one.toast("Pinned")
    one.pill("Up to date")
    one.go("/app/filters")
    page.get_by_role("list", name="Yours").get_by_role("switch").click()
    one.toast("sales orders left")

    expect(find_order(one, number)).to_be_visible()
    other = new_phone("other")
    other.begin(ANA)
    expect(find_order(other, number)).to_be_visible()
    open_order(other, record)
    menu(other, "Unpin")
    other.toast("No longer pinned")
    other.pill("Up to date")
    expect(find_order(one, number)).to_have_count(0)


@pytest.mark.usefixtures("narrow")
@pytest.mark.feature("L16", "DAT-13")
def test_an_open_record_that_leaves_stays_as_it_was_and_says_why(phone: Phone, office: Office) -> None:
    ((record, number),) = office.rows(OLD_ORDER)
    page = phone.begin(ANA)
    make_filter(phone, "Invoiced")
    expect(find_order(phone, number)).to_be_visible()
    phone.go("/app/filters")

    page.get_by_role("list", name="Yours").get_by_role("switch").click()
    phone.toast("sales orders left")
    open_order(phone, record)

    expect(page.get_by_text("It left this phone: no longer in your filter")).to_be_visible()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Pin to keep").click()
    expect(page.get_by_text("It left this phone")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()


@pytest.mark.feature("OUT-09", "L28")
@pytest.mark.invariant(3, 13)
def test_assigning_and_sharing_without_a_network_count_once_there_is_one(
    phone: Phone, office: Office
) -> None:
    record = make_order(Desk(office, FEMKE))
    page = phone.begin(FEMKE)
    office.cable.cut()
    open_order(phone, record)
    menu(phone, "Share with")
    page.get_by_role("button", name="With: Choose").click()
    choose(phone.page.get_by_role("dialog").last, "Elin")
    page.get_by_text("Edit it", exact=True).click()
    page.get_by_role("button", name="Share", exact=True).click()
    phone.toast("Will be shared with Elin")
    menu(phone, "Share with")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("list", name="Shared with")).to_contain_text("read, edit")
    expect(sheet.get_by_text("The office does not answer. This is only what this phone")).to_be_visible()
    sheet.get_by_role("button", name="Cancel").click()

    menu(phone, "Assign to")
    choose(page.get_by_role("dialog"), "Björn")
    phone.toast("Will be assigned to Björn")
    assert office.rows("SELECT 1 FROM record_share") == []
    office.cable.restore()
    phone.online()

    phone.pill("Up to date")
    owner = "SELECT f_name FROM e_person WHERE id = (SELECT owner FROM record WHERE id = :id)"
    assert office.one(owner, {"id": record}).startswith("Björn")
    shares = office.rows(
        "SELECT f_name, may FROM record_share JOIN e_person ON e_person.id = grantee WHERE record = :id",
        {"id": record},
    )
    assert [(name.split()[0], may) for name, may in shares] == [("Elin", '["read","edit"]')]


@pytest.mark.feature("OUT-03", "OUT-04")
def test_a_filter_that_is_written_without_a_network_is_kept_and_saved_later(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(ANA)
    office.cable.cut()
    begin_filter(phone, "Invoiced")
    expect(page.get_by_text("the office does not answer")).to_be_visible()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Your edit is kept on this phone")
    office.cable.restore()
    phone.restart()
    phone.go("/app/filters")
    page = phone.page
    page.get_by_role("list", name="Not saved yet").get_by_role("link").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("list", name="Yours")).to_contain_text("Status is Invoiced")
    expect(page.get_by_role("list", name="Not saved yet")).to_have_count(0)
    page.get_by_role("button", name="Back to the organisation").click()
    page.get_by_role("button", name="Replace mine").click()
    expect(page.get_by_text("You have no filters of your own.")).to_be_visible()


def test_the_pages_of_what_is_kept_are_accessible(phone: Phone, office: Office) -> None:
    page = phone.begin(ANA)
    phone.go("/app/filters")
    expect(page.get_by_text("You have no filters of your own.")).to_be_visible()
    found = findings(phone, "no filters")
    page.get_by_role("button", name="New filter").click()
    page.get_by_role("dialog").get_by_role("button", name="Sales orders").click()
    page.get_by_text("All records", exact=True).click()
    expect(page.get_by_text("Sales orders: All records")).to_be_visible()
    found += findings(phone, "a filter that takes all records")
    page.get_by_text("All records", exact=True).click()
    page.get_by_role("button", name="Add condition").click()
    found += findings(phone, "choice of a field")
    page.get_by_role("dialog").get_by_role("button", name="Status", exact=True).click()
    found += findings(phone, "a condition")
    page.get_by_role("dialog").get_by_label("Value").select_option("open")
    page.get_by_role("dialog").get_by_role("button", name="Add condition").click()
    page.get_by_role("button", name="Add group").click()
    page.get_by_role("dialog").get_by_role("button", name="Owner", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Add condition").click()
    expect(page.get_by_text("Owner is me").first).to_be_visible()
    found += findings(phone, "a filter being written")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("list", name="Yours").get_by_role("switch")).to_be_visible()
    found += findings(phone, "filters")

    open_order(phone, office.one("SELECT id FROM e_sales_order WHERE f_status = 'open' LIMIT 1"))
    menu(phone, "Pin to this phone")
    found += findings(phone, "a pinned record")
    menu(phone, "Assign to")
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    found += findings(phone, "people to assign to")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    menu(phone, "Share with")
    found += findings(phone, "sharing")
    assert found == []


@pytest.mark.usefixtures("narrow")
def test_what_is_told_of_records_that_came_and_left_is_accessible(phone: Phone, office: Office) -> None:
    (record, _), (pinned, _) = office.rows(OLD_ORDER.replace("LIMIT 1", "LIMIT 2"))
    page = phone.begin(ANA)
    make_filter(phone, "Invoiced")
    found = findings(phone, "what came")
    open_order(phone, pinned)
    menu(phone, "Pin to this phone")
    phone.toast("Pinned")
    phone.pill("Up to date")
    phone.go("/app/filters")
    expect(page.get_by_role("heading", name="Single records")).to_be_visible()
    found += findings(phone, "filters and single records")

    page.get_by_role("list", name="Yours").get_by_role("switch").click()
    phone.toast("sales orders left")
    found += findings(phone, "what left")
    open_order(phone, record)
    expect(page.get_by_text("It left this phone: no longer in your filter")).to_be_visible()
    found += findings(phone, "a record that left")
    phone.go("/app/status")
    expect(page.get_by_role("list", name="What came and went")).to_contain_text("Status is Invoiced")
    found += findings(phone, "status with rows and reasons")

    assert found == []


def begin_filter(phone: Phone, status: str) -> None:
    """Write a new filter of sales orders in one status, and stop before saving."""
    page = phone.page
    phone.go("/app/filters")
    page.get_by_role("button", name="New filter").click()
    page.get_by_role("dialog").get_by_role("button", name="Sales orders").click()
    page.get_by_role("button", name="Add condition").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Status", exact=True).click()
    sheet.get_by_label("Value").select_option(label=status)
    sheet.get_by_role("button", name="Add condition").click()
    expect(page.get_by_text(f"Sales orders: Status is {status}")).to_be_visible()


def make_filter(phone: Phone, status: str) -> None:
    """Write and save a filter, and wait until its records are on the phone."""
    begin_filter(phone, status)
    phone.page.get_by_role("button", name="Save", exact=True).click()
    expect(phone.page.get_by_role("list", name="Yours")).to_be_visible()
    phone.toast("sales orders came")


@pytest.mark.feature("BEY-23")
def test_a_record_that_is_deleted_while_it_is_looked_at_is_told_by_its_name_with_its_history(
    phone: Phone, desk: Desk
) -> None:
    closed = desk.create("customer", {"account": "K-100", "name": "Oberrheinische", "city": "Basel"})
    page = phone.begin(FEMKE)
    phone.go(f"/app/w/sales_orders/p/customer/{closed}")
    expect(page.get_by_role("heading", level=1, name="Oberrheinische")).to_be_visible()

    desk.delete("customer", closed)

    expect(page.get_by_text("Oberrheinische was deleted.")).to_be_visible()
    page.get_by_role("button", name="History").click()
    sheet = page.get_by_role("dialog", name="Oberrheinische: history")
    expect(sheet.get_by_role("listitem").first).to_contain_text("Ana Silva, at the office")
    expect(sheet.get_by_role("listitem").first).to_contain_text("Basel")
    assert findings(phone, "history of a deleted record") == []


def make_order(desk: Desk) -> str:
    """Make an open order that the person at the desk owns, and return its id."""
    customer = desk.office.one("SELECT id FROM e_customer ORDER BY f_name LIMIT 1")
    return desk.create("sales_order", {"customer": customer, "status": "open"})


def find_order(phone: Phone, number: str) -> Locator:
    """Search the orders on the phone; return the row."""
    phone.go(ORDERS)
    phone.page.get_by_role("searchbox").fill(number)
    return phone.page.get_by_role("link", name=number)


def open_order(phone: Phone, record: str) -> None:
    """Go to one order by its address."""
    phone.go(f"/app/w/sales_orders/p/order/{record}")
    expect(phone.page.get_by_role("heading", level=1, name="SO-")).to_be_visible()


def menu(phone: Phone, item: str) -> None:
    """Choose from the menu of the record on show."""
    phone.page.locator(".app-detail").get_by_role("button", name="More actions").click()
    phone.page.get_by_role("menuitem", name=item).click()


def choose(picker: Locator, name: str) -> None:
    """Search for a person and tap the first one found."""
    picker.get_by_role("searchbox").fill(name)
    picker.get_by_role("listitem").get_by_role("button", name=name).first.click()
