"""What a person types into a form stays his when its record is taken from under it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.office import ANA, ELIN, FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings
from tests.e2e.test_keeping import OLD_ORDER, choose, make_order, menu, open_order, take_open_orders

pytestmark = pytest.mark.timeout(180)

TYPED = "Ring before noon, gate 7"
LOST = "This record was deleted, or you may no longer see it."
NUMBER = "SELECT f_number FROM e_sales_order WHERE id = :id"
REFERENCE = "Zinnober-4711"


@pytest.fixture
def own_orders_only(desk: Desk) -> None:
    """Let salespeople read the orders only that they own or that are shared with them."""
    role = desk.call("GET", "/roles/sales")["role"]
    role["entities"]["sales_order"] |= {"read": "own", "edit": "own", "delete": "own"}
    desk.call("PUT", "/roles/sales", role)


@pytest.mark.usefixtures("own_orders_only")
@pytest.mark.feature("SEC-02", "OUT-09", "L28")
@pytest.mark.invariant(15, 17)
def test_what_is_typed_outlives_the_share_by_which_its_record_was_seen(
    new_phone: Callable[..., Phone], office: Office, desk: Desk
) -> None:
    record = make_order(Desk(office, FEMKE))
    desk.edit("sales_order", record, {"reference": REFERENCE})
    femke, elin = new_phone("femke"), new_phone("elin")
    hers = femke.begin(FEMKE)
    open_order(femke, record)
    give(femke, "Elin", "Edit it")
    open_in_swedish(elin)
    page = type_note(elin, record, "Anteckning")
    assert elin.stored(REFERENCE) != []

    menu(femke, "Share with")
    sheet = hers.get_by_role("dialog")
    expect(sheet.get_by_role("list", name="Shared with")).to_contain_text("read, edit")
    assert findings(femke, "with whom an order is shared") == []
    sheet.get_by_role("button", name="Stop sharing with Elin").click()

    expect(page.get_by_text("Posten har tagits bort, eller så får du inte längre se den.")).to_be_visible()
    expect(page.get_by_label("Anteckning")).to_have_value(TYPED)
    expect(page.get_by_label("Kundens referens")).to_have_count(0)
    elin.await_unstored(REFERENCE)
    assert findings(elin, "a form without its record") == []
    page.get_by_role("button", name="Behåll", exact=True).click()
    expect(page.get_by_role("heading", name="Behöver dig")).to_be_visible()
    assert elin.stored(TYPED) != []
    elin.close()
    page = elin.open("/app/outbox")
    page.get_by_role("link", name="Ändra och skicka igen").click()
    expect(page.get_by_label("Anteckning")).to_have_value(TYPED)
    expect(page.get_by_role("button", name="Kopiera det du skrivit")).to_be_visible()
    assert office.one("SELECT f_note FROM e_sales_order WHERE id = :id", {"id": record}) != TYPED


@pytest.mark.feature("SYN-07", "SEC-02")
@pytest.mark.invariant(15, 17)
def test_what_is_typed_outlives_the_deletion_of_its_record(phone: Phone, office: Office, desk: Desk) -> None:
    record = desk.create("customer", {"account": "C-4711", "name": f"{REFERENCE} AB"})
    page = phone.begin(FEMKE)
    phone.go(f"/app/w/sales_orders/a/edit_customer/{record}?from=customer")
    page.get_by_label("Note").fill(TYPED)

    desk.delete("customer", record)

    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value(TYPED)
    phone.await_unstored(REFERENCE)
    expect(page.locator("body")).not_to_contain_text(REFERENCE)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Note")).to_have_count(0)


@pytest.mark.feature("SEC-03", "SEC-02")
@pytest.mark.invariant(14, 17)
def test_what_is_typed_outlives_the_role_that_showed_its_workspace(phone: Phone, office: Office) -> None:
    record = make_order(Desk(office, FEMKE))
    number = office.one(NUMBER, {"id": record})
    phone.begin(FEMKE)
    page = type_note(phone, record, "Note")
    assert phone.stored(number) != []

    office.command("role", "give", "sales", FEMKE, "--take")

    expect(page.get_by_text(LOST)).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Note")).to_have_value(TYPED)
    phone.await_unstored(number)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    page.get_by_role("link", name="Edit and send again").click()
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.get_by_role("button", name="Copy what you typed")).to_be_visible()


@pytest.mark.feature("L16", "DAT-13")
@pytest.mark.invariant(17)
def test_a_record_that_leaves_while_its_form_is_open_is_saved_all_the_same(
    phone: Phone, office: Office, desk: Desk
) -> None:
    ((record, _),) = office.rows(OLD_ORDER)
    phone.begin(ANA)
    page = type_note(phone, record, "Note")

    take_open_orders(desk)

    expect(page.get_by_text("This record has left this phone")).to_be_visible(timeout=20_000)
    phone.save()
    phone.pill("Up to date")
    assert office.one("SELECT f_note FROM e_sales_order WHERE id = :id", {"id": record}) == TYPED


def open_in_swedish(phone: Phone) -> None:
    """Begin as Elin, who reads Swedish."""
    phone.open()
    phone.sign_in(ELIN)
    expect(phone.page.get_by_role("button", name="Aktuell").first).to_be_visible()
    phone.await_worker()


def type_note(phone: Phone, record: str, label: str) -> Page:
    """Open the form of an order and type a note, without saving it."""
    page = phone.go(f"/app/w/sales_orders/a/edit_order/{record}?from=order")
    page.get_by_label(label).fill(TYPED)
    return page


def give(phone: Phone, name: str, *rights: str) -> Locator:
    """Share the order on show with a person, to read it and for these rights; wait until it is sent."""
    page = phone.page
    menu(phone, "Share with")
    page.get_by_role("button", name="With: Choose").click()
    choose(page.get_by_role("dialog").last, name)
    for right in rights:
        page.get_by_text(right, exact=True).click()
    page.get_by_role("button", name="Share", exact=True).click()
    phone.toast(f"Shared with {name}")
    return phone.pill("Up to date")
