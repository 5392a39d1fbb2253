"""A phone of an end-to-end test: Chromium with a profile on disk, 390 × 844, on the office's cable.

What is stored survives a close, a crash and a cold start, as on a real phone; a private
browser window would keep IndexedDB in memory and prove nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.e2e.film import Film
from tests.e2e.office import PASSWORD, Office

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TURNED_OFF = (
    # Two panels of the browser's own address bar, which start as dearly as a page and which nobody sees.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What Playwright turns off: of two such flags the browser takes the last.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    f"--disable-features={','.join(TURNED_OFF)}",
)
PATIENCE_MS = 30_000
WORKER_ANSWERS = """async () => {
  const { serviceWorker } = navigator;
  await serviceWorker.ready;
  if (serviceWorker.controller) return;
  await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
}"""
STILL = """async () => {
  // A page of which the browser draws no frame just now is looked at all the same.
  const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); setTimeout(drawn, 250); });
  const scrolled = () => [...document.querySelectorAll("*")].reduce((sum, one) => sum + one.scrollTop, 0);
  // Asked at each frame: what leaves the page in the middle of its animation may never be told as finished.
  const moves = () => document.getAnimations().some((one) => one.playState === "running");
  for (let before = NaN; before !== scrolled() || moves(); await frame().then(frame)) before = scrolled();
}"""
ONLINE = """async () => {
  dispatchEvent(new Event("online"));
  await new Promise((drawn) => requestAnimationFrame(drawn));
}"""
STORED = """async (text) => {
  const bytes = (value) => value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value;
  const holds = (value) => (JSON.stringify(value, (_, one) => bytes(one)) ?? "").includes(text);
  const settled = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const [keys, values] = await Promise.all(["getAllKeys", "getAll"].map((ask) =>
        settled(database.transaction(store).objectStore(store)[ask]())));
      if (holds(keys) || holds(values)) found.push(`${name} ${store}`);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).text();
      if (request.url.includes(text) || body.includes(text)) found.push(`${name} ${request.url}`);
    }
  }
  if (holds({ ...localStorage }) || holds({ ...sessionStorage })) found.push("settings");
  return found;
}"""
PILL_SAYS = """(words) => [...document.querySelectorAll(".ui-pill-word")].some(
  ({ textContent }) => textContent.toLowerCase().includes(words.toLowerCase()))"""
WATCH_PILL = """() => {
  window.pillWords = [];
  const note = () => {
    const word = document.querySelector(".ui-pill-word")?.textContent;
    if (word && word !== window.pillWords.at(-1)) window.pillWords.push(word);
  };
  note();
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


class Phone:
    """One browser profile; ``page`` is the page on show while it is open."""

    page: Page

    def __init__(self, playwright: Playwright, office: Office, profile: Path, *, wide: bool = False) -> None:
        self.playwright, self.office, self.profile = playwright, office, profile
        self.viewport = DESK if wide else PHONE
        self.context: BrowserContext | None = None
        self.errors: list[str] = []
        self.film: Film | None = None

    def open(self, path: str = "/app/") -> Page:
        """Start the browser cold and go to a page of the office."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=chromium(),
            args=list(FLAGS),
            headless=True,
            viewport=self.viewport,  # type: ignore[arg-type]
            has_touch=self.viewport is PHONE,
            locale="en-GB",
            timezone_id="Europe/Stockholm",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        if self.film is not None:
            self.film.watch(self.page)
        self.page.goto(self.office.address + path, wait_until="commit")
        return self.page

    def enlarge(self, pixels: int) -> None:
        """Set the size of text that this browser's user wants, 16 by itself; before it is opened."""
        wanted = {"webkit": {"webprefs": {"default_font_size": pixels, "default_fixed_font_size": pixels}}}
        settings = self.profile / "Default" / "Preferences"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(wanted))

    def sign_in(self, email: str) -> Page:
        """Sign in on the page that asks for it."""
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self.page

    def await_worker(self) -> None:
        """Wait until the service worker answers for this page: only then may the cable be cut."""
        self.page.evaluate(WORKER_ANSWERS)

    def close(self) -> None:
        """Close the browser as a person does."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def crash(self) -> None:
        """Kill the browser, every process of it, without a goodbye."""
        assert self.context is not None
        victims = [
            process
            for process in psutil.process_iter(["cmdline"])
            if any(str(self.profile) in word for word in process.info["cmdline"] or ())
        ]
        for process in victims:
            process.kill()
        psutil.wait_procs(victims, timeout=10)
        self.context = None

    def begin(self, email: str) -> Page:
        """Open the app for the first time, sign in, and wait until everything is on the phone."""
        self.open()
        self.sign_in(email)
        self.pill("Up to date")
        self.await_worker()
        return self.page

    def restart(self) -> Page:
        """Close the browser and open it cold: only then its cookies are surely on the disk."""
        self.close()
        self.open()
        self.pill("Up to date")
        return self.page

    def pill(self, words: str) -> Locator:
        """Return the state pill once it says these words."""
        # The page itself looks at each frame; from outside one looks every half second.
        self.page.wait_for_function(PILL_SAYS, arg=words)
        found = self.page.get_by_role("button", name=words).first
        expect(found).to_be_visible()
        return found

    def go(self, path: str) -> Page:
        """Go to a page by its address, as a bookmark does; the app begins anew."""
        self.page.goto(self.office.address + path, wait_until="commit")
        return self.page

    def show(self, *links: str) -> Page:
        """Tap one link after the other."""
        for name in links:
            self.page.get_by_role("link", name=name).first.click()
        return self.page

    def pick(self, label: str, name: str) -> None:
        """Choose a record for a lookup of the form on show, by searching for it."""
        self.page.get_by_role("button", name=label).click()
        picker = self.page.get_by_role("dialog")
        picker.get_by_role("searchbox").fill(name)
        picker.get_by_role("listitem").get_by_role("button", name=name).first.click()
        expect(picker).to_be_hidden()

    def save(self) -> None:
        """Save the form on show and wait until it is on the phone."""
        button = self.page.get_by_role("button", name="Save", exact=True)
        button.click()
        # Until the form is gone the notice may be that of the save before.
        expect(button).to_be_hidden()
        self.toast("Saved on this phone")

    def online(self) -> None:
        """Tell the app, as the browser does, that there is a network; whatever it is at.

        Of a cable nobody tells it, and after a long day it would try again after up to a minute.
        """
        self.page.evaluate(ONLINE)

    def watch_pill(self) -> Callable[[], list[str]]:
        """Note what the pill says from now on; the answer tells it, in order."""
        self.page.evaluate(WATCH_PILL)
        return lambda: self.page.evaluate("window.pillWords")

    def work_offline(self, *, on: bool) -> None:
        """Turn the switch for working offline, which is this phone's alone; the cable is everybody's."""
        self.go("/app/status")
        self.page.locator("label").get_by_text("Work offline", exact=True).click()
        switch = self.page.get_by_role("switch", name="Work offline")
        expect(switch).to_be_checked(checked=on)

    def stored(self, text: str) -> list[str]:
        """Return where a text stands in anything that the browser keeps for the office: its raw stores."""
        places: list[str] = self.page.evaluate(STORED, text)
        return places

    def await_unstored(self, text: str) -> None:
        """Wait until no raw store holds a text any more; polled, as a store tells of nothing."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        pause = threading.Event()
        while places := self.stored(text):
            assert time.monotonic() < deadline, f"{text} still stands in {places}"
            pause.wait(0.1)

    def toast(self, words: str) -> None:
        """Wait until the phone has said this."""
        notices = self.page.get_by_role("region", name="Notices")
        expect(notices.get_by_text(words).first).to_be_visible()

    def still(self) -> None:
        """Wait until the page is drawn and nothing on it moves."""
        self.page.evaluate(STILL)

    def axe(self) -> list[str]:
        """Return what axe finds wrong with the page and still finds when it looks again: rule and place."""
        # By evaluate and not by a script element: the page's security policy allows only its own scripts.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self._axe_once() and self._axe_once()

    def _axe_once(self) -> list[str]:
        # Colours that still fade from one to another are not what a person reads.
        self.still()
        # The size of targets is of WCAG 2.2, which axe leaves out by itself.
        result: dict[str, Any] = self.page.evaluate(
            "axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        )
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}"
            for one in result["violations"]
        ]


def chromium() -> str:
    """Return the path of the browser.

    :raises AssertionError: there is none; a test without its browser is a failure, not a skip
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no Chromium: install it or name it in CHROMIUM"
    return found
