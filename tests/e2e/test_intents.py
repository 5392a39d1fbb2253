"""What needs the office, without a network: done later, refused with what to do, or reminded of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk, replacement
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings
from tests.e2e.test_keeping import choose, make_order, menu, open_order

pytestmark = pytest.mark.timeout(180)

OWNER = "SELECT f_name FROM e_person WHERE id = (SELECT owner FROM record WHERE id = :id)"
STATUS = "SELECT f_status FROM e_sales_order WHERE id = :id"
DONE = "SELECT kind FROM history WHERE id = :id AND change IS NOT NULL AND device IS NOT NULL"


@pytest.fixture
def orders(office: Office, desk: Desk) -> Sequence[tuple[str, str]]:
    """Make three orders of Femke's, with their numbers; to confirm needs the office, to cancel is a wish."""
    edits = [
        replacement("workspace", ["actions", "confirm_order"], "offline", "yes", "online"),
        replacement("workspace", ["actions", "cancel_order"], "offline", "yes", "intent"),
    ]
    desk.publish("sales_orders", edits, "The office confirms")
    own = Desk(office, FEMKE)
    made = [make_order(own) for _ in range(3)]
    return [(one, own.record("sales_order", one)["values"]["number"]) for one in made]


@pytest.mark.feature("OUT-09", "L28", "DAT-17")
@pytest.mark.invariant(3, 4)
def test_what_is_asked_for_without_a_network_is_done_once_there_is_one_and_the_rest_is_reminded_of(
    phone: Phone, office: Office, orders: Sequence[tuple[str, str]]
) -> None:
    (given, number), (unwanted, other), (credit, third) = orders
    page = phone.begin(FEMKE)
    office.cable.cut()

    open_order(phone, given)
    menu(phone, "Assign to")
    choose(page.get_by_role("dialog"), "Björn")
    phone.toast("Will be assigned to Björn")
    expect(page.locator(".app-detail").get_by_text("Will be assigned to Björn")).to_be_visible()
    found = findings(phone, "an order that is assigned")

    open_order(phone, unwanted)
    menu(phone, "Cancel order")
    page.get_by_label("Comment").fill("Not needed any more")
    page.get_by_role("dialog").get_by_role("button", name="Cancel order").click()
    phone.toast("Asked for: Cancel order")
    expect(page.get_by_role("definition").filter(has_text="Open").first).to_be_visible()

    open_order(phone, credit)
    page.locator(".app-detail").get_by_role("button", name="More actions").click()
    barred = page.get_by_role("menuitem", name="Confirm").first
    expect(barred).to_contain_text("Needs the office: connect to do it")
    expect(barred).to_be_disabled()
    found += findings(phone, "what needs the office")
    page.get_by_role("menuitem", name="Remind me when online: Confirm").click()
    phone.toast("You will be reminded once the office can be reached")

    phone.go("/app/outbox")
    expect(item(phone, "Reminders", f"Confirm: {third}")).to_contain_text("Waits for the office")
    expect(item(phone, "Waiting", "Assign to Björn")).to_contain_text(number)
    expect(item(phone, "Waiting", "Asked for: Cancel order")).to_contain_text(other)
    found += findings(phone, "an outbox with what is asked for")
    phone.close()
    page = phone.open("/app/outbox")
    expect(item(phone, "Reminders", f"Confirm: {third}")).to_be_visible()
    office.cable.restore()

    phone.toast(f"The office can be reached. You wanted to do this: Confirm: {third}")
    expect(page.get_by_role("heading", name="Waiting")).to_have_count(0)
    assert office.one(OWNER, {"id": given}).startswith("Björn")
    assert office.one(STATUS, {"id": unwanted}) == "cancelled"
    assert office.one(STATUS, {"id": credit}) == "open"
    found += findings(phone, "an outbox whose reminder can be done")
    item(phone, "Reminders", f"Confirm: {third}").get_by_role("button", name="Open").click()
    page.get_by_role("button", name="Confirm").click()
    phone.toast("Done at the office")

    assert office.one(STATUS, {"id": credit}) == "confirmed"
    for record in (given, unwanted, credit):
        assert len(office.rows(DONE, {"id": record})) == 1
    phone.go("/app/outbox")
    expect(page.get_by_role("heading", name="Sent today")).to_be_visible()
    expect(page.get_by_role("heading", name="Reminders")).to_have_count(0)
    assert found == []


@pytest.mark.feature("OUT-09", "L28", "L15")
@pytest.mark.invariant(33)
def test_what_the_office_cannot_do_any_more_needs_its_user_who_reads_why_and_what_to_do(
    phone: Phone, office: Office, desk: Desk, orders: Sequence[tuple[str, str]]
) -> None:
    (given, _), (unwanted, other), (kept, _) = orders
    page = phone.begin(FEMKE)
    office.cable.cut()
    for record in (given, kept):
        open_order(phone, record)
        menu(phone, "Assign to")
        choose(page.get_by_role("dialog"), "Björn")
        phone.toast("Will be assigned to Björn")
    open_order(phone, unwanted)
    menu(phone, "Cancel order")
    page.get_by_label("Comment").fill("Not needed any more")
    page.get_by_role("dialog").get_by_role("button", name="Cancel order").click()
    phone.toast("Asked for: Cancel order")
    desk.delete("sales_order", given)
    desk.edit("sales_order", unwanted, {"status": "invoiced"})
    office.cable.restore()

    phone.pill("2 need you")
    phone.go("/app/outbox")
    gone = item(phone, "Needs you", "Assign to Björn")
    expect(gone).to_contain_text("Office refused: This record has been deleted.")
    expect(gone).to_contain_text("have it brought back and send this again")
    moved = item(phone, "Needs you", "Cancel order")
    expect(moved).to_contain_text(other)
    expect(moved).to_contain_text("Look at the record as it is now and decide anew.")
    assert findings(phone, "refused wishes") == []
    assert office.one(OWNER, {"id": kept}).startswith("Björn")
    assert office.one(STATUS, {"id": unwanted}) == "invoiced"

    gone.get_by_role("button", name="Discard").click()
    moved.get_by_role("button", name="Discard").click()

    expect(page.get_by_role("heading", name="Needs you")).to_have_count(0)
    phone.pill("Up to date")


def item(phone: Phone, group: str, words: str) -> Locator:
    """Return one thing in a group of the outbox."""
    return phone.page.get_by_role("region", name=group).get_by_role("listitem").filter(has_text=words)
