"""B11: the app on a slow phone, without a network: cold starts, a record, a saved form, a search, a fling.

Each repetition fills a new profile on disk by a real first copy, closes the browser, and opens it again with
the network off and the processor four times slower. Content is looked at before a time counts.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, Playwright, sync_playwright

from tests.bench import arrangement
from tests.bench.arena import arena
from tests.bench.browser import Browser
from tests.bench.figures import figure, tell
from tests.bench.options import Options, options
from tests.bench.ours import Ours

SLOWER = 4
SHORT_LIST = 10_000
GOALS = {
    "dashboard": 1_500.0,
    "list": 2_000.0,
    "record": 100.0,
    "saved": 100.0,
    "search": 50.0,
    "longest": 50.0,
}
"""Milliseconds; of the fling its longest task."""
AT_SHORT_LIST = ("dashboard", "list", "record", "saved")
TYPED = "nordwi"
FLING_SECONDS, SMOKE_FLING_SECONDS = 10, 2
FLING_PIXELS_A_SECOND = 6_000
REST_MS = 3_000
"""The fling that counts begins with a list that has been looked at for so long; another one begins at once,
while the browser still clears away what it has read."""
HAND_MS = 300
"""From the last key to the button: no hand is faster. Pressed at once, a save waits for the draft first."""
TRACE_SECONDS = 60
"""How long the browser may take to tell what it has traced."""
FEWEST_ROWS = 100
"""A list that was flung shows a row beyond these."""
_OF_FLING = ("over", "waited", "frame", "rows", "at_once", "at_once_over")
"""What is told of a fling beside its longest task: the worst of all repetitions."""
_WORKER = """async () => {
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
  });
}"""
_DRAWN = """([selector, words]) => new Promise((done, failed) => {
  setTimeout(failed, 120_000, new Error(`${words} is not drawn`));
  const look = () => {
    const there = [...document.querySelectorAll(selector)];
    const found = there.some(({ textContent }) => textContent.includes(words));
    if (found) requestAnimationFrame(() => done(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
})"""
_TAPPED = """([tapped, named, selector, words]) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error(`${words} is not drawn`));
  const target = [...document.querySelectorAll(tapped)].find((one) => one.textContent.includes(named));
  const begun = performance.now();
  target.click();
  const look = () => {
    const there = [...document.querySelectorAll(selector)];
    const found = there.some(({ textContent }) => textContent.includes(words));
    if (found) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  look();
})"""
_TYPED = """([typed]) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error(`${typed} is not answered`));
  const field = document.querySelector("input[type=search]");
  const begun = performance.now();
  field.value = typed;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  let drawn = null;
  requestAnimationFrame(() => setTimeout(() => { drawn = performance.now() - begun; }));
  const look = () => {
    const marked = document.querySelector("mark")?.textContent.toLowerCase();
    const answered = marked === typed && document.querySelector("[aria-busy=false]");
    if (answered && drawn !== null) done({ drawn, answered: performance.now() - begun });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
_WATCH = """() => {
  const tasks = [];
  const watch = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  watch.observe({ type: "longtask" });
  const frames = [];
  let before = performance.now();
  let going = true;
  const next = () => {
    const now = performance.now();
    frames.push(now - before);
    before = now;
    if (going) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  globalThis.fling = { stop: () => { going = false; watch.disconnect(); return { tasks, frames }; } };
}"""
_SEEN = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
"""A wheel that turns before the list has been drawn turns nothing, however long."""
_PLACE = """() => {
  const rows = [...document.querySelectorAll("[aria-posinset]")];
  return Math.max(...rows.map((row) => Number(row.getAttribute("aria-posinset"))));
}"""


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=50_000, smoke_n=1_000)
    short = min(asked.n, SHORT_LIST)
    with sync_playwright() as playwright:
        for count in dict.fromkeys((short, asked.n)):
            _print(_measured(playwright, asked, count), asked, count)
    return 0


def _measured(playwright: Playwright, asked: Options, count: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    with arena(count, ("satchel",)) as (ours,):
        assert isinstance(ours, Ours)
        for turn in range(asked.reps):
            with _filled(playwright, ours, count, known=turn > 0) as profile:
                for name, value in _on_slow_phone(playwright, ours, profile, asked, count).items():
                    found[name].append(value)
            tell(", ".join(f"{name} {values[-1]:.0f}" for name, values in found.items()))
    return found


@contextmanager
def _filled(playwright: Playwright, ours: Ours, count: int, *, known: bool = False) -> Iterator[Path]:
    """Make a profile that holds a whole copy, its browser closed.

    :param known: it is not the session's first
    """
    profile = Path(tempfile.mkdtemp(prefix="satchel-bench-profile-"))
    try:
        browser = Browser(playwright, profile)
        page = ours.open(browser)
        ours.first(page, count)
        if (there := ours.count(page, None)) != count:
            raise AssertionError(f"{there} of {count} records are in the store")
        page.evaluate(_WORKER)
        # The session had a store before this profile was made, and the app says so.
        if known:
            page.get_by_role("button", name="I understand").click()
        browser.context.close()
        yield profile
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def _on_slow_phone(
    playwright: Playwright, ours: Ours, profile: Path, asked: Options, count: int
) -> dict[str, float]:
    address = ours.server.address
    seconds = SMOKE_FLING_SECONDS if asked.smoke else FLING_SECONDS
    with _cold(playwright, profile) as (page, _):
        page.goto(f"{address}/app/", wait_until="commit")
        dashboard = float(page.evaluate(_DRAWN, ["a", "Orders"]))
    with _cold(playwright, profile) as (page, session):
        page.goto(address + arrangement.LIST_PATH, wait_until="commit")
        listed = float(page.evaluate(_DRAWN, [".block-list-foot", f"{count:,}"]))
        at_once = _fling(page, session, seconds)
    with _cold(playwright, profile) as (page, session):
        page.goto(address + arrangement.LIST_PATH, wait_until="commit")
        page.evaluate(_DRAWN, [".block-list-foot", f"{count:,}"])
        page.wait_for_timeout(REST_MS)
        flung = _fling(page, session, seconds)
        record = float(page.evaluate(_TAPPED, ["[aria-posinset] a", "", "dt", "note"]))
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_label("note").fill("on a slow phone")
        page.wait_for_timeout(HAND_MS)
        saved = float(page.evaluate(_TAPPED, ["button", "Save", "dd", "on a slow phone"]))
    with _cold(playwright, profile) as (page, _):
        page.goto(f"{address}/app/search", wait_until="commit")
        page.evaluate(_DRAWN, [".search-foot", "on this phone"])
        keys = [page.evaluate(_TYPED, [TYPED[:end]]) for end in range(2, len(TYPED) + 1)]
    return {
        "dashboard": dashboard,
        "list": listed,
        "record": record,
        "saved": saved,
        "search": max(float(one["drawn"]) for one in keys),
        "answered": max(float(one["answered"]) for one in keys),
        **flung,
        "at_once": at_once["longest"],
        "at_once_over": at_once["over"],
    }


@contextmanager
def _cold(playwright: Playwright, profile: Path) -> Iterator[tuple[Page, CDPSession]]:
    """Open the browser anew: offline, and as slow as a phone."""
    browser = Browser(playwright, profile)
    try:
        browser.context.set_offline(True)
        page = browser.context.pages[0]
        session = browser.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session
    finally:
        browser.context.close()


def _fling(page: Page, session: CDPSession, seconds: int) -> dict[str, float]:
    page.evaluate(_SEEN)
    traced = _Trace(session)
    page.evaluate(_WATCH)
    session.send(
        "Input.synthesizeScrollGesture",
        {
            "x": 195,
            "y": 600,
            "yDistance": -seconds * FLING_PIXELS_A_SECOND,
            "speed": FLING_PIXELS_A_SECOND,
            "gestureSourceType": "mouse",
        },
    )
    # A busy machine draws the last rows a while after the last pixel.
    page.wait_for_function(f"() => ({_PLACE})() > {FEWEST_ROWS}")
    seen, place = page.evaluate("() => fling.stop()"), page.evaluate(_PLACE)
    frames = sorted(seen["frames"])
    tasks = traced.tasks(page)
    return {
        "longest": max(tasks),
        "over": float(sum(1 for one in tasks if one > GOALS["longest"])),
        "waited": max(seen["tasks"], default=0.0),
        "frame": frames[int(len(frames) * 0.95)],
        "rows": float(place),
    }


class _Trace:
    """The tasks of the page's main thread by the processor time that each took, slowed down as it is.

    A shared machine lets a task wait in the middle; by the clock it would look long.
    """

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._events: list[dict[str, Any]] = []
        self._ended = False
        session.on("Tracing.dataCollected", lambda told: self._events.extend(told["value"]))
        session.on("Tracing.tracingComplete", self._end)
        how = {"categories": "-*,toplevel,devtools.timeline", "transferMode": "ReportEvents"}
        session.send("Tracing.start", how)

    def tasks(self, page: Page) -> list[float]:
        """Return the milliseconds of each.

        :raises TimeoutError: the browser keeps its trace to itself
        """
        self._session.send("Tracing.end")
        patience = time.monotonic() + TRACE_SECONDS
        while not self._ended:
            if time.monotonic() > patience:
                raise TimeoutError(f"the browser has not told its trace in {TRACE_SECONDS} seconds")
            page.wait_for_timeout(50)
        main = {(one["pid"], one["tid"]) for one in self._events if one["name"] == "Layout"}
        return [
            one["tdur"] / 1000
            for one in self._events
            if one["name"] == "ThreadControllerImpl::RunTask"
            and (one["pid"], one["tid"]) in main
            and "tdur" in one
        ]

    def _end(self, _: object) -> None:
        self._ended = True


def _print(found: dict[str, list[float]], asked: Options, count: int) -> None:
    words = {
        "dashboard": "cold start offline to the dashboard",
        "list": "cold start offline to the list",
        "record": "a row tapped to its record",
        "saved": "a form saved",
        "search": "a keystroke of the search to its frame",
        "longest": "longest task of a fling, by processor time",
    }
    more: dict[str, dict[str, Any]] = {
        "search": {"answered_ms": max(found["answered"])},
        "longest": {name: max(found[name]) for name in _OF_FLING},
    }
    for name, title in words.items():
        if count == asked.n or name in AT_SHORT_LIST:
            figure(
                f"B11 {title}",
                found[name],
                "ms",
                n=count,
                limit=GOALS[name],
                goal=1.0,
                slower=SLOWER,
                **more.get(name, {}),
                **asked.marks,
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
