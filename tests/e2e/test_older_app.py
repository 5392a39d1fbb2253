"""An app that is older than the office's filters: in a browser whose metadata has operators of tomorrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.office import FEMKE
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = [pytest.mark.timeout(120), pytest.mark.feature("L45")]

TOO_NEW = "This list needs a newer version of the app."
TOMORROW = {"op": "not", "of": [{"op": "within-distance", "path": "customer", "value": 5}]}


NEWER = """async (tomorrow) => {
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let changed = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    const store = database.transaction("kv", "readwrite").objectStore("kv");
    const metadata = await settled(store.get("metadata"));
    const pages = metadata?.workspaces.find(({ id }) => id === "sales_orders")?.pages ?? [];
    for (const { id, blocks: [list] } of pages) {
      if (id === "orders") list.condition = tomorrow;
      if (id === "customers") list.views[1].condition = tomorrow;
    }
    if (pages.length && await settled(store.put(metadata, "metadata"))) changed += 1;
    database.close();
  }
  return changed;
}"""
"""Let the list of orders, and a view of the customers, ask for what no app of today knows."""


def begun(phone: Phone) -> None:
    phone.begin(FEMKE)
    # In the store and not on the way: what a page asks for through its worker passes by a route at times.
    assert phone.page.evaluate(NEWER, TOMORROW) == 1
    phone.page.reload(wait_until="commit")
    phone.pill("Up to date")


def test_a_list_that_the_app_does_not_understand_warns_also_without_the_network(phone: Phone) -> None:
    begun(phone)
    page = phone.page

    phone.show("Sales orders", "Orders")
    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(page.get_by_role("list", name="Orders")).to_have_count(0)
    assert findings(phone, "a list that is not understood") == []
    phone.office.cable.cut()
    phone.go("/app/w/sales_orders/p/orders")

    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(0)


def test_a_view_that_the_app_does_not_understand_takes_nothing_from_the_others(phone: Phone) -> None:
    begun(phone)
    page = phone.page
    phone.show("Sales orders", "Customers")
    customers = page.get_by_role("list", name="Customers").get_by_role("listitem")
    expect(customers.first).to_be_visible()
    views = page.get_by_role("radiogroup").locator("label")

    views.nth(1).click()
    expect(page.get_by_text(TOO_NEW)).to_be_visible()
    expect(customers).to_have_count(0)
    views.nth(2).click()

    expect(customers.first).to_be_visible()
    expect(page.get_by_text(TOO_NEW)).to_have_count(0)


def test_the_status_page_says_what_the_app_lacks(phone: Phone) -> None:
    begun(phone)

    page = phone.go("/app/status")

    notice = page.get_by_role("region", name="This app is out of date")
    expect(notice.get_by_text("Missing: within-distance")).to_be_visible()
    assert findings(phone, "status of an older app") == []
