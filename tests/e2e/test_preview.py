"""The preview: the real phone app on made-up records, from which nothing gets out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect

from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)

STORES = """async () => {
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const found = {};
  for (const { name, version } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    const stores = {};
    for (const store of database.objectStoreNames) {
      const holder = database.transaction(store).objectStore(store);
      stores[store] = (await settled(holder.getAllKeys())).map(String);
    }
    database.close();
    found[`${name} ${version}`] = stores;
  }
  return [found, Object.keys(localStorage).sort()];
}"""
FETCHES = """async () => {
  const ways = {
    fetch: () => fetch("/healthz"),
    beacon: () => { navigator.sendBeacon("/api/v1/session", "x"); throw new Error("it never tells"); },
    request: () => new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.onload = done; request.onerror = failed;
      request.open("GET", "/healthz"); request.send();
    }),
    socket: () => new Promise((done, failed) => {
      const socket = new WebSocket(`ws://${location.host}/ws`);
      socket.onopen = done; socket.onerror = failed;
    }),
  };
  const blocked = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => blocked.push(effectiveDirective));
  const through = [];
  for (const [name, go] of Object.entries(ways)) {
    try { await go(); through.push(name); } catch { /* What should happen. */ }
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [through, blocked];
}"""


@pytest.mark.feature("DSG-12", "DSG-11", "PUB-01")
def test_nothing_done_in_the_preview_changes_the_server_or_the_designers_own_phone(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    browser = new_phone(wide=True)
    board = DrawingBoard(browser)
    page = board.begin()
    own = open_own_phone(browser, office)
    server, stores = held_by(office), own.evaluate(STORES)
    assert page.evaluate(STORES) == stores
    asked_for = watch(browser)

    page.get_by_role("link", name="Sales orders").click()
    board.await_phone()
    work(board.phone)
    expect(board.phone.get_by_role("button", name="Up to date")).to_be_visible()

    assert held_by(office) == server
    assert own.evaluate(STORES) == stores
    assert page.evaluate(STORES) == stores
    assert browser.stored("Harbour crane for practice") == []
    own_files, others = asked_for()
    assert len(own_files) > 1
    assert others == []
    own.reload()
    expect(own.get_by_role("button", name="Up to date")).to_be_visible()
    assert held_by(office) == server


@pytest.mark.feature("DSG-12")
def test_the_previews_policy_lets_it_reach_nothing_and_nobody_else_frame_it(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    board = DrawingBoard(new_phone(wide=True))
    page = board.begin_in("sales_orders")

    through, blocked = preview_frame(page).evaluate(FETCHES)
    reply = page.request.get(f"{office.address}/preview")

    assert through == []
    assert blocked == ["connect-src"] * 4
    policy = reply.headers["content-security-policy"]
    assert "connect-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert preview_frame(page).evaluate("navigator.serviceWorker.controller") is None
    page.goto(f"{office.address}/preview")
    expect(page.locator("body")).to_have_text("")


@pytest.mark.feature("DSG-12")
def test_a_message_from_a_stranger_does_not_reach_the_preview(new_phone: Callable[..., Phone]) -> None:
    board = DrawingBoard(new_phone(wide=True))
    page = board.begin_in("sales_orders")
    heading = board.phone.get_by_role("heading", level=1, name="Sales orders")

    preview_frame(page).evaluate(
        "() => window.postMessage({satchel: 'preview', kind: 'go', path: '/app/more'}, location.origin)"
    )
    page.evaluate(
        "() => document.querySelector('iframe').contentWindow.postMessage("
        "{satchel: 'preview', kind: 'go', path: '/app/w/sales_orders/p/orders'}, location.origin)"
    )

    # Messages arrive in order: when the designer's own has had its effect, the stranger's has had none.
    expect(board.phone.get_by_role("heading", level=1, name="Orders", exact=True)).to_be_visible()
    board.phone.get_by_role("button", name="Back").click()
    expect(heading).to_be_visible()


def work(phone: FrameLocator) -> None:
    """Make, edit, confirm and delete orders, and add a customer, all in the frame."""
    phone.get_by_role("link", name="Customers").click()
    phone.get_by_role("button", name="New customer").or_(
        phone.get_by_role("link", name="New customer")
    ).first.click()
    phone.get_by_label("Customer account").fill("C-99999")
    phone.get_by_label("Name").fill("Harbour crane for practice")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_role("heading", level=1, name="Harbour crane for practice")).to_be_visible()
    phone.get_by_role("button", name="Edit").press("Enter")
    phone.get_by_label("City").fill("Skövde")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Skövde", exact=True)).to_be_visible()


def open_own_phone(browser: Phone, office: Office) -> Page:
    """Open the app itself in the designer's browser, and wait until everything is in its store."""
    assert browser.context is not None
    own = browser.context.new_page()
    own.goto(f"{office.address}/app/")
    expect(own.get_by_role("button", name="Up to date")).to_be_visible()
    return own


def watch(browser: Phone) -> Callable[[], tuple[list[str], list[str]]]:
    """Note what the page asks for from now on; the answer tells what its frame did: own files, and others."""
    context: BrowserContext | None = browser.context
    assert context is not None
    session = context.new_cdp_session(browser.page)
    session.send("Network.enable")
    sent: list[tuple[str, str]] = []

    def note(event: dict[str, Any]) -> None:
        sent.append((event.get("frameId", ""), event["request"]["url"]))

    session.on("Network.requestWillBeSent", note)

    def told() -> tuple[list[str], list[str]]:
        frame = frame_id(session.send("Page.getFrameTree")["frameTree"])
        urls = [url for one, url in sent if one == frame and not url.startswith(("data:", "blob:"))]
        own = [url for url in urls if "/static/" in url or url.endswith("/preview")]
        return own, [url for url in urls if url not in own]

    return told


def frame_id(tree: dict[str, Any]) -> str:
    """Return the id of the one frame inside the page."""
    (child,) = tree["childFrames"]
    found: str = child["frame"]["id"]
    return found


def preview_frame(page: Page) -> Frame:
    """Return the frame itself, to run code in it."""
    return next(frame for frame in page.frames if frame.url.endswith("/preview"))


def held_by(office: Office) -> dict[str, str]:
    """Return a digest of every table that holds people's work, metadata and what devices have sent."""
    tables = office.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    # Who is signed in and seen, and when, changes by looking.
    looking = {"sign_in", "device", "design_presence", "scope_state", "scope_set", "scope_row"}
    digests = {}
    for (name,) in tables:
        if name in looking or name.startswith("sqlite_"):
            continue
        rows = sorted(repr(row) for row in office.rows(f'SELECT * FROM "{name}"'))
        digests[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    assert {"record", "history", "stream", "change_outcome", "design"} <= digests.keys()
    return digests
