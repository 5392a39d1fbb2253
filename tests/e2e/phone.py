"""A phone of an end-to-end test: Chromium with a profile on disk, 390 × 844, on the office's cable.

What is stored survives a close, a crash and a cold start, as on a real phone; a private
browser window would keep IndexedDB in memory and prove nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.e2e.office import PASSWORD, Office

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
PATIENCE_MS = 15_000


class Phone:
    """One browser profile; ``page`` is the page on show while it is open."""

    page: Page

    def __init__(self, playwright: Playwright, office: Office, profile: Path, *, wide: bool = False) -> None:
        self.playwright, self.office, self.profile = playwright, office, profile
        self.viewport = DESK if wide else PHONE
        self.context: BrowserContext | None = None
        self.errors: list[str] = []

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
        self.page.goto(self.office.address + path, wait_until="commit")
        return self.page

    def sign_in(self, email: str) -> Page:
        """Sign in on the page that asks for it."""
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self.page

    def await_worker(self) -> None:
        """Wait until the service worker answers for this page: only then may the cable be cut."""
        self.page.wait_for_function(
            "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
        )

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

    def pill(self, words: str) -> Locator:
        """Return the state pill once it says these words."""
        found = self.page.get_by_test_id("pill").filter(has_text=words)
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def axe(self, *, leave_out: Sequence[str] = ()) -> list[str]:
        """Return what axe finds wrong with the page: rule and first place."""
        # By evaluate and not by a script element: the page's security policy allows only its own scripts.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result: dict[str, Any] = self.page.evaluate(
            "(rules) => axe.run({resultTypes: ['violations'], "
            "rules: Object.fromEntries(rules.map((rule) => [rule, {enabled: false}]))})",
            list(leave_out),
        )
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]


def chromium() -> str:
    """Return the path of the browser.

    :raises AssertionError: there is none; a test without its browser is a failure, not a skip
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no Chromium: install it or name it in CHROMIUM"
    return found
