"""The product as a contestant: its server as it ships, its app in the browser, a person with a running
session.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from backend.accounts.guard import SESSION_COOKIE
from tests.bench import arrangement, reference, seeding
from tests.bench.browser import Browser
from tests.bench.distant import DistantDevice, distant
from tests.bench.edits import edits
from tests.bench.installation import Installation, Someone
from tests.bench.served import Served
from tests.bench.stamps import committed_at

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
_MADE = """(note) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error("the edit was not kept"));
  const look = () => {
    const found = probe.kept.find(({ acts }) => JSON.stringify(acts).includes(JSON.stringify(note)));
    if (found) done(found); else setTimeout(look, 5);
  };
  look();
})"""
_COPY = """async ([person, entity, made, ids]) => {
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const name = `satchel:${person}`;
  const database = await settled(indexedDB.open(name));
  const transaction = database.transaction(["pack", "row", "change"], "readwrite");
  const range = IDBKeyRange.bound(`${entity}/`, `${entity}/\\uffff`);
  const packs = await settled(transaction.objectStore("pack").getAll(range));
  const rows = await settled(transaction.objectStore("row").getAll(range));
  const records = new Map(packs.flatMap(({ body }) => JSON.parse(body)).map((row) => [row[0], row]));
  for (const row of rows) records.set(row[0], row);
  const changes = transaction.objectStore("change");
  const width = (await settled(changes.getAllKeys())).at(-1).length;
  const [act] = made.acts;
  const [[field, edit]] = Object.entries(act.edits);
  const all = [made.id];
  ids.forEach((record, at) => {
    const [, base, values] = records.get(record);
    const order = made.order + 1 + at;
    const id = crypto.randomUUID();
    const edits = { [field]: { ...edit, old: values[field] ?? null, base } };
    const change = { ...made, id, order, acts: [{ ...act, record, edits }] };
    changes.put(change, String(order).padStart(width, "0"));
    all.push(id);
  });
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
  const wire = new BroadcastChannel(name);
  wire.postMessage({ kind: "saved" });
  wire.close();
  return all;
}"""
_ANSWERED = """(ids) => new Promise((done, failed) => {
  setTimeout(failed, 240_000, new Error("not every change was answered"));
  const look = () => {
    if (ids.every((id) => probe.answered.has(id))) done(ids.map((id) => probe.answered.get(id)));
    else setTimeout(look, 5);
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

    def __init__(
        self,
        office: Installation,
        server: Served,
        someone: Someone,
        count: int,
        *,
        stamps: Path | None = None,
    ) -> None:
        self.office, self.server, self.someone, self._count = office, server, someone, count
        self._stamps = stamps
        self._head = 0
        self._changes: list[str] = []
        self._writer: DistantDevice | None = None
        self._written: tuple[str, int] = ("", 0)

    def open(self, browser: Browser) -> Page:
        """Sign in without a page; the app opens with :meth:`first`, because it begins by itself."""
        cookie = {"name": SESSION_COOKIE, "value": self.someone.token, "url": self.server.address}
        browser.context.add_cookies([cookie])  # type: ignore[list-item]
        browser.context.add_init_script(arrangement.DOWNLOAD_NOW)
        return browser.context.pages[0]

    def first(self, page: Page, count: int) -> dict[str, float]:
        """Open the app: from its first word to the server until all is kept, and until the list shows it."""
        page.goto(self.server.address + arrangement.LIST_PATH, wait_until="commit")
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

        self.office.database.write(work)

    def delta(self, page: Page, note: str, count: int) -> float:
        """Restore the network; from there until the checkpoint with the change is kept."""
        begun = page.evaluate("() => { probe.restore(); return performance.now(); }")
        kept = page.evaluate(_AFTER, self._head)
        self._head = int(kept["head"])
        return float(kept["at"] - begun)

    def count(self, page: Page, note: str | None) -> int:
        """Count in the raw store, and look that no hidden value is there."""
        found = page.evaluate(_COUNT, [self.someone.person, "sales_order", note])
        if found["leaked"]:
            raise AssertionError(f"{found['leaked']} hidden values are in the store")
        return int(found["count"])

    def edit(self, page: Page, note: str, ids: Sequence[str]) -> None:
        """Edit the first record in its form; the others as another tab of the app would have.

        What is kept for each of them is what the app kept for the first: its own record, values and place in
        the order apart.
        """
        page.goto(self.server.address + arrangement.DETAIL_PATH.format(ids[0]), wait_until="commit")
        page.get_by_role("button", name="Edit", exact=True).click()
        self.rest(page)
        page.get_by_label("note").fill(note)
        page.get_by_role("button", name="Save", exact=True).click()
        made = page.evaluate(_MADE, note)
        self._changes = page.evaluate(_COPY, [self.someone.person, "sales_order", made, list(ids[1:])])

    def push(self, page: Page, note: str, ids: Sequence[str]) -> float:
        """Restore the network; from there until the answer to every change is kept."""
        begun = page.evaluate("() => { probe.restore(); return performance.now(); }")
        answers = page.evaluate(_ANSWERED, self._changes)
        if bad := [one["status"] for one in answers if one["status"] != "applied"]:
            raise AssertionError(f"{len(bad)} changes were not applied but {set(bad)}")
        return float(max(one["at"] for one in answers) - begun)

    def noted(self, note: str) -> int:
        """Count in the database."""
        return self.office.database.read(
            lambda session: seeding.count_value(session, "sales_order", "note", note)
        )

    def live(self, page: Page) -> None:
        """It follows by itself; the first record stands at the top of the list."""

    def change_one(self, word: str) -> float:
        """Let a device of somebody else's change a field that the list shows."""
        if self._stamps is None:
            raise RuntimeError("this server notes no commits")
        if self._writer is None:
            self._writer = distant(self.office, self.office.person("writer"), self.server.port)
            self._writer.hello()
            made = next(iter(reference.orders(1, customers=reference.customers_for(self._count))))
            self._written = str(made[1]["salesperson"]), 1
        old, version = self._written
        seen = [(reference.record_id("order", 0), old, version)]
        head = self._writer.push(edits(self._writer, "salesperson", word, seen))
        self._written = word, version + 1
        return committed_at(self._stamps, head)

    def processor_seconds(self) -> float:
        """The processor time of the server's processes so far."""
        return self.server.processor_seconds()
