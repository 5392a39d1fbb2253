"""A phone whose store went wrong without anybody noticing: it counts again, and is mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.office import FEMKE
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = [pytest.mark.timeout(120), pytest.mark.feature("BEY-21")]

DAMAGED = """async () => {
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let changed = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    if (!database.objectStoreNames.contains("pack")) { database.close(); continue; }
    const store = database.transaction("pack", "readwrite").objectStore("pack");
    for (const key of await settled(store.getAllKeys())) {
      if (!key.includes("customer/")) continue;
      const pack = await settled(store.get(key));
      const rows = JSON.parse(pack.body);
      const [id, version, values] = rows[0];
      rows[0] = [id, version - 1, { ...values, margin: "Wrong & Sons" }];
      await settled(store.put({ ...pack, body: JSON.stringify(rows) }, key));
      changed += 1;
    }
    database.close();
  }
  return changed;
}"""
"""Give the first customer of each pack a value that nobody has, and let it seem older than it is."""


@pytest.mark.invariant(28)
def test_a_store_that_went_wrong_is_found_and_mended_by_the_button(phone: Phone) -> None:
    phone.begin(FEMKE)
    wrong = phone.page.evaluate(DAMAGED)
    assert wrong >= 1
    phone.page.reload(wait_until="commit")
    phone.pill("Up to date")
    page = phone.go("/app/status")
    check = page.get_by_role("region", name="Check", exact=True)
    expect(check.get_by_text("Not checked yet.")).to_be_visible()
    assert phone.stored("Wrong & Sons") != []

    check.get_by_role("button", name="Check now").click()

    expect(check.get_by_text("1 record was mended" if wrong == 1 else "records were mended")).to_be_visible()
    assert phone.stored("Wrong & Sons") == []
    assert findings(phone, "a store that was mended") == []
    check.get_by_role("button", name="Check now").click()
    expect(check.get_by_text("everything is the same")).to_be_visible()


def test_without_the_office_the_check_waits_until_it_is_reached(phone: Phone) -> None:
    phone.begin(FEMKE)
    page = phone.go("/app/status")
    check = page.get_by_role("region", name="Check", exact=True)
    phone.office.cable.cut()

    check.get_by_role("button", name="Check now").click()
    expect(check.get_by_text("as soon as the server is reached")).to_be_visible()
    phone.office.cable.restore()

    expect(check.get_by_text("everything is the same")).to_be_visible(timeout=60_000)
