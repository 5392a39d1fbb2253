"""The product as a contestant: its server as it ships, its app in the browser, a person with a running
session.
"""

from __future__ import annotations

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from backend.accounts.guard import SESSION_COOKIE
from tests.bench import arrangement, reference, seeding
from tests.bench.browser import Browser
from tests.bench.installation import Installation, Someone
from tests.bench.served import Served

_AFTER = """(head) => new Promise((done, failed) => {
  setTimeout(failed, 240_000, new Error("no checkpoint came"));
  const look = () => {
    const found = probe.checkpoints.find((one) => one.head > head);
    if (found) done(found); else setTimeout(look, 5);
  };
  look();
})"""
_LISTED = """(count) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error(`the list does not say ${count}`));
  const words = count.toLocaleString("en-GB");
  const look = () => {
    const foot = document.querySelector(".block-list-foot")?.textContent ?? "";
    if (foot.includes(words) && document.querySelector(".ui-list-row")) done(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})"""
_PAGES = """() => {
  const loaded = performance.getEntriesByType("resource");
  const pages = loaded.filter(({ name }) => name.endsWith("/sync/snapshot"));
  const begin = Math.min(...pages.map(({ startTime }) => startTime));
  return { begin, end: Math.max(...pages.map(({ responseEnd }) => responseEnd)), count: pages.length };
}"""
_COUNT = """async ([person, entity, note]) => {
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const database = await settled(indexedDB.open(`satchel:${person}`));
  const range = IDBKeyRange.bound(`${entity}/`, `${entity}/\\uffff`);
  const transaction = database.transaction(["pack", "row"]);
  const packs = await settled(transaction.objectStore("pack").getAll(range));
  const rows = await settled(transaction.objectStore("row").getAll(range));
  database.close();
  const records = new Map(packs.flatMap(({ body }) => JSON.parse(body)).map((row) => [row[0], row[2]]));
  for (const row of rows) records.set(row[0], row[2]);
  const values = [...records.values()];
  const leaked = values.filter((one) => "margin" in one).length;
  return { count: values.filter((one) => note === null || one.note === note).length, leaked };
}"""


class Ours:
    """Our app; ``name`` is what figures call it."""

    name = "satchel"

    def __init__(self, office: Installation, server: Served, someone: Someone, count: int) -> None:
        self._office, self._server, self._someone, self._count = office, server, someone, count
        self._head = 0

    def open(self, browser: Browser) -> Page:
        """Sign in without a page; the app opens with :meth:`first`, because it begins by itself."""
        cookie = {"name": SESSION_COOKIE, "value": self._someone.token, "url": self._server.address}
        browser.context.add_cookies([cookie])  # type: ignore[list-item]
        return browser.context.pages[0]

    def first(self, page: Page, count: int) -> dict[str, float]:
        """Open the app: from its first word to the server until all is kept, and until the list shows it."""
        page.goto(self._server.address + arrangement.LIST_PATH, wait_until="commit")
        kept = page.evaluate(_AFTER, 0)
        listed = page.evaluate(_LISTED, count)
        opened, pages = page.evaluate("() => probe.opened"), page.evaluate(_PAGES)
        self._head = int(kept["head"])
        return {
            "ms": kept["at"] - opened,
            "listed": listed - opened,
            "whole": listed,
            "pages": pages["count"],
            "until_pages": pages["begin"] - opened,
            "for_pages": pages["end"] - pages["begin"],
            "after_pages": kept["at"] - pages["end"],
        }

    def rest(self, page: Page) -> None:
        """Cut the network below the page."""
        page.evaluate("() => probe.cutOff()")

    def change(self, note: str, count: int, shift: int) -> None:
        """Change records at the office; the running server meets it at the next pull."""
        ids = [reference.record_id("order", (at * 97 + shift) % self._count) for at in range(count)]

        def work(session: Session) -> None:
            seeding.touch_values(session, "sales_order", "note", note, ids)

        self._office.database.write(work)

    def delta(self, page: Page, note: str, count: int) -> float:
        """Restore the network; from there until the checkpoint with the change is kept."""
        begun = page.evaluate("() => { probe.restore(); return performance.now(); }")
        kept = page.evaluate(_AFTER, self._head)
        self._head = int(kept["head"])
        return float(kept["at"] - begun)

    def count(self, page: Page, note: str | None) -> int:
        """Count in the raw store, and look that no hidden value is there."""
        found = page.evaluate(_COUNT, [self._someone.person, "sales_order", note])
        if found["leaked"]:
            raise AssertionError(f"{found['leaked']} hidden values are in the store")
        return int(found["count"])

    def processor_seconds(self) -> float:
        """The processor time of the server's processes so far."""
        return self._server.processor_seconds()
