"""Chromium with a new profile on disk: a private window would keep IndexedDB in memory and prove nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.bench import processes
from tests.bench.figures import tell

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)
PATIENCE_MS = 600_000
PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")


class Browser:
    """One browser profile while it is open; every page carries the probe."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.profile = profile
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=list(FLAGS),
            headless=True,
            viewport={"width": 390, "height": 844},
            locale="en-GB",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(PROBE)

    def page(self, address: str) -> Page:
        """Open a page."""
        page = self.context.pages[0]
        page.on("pageerror", lambda error: tell(f"page error: {str(error)[:300]}"))
        page.goto(address, wait_until="load")
        return page

    def processor_seconds(self) -> float:
        """Return the processor time of all of the browser's processes."""
        return processes.processor_seconds(processes.mentioning(str(self.profile)))


@contextmanager
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Open a browser with a new profile on disk, and remove both."""
    profile = Path(tempfile.mkdtemp(prefix="satchel-bench-profile-"))
    opened = Browser(playwright, profile)
    try:
        yield opened
    finally:
        opened.context.close()
        shutil.rmtree(profile, ignore_errors=True)
