"""A form that somebody has begun is on the disk: through a crash, offline, and over a new version."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, replacement
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

LEAVE_TYPED = """async () => {
  const settled = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith("satchel:"));
  const database = await settled(indexedDB.open(name));
  const left = { id: "c1", entity: "sales_order", record: "gone", values: { note: "Gate 7" } };
  const store = database.transaction("draft", "readwrite").objectStore("draft");
  await settled(store.put({ ...left, at: new Date().toISOString() }, "c1"));
  database.close();
}"""
NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers"
NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders"
MADE = "SELECT id FROM e_customer WHERE f_name = 'Räksmörgås & Co'"
POSTCODE = """SELECT "f_postcode$2_multi_line" FROM e_customer WHERE f_name = 'Räksmörgås & Co'"""
ORDERED = "SELECT f_customer FROM e_sales_order WHERE f_note = 'Ring twice'"


@pytest.mark.feature("DRF-01", "DRF-02", "DRF-05", "DRF-06", "L03", "L04")
@pytest.mark.invariant(3)
def test_drafts_outlive_a_crash_offline_and_arrive_with_the_customer_that_they_point_at(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    phone.restart()
    office.cable.cut()
    page = phone.go(NEW_CUSTOMER)
    page.get_by_role("textbox", name="Name").fill("Räksmörgås & Co")
    page.get_by_label("Customer account").fill("C-90001")
    phone.save()
    page = phone.go(NEW_ORDER)
    phone.pick("Customer", "Räksmörgås & Co")
    page.get_by_label("Note").fill("Ring twice")
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()
    assert findings(phone, "a form with a draft") == []

    phone.crash()
    page = phone.open("/app/")
    page.get_by_text("1 draft, not saved yet").click()
    assert findings(phone, "the list of drafts") == []
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Note")).to_have_value("Ring twice")
    expect(page.get_by_role("button", name="Customer")).to_contain_text("Räksmörgås")
    phone.save()
    office.cable.restore()

    [(customer,)] = office.await_rows(MADE, 1)
    assert office.await_rows(ORDERED, 1) == [(customer,)]
    phone.go("/app/outbox")
    expect(page.get_by_role("heading", name="Sent today")).to_be_visible()
    expect(page.get_by_role("heading", name="Drafts")).to_have_count(0)


@pytest.mark.feature("DRF-07", "L12", "MET-04")
@pytest.mark.invariant(3)
def test_a_draft_does_not_hold_back_a_new_version_and_its_form_stays_what_it_was(
    phone: Phone, office: Office, desk: Desk
) -> None:
    page = phone.begin(FEMKE)
    phone.go(NEW_CUSTOMER)
    page.get_by_role("textbox", name="Name").fill("Räksmörgås & Co")
    page.get_by_label("Customer account").fill("C-90001")
    page.get_by_label("Postcode").fill("041 23")
    expect(page.get_by_text("Draft kept on this phone")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    field = ["entities", "customer", "fields", "postcode"]
    retyped = replacement("model", field, "type", "text", "multi_line")
    desk.publish("sales_orders", [retyped], "Postcodes have lines")
    page.get_by_role("dialog").get_by_role("button", name="Now").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    phone.pill("Up to date")
    phone.go("/app/outbox")
    page.get_by_role("link", name="Go on").click()

    expect(page.locator("input").and_(page.get_by_label("Postcode"))).to_have_value("041 23")
    phone.save()
    office.await_rows(MADE, 1)
    assert office.rows(POSTCODE) == [("041 23",)]


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(17)
def test_what_was_typed_into_a_record_that_is_out_of_sight_is_listed_in_words(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    page.evaluate(LEAVE_TYPED)

    phone.go("/app/outbox")

    expect(page.get_by_text("Note: Gate 7")).to_be_visible()
    expect(page.get_by_role("button", name="Copy what you typed", exact=True)).to_be_visible()
    assert findings(phone, "what was typed into a record out of sight") == []
