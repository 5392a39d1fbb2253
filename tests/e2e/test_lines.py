"""An order with its lines is one piece of work: one draft, one change, one write at the office."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk, insertion
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

LINES = {
    "id": "lines",
    "entity": "order_line",
    "parent": "order",
    "label": {"en": "Lines", "sv": "Rader"},
    "fields": [{"id": name, "field": name} for name in ("item", "quantity", "description")],
    "least": 1,
}
FORM = ["actions", "new_order", "lines"]
NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders"
EDIT_ORDER = "/app/w/sales_orders/a/edit_order/{}?from=order"
MADE = "SELECT id FROM e_sales_order WHERE f_note = 'Three lines'"
LINES_OF = "SELECT f_description FROM e_order_line WHERE f_order = :order ORDER BY f_description"
WRITES = """SELECT change, COUNT(*) FROM history
    WHERE id = :order OR id IN (SELECT id FROM e_order_line WHERE f_order = :order)
    GROUP BY change ORDER BY MIN(seq)"""


def add_line(phone: Phone, number: int, quantity: str, description: str) -> Locator:
    phone.page.get_by_role("button", name="Add order line").click()
    line = phone.page.get_by_role("group", name=f"Order line {number}", exact=True)
    choose(phone, line, "Item")
    line.get_by_label("Quantity").fill(quantity)
    line.get_by_label("Description").fill(description)
    return line


def choose(phone: Phone, where: Locator, label: str) -> None:
    """Choose the first record that is offered."""
    where.get_by_role("button", name=label).first.click()
    picker = phone.page.get_by_role("dialog")
    picker.get_by_role("listitem").get_by_role("button").first.click()
    expect(picker).to_be_hidden()


@pytest.mark.feature("DSG-14", "L19", "DRF-02")
@pytest.mark.invariant(4, 7)
def test_an_order_with_three_lines_made_offline_is_at_the_office_once_and_whole(
    phone: Phone, office: Office, desk: Desk
) -> None:
    desk.publish("sales_orders", [insertion("workspace", FORM, LINES)], "Orders have lines")
    phone.begin(FEMKE)
    phone.restart()
    office.cable.cut()
    page = phone.go(NEW_ORDER)
    choose(phone, page.locator("form"), "Customer")
    page.get_by_label("Note").fill("Three lines")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Lines: at least 1 is needed")).to_be_visible()
    add_line(phone, 1, "2", "A first")
    add_line(phone, 2, "3", "B second")
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()
    assert findings(phone, "a form with lines") == []

    phone.crash()
    page = phone.open("/app/outbox")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("group", name="Order line 2").get_by_label("Description")).to_have_value(
        "B second"
    )
    add_line(phone, 3, "1.5", "C third")
    page.get_by_role("button", name="Remove order line 1").click()
    page.get_by_text("Removed: Order line").locator("..").get_by_role("button", name="Undo").click()
    phone.save()
    assert office.rows(MADE) == []
    office.cable.restore()
    phone.online()

    [(order,)] = office.await_rows(MADE, 1)
    assert [text for (text,) in office.rows(LINES_OF, {"order": order})] == ["A first", "B second", "C third"]
    assert [count for _, count in office.rows(WRITES, {"order": order})] == [4]


@pytest.mark.feature("DSG-11", "DSG-14", "L19", "CON-01")
@pytest.mark.invariant(7, 19)
def test_a_line_that_is_deleted_here_and_changed_at_the_office_is_a_conflict_and_no_line_is_lost(
    phone: Phone, office: Office, desk: Desk
) -> None:
    edited = {**LINES, "least": 0}
    desk.publish(
        "sales_orders",
        [insertion("workspace", ["actions", "edit_order", "lines"], edited)],
        "Orders have lines",
    )
    customer = desk.create("customer", {"account": "C-90077", "name": "Skeppsholm AB"})
    [(item,), *_] = office.rows("SELECT id FROM e_item")
    order = desk.create("sales_order", {"customer": customer, "note": "Two lines"})
    texts = ("A first", "B second")
    first, _ = (
        desk.create("order_line", {"order": order, "item": item, "quantity": "1", "description": text})
        for text in texts
    )
    phone.begin(FEMKE)
    phone.restart()
    office.cable.cut()
    desk.edit("order_line", first, {"description": "A first, galvanised"})
    page = phone.go(EDIT_ORDER.format(order))
    page.get_by_role("group", name="Order line 2").get_by_label("Description").fill("B second, black")
    page.get_by_role("button", name="Remove order line 1").click()
    add_line(phone, 2, "4", "C third")
    phone.save()
    office.cable.restore()
    phone.online()
    phone.pill("Needs you")

    lines = [text for (text,) in office.rows(LINES_OF, {"order": order})]
    assert lines == ["A first, galvanised", "B second, black", "C third"]
