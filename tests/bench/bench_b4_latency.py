"""B4: from the commit at the office until the change stands in the page of an open app: p50 and p95.

One change at a time, each waited for, at moments that have nothing to do with each other. First with one
device connected, beside the floor and RxDB; then with a thousand more, which only hear of each change (they
may wait with their pulls), and last with a thousand that all pull at once, as open apps do.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from playwright.sync_api import Page, sync_playwright

from tests.bench.arena import arena, filled, in_turn
from tests.bench.contestants import Contestant
from tests.bench.crowd import Crowd, crowd, room_for
from tests.bench.figures import Values, figure, tell
from tests.bench.options import Options, options
from tests.bench.ours import Ours

FLOOR, PEER = "chunks", "rxdb"
ALL = ("satchel", FLOOR, PEER)
CONNECTED, SMOKE_CONNECTED = 1_000, 20
CHANGES, CHANGES_PULLED, SMOKE_CHANGES = 40, 8, 5
PAUSE = (0.15, 0.35)
"""Seconds between two changes, at random: more than our server lets lie between two hints."""
ARRIVALS_A_SECOND = 20
CLOCK_LOOKS = 50
GOAL_FLOOR, GOAL_PEER = 4.0, 1.0
GOALS_CONNECTED = {"p50": 60.0, "p95": 200.0}
_SEEN = """(word) => new Promise((done, failed) => {
  setTimeout(failed, 60_000, new Error(`${word} did not come`));
  const look = () => {
    const found = probe.seen[word];
    if (found) done(found); else setTimeout(look, 2);
  };
  look();
})"""

Runs = dict[str, list[list[float]]]


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=10_000, smoke_n=1_000, variants=ALL, smoke_variants=("satchel", FLOOR))
    runs: Runs = defaultdict(list)
    failed: set[str] = set()
    words = _Words()
    with (
        arena(asked.n, asked.variants, stamped=True) as contestants,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        browsers = filled(stack, playwright, contestants, asked.n, failed)
        pages = {name: page for name, (_, page) in browsers.items()}
        for one in contestants:
            if one.name in pages:
                one.live(pages[one.name])
                pages[one.name].evaluate("() => probe.watch()")
        times = SMOKE_CHANGES if asked.smoke else CHANGES
        turns = in_turn([one for one in contestants if one.name in pages], asked.reps + 1)
        for turn, one in enumerate(turns):
            found = [_latency(one, pages[one.name], words) for _ in range(times)]
            if turn >= len(pages):
                runs[one.name].append(found)
            tell(f"{one.name}: {_part(found, 0.5):.1f} ms, {_part(found, 0.95):.1f} ms")
        _print(runs, asked)
        for one in contestants:
            if isinstance(one, Ours) and one.name in pages:
                _with_others(stack, one, pages[one.name], words, asked)
    return 1 if "satchel" in failed else 0


class _Words:
    """Words that were never seen before, so that each tells of its own change."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return f"seen-1-{self._count}"


def _latency(one: Contestant, page: Page, words: _Words, settled: Callable[[], None] | None = None) -> float:
    """Make one change and return the milliseconds from its commit to the page."""
    time.sleep(random.uniform(*PAUSE))
    word = words.next()
    behind = _clock(page)
    committed = one.change_one(word)
    seen = float(page.evaluate(_SEEN, word)) + behind
    if settled is not None:
        settled()
    return seen - committed


def _clock(page: Page) -> float:
    """Return how far the page's clock is behind: the look with the shortest way tells it best."""
    best, behind = float("inf"), 0.0
    for _ in range(CLOCK_LOOKS):
        begun = time.time() * 1000
        theirs = page.evaluate("() => probe.wall()")
        ended = time.time() * 1000
        if ended - begun < best:
            best, behind = ended - begun, (begun + ended) / 2 - theirs
    return behind


def _with_others(stack: ExitStack, ours: Ours, page: Page, words: _Words, asked: Options) -> None:
    count = room_for(SMOKE_CONNECTED if asked.smoke else CONNECTED)
    people = ours.office.people(count)
    others = stack.enter_context(crowd())
    others.devices(ours.server.port, [someone.token for someone in people])
    found = others.connect(within=count / ARRIVALS_A_SECOND)
    if found["served"] != count:
        raise AssertionError(f"{found['served']} of {count} devices are connected: {found}")
    tell(f"{count} devices are connected")
    for pulling in (False, True):
        others.let_pull(pulling)
        times = SMOKE_CHANGES if asked.smoke else CHANGES_PULLED if pulling else CHANGES
        runs = []
        for _ in range(asked.reps):
            runs.append([_latency(ours, page, words, lambda: _still(others, count)) for _ in range(times)])
            tell(f"{count} others, pulling {pulling}: {_part(runs[-1], 0.5):.1f} ms")
        name = "that all pull" if pulling else "that hear of it"
        for part, limit in GOALS_CONNECTED.items():
            figure(
                f"B4 commit to page, {part}, {count} devices {name}",
                _parts(runs, part),
                "ms",
                n=asked.n,
                limit=limit,
                goal=1.0,
                changes=times,
                **asked.marks,
            )


def _still(others: Crowd, count: int) -> None:
    found = others.still()
    if found["connected"] != count or found["late"]:
        raise AssertionError(f"the devices are not what they were: {found}")


def _print(runs: Runs, asked: Options) -> None:
    for part in GOALS_CONNECTED:
        for name, found in runs.items():
            title = f"B4 commit to page, {part}: {name}"
            figure(title, _parts(found, part), "ms", n=asked.n, changes=len(found[0]), **asked.marks)
        for name, goal in ((FLOOR, GOAL_FLOOR), (PEER, GOAL_PEER)):
            if name in runs and "satchel" in runs:
                theirs: dict[str, Values] = {"limit" if name == FLOOR else "peer": _parts(runs[name], part)}
                title = f"B4 commit to page, {part}, beside {name}"
                mine = _parts(runs["satchel"], part)
                figure(title, mine, "ms", n=asked.n, goal=goal, **theirs, **asked.marks)  # type: ignore[arg-type]


def _parts(runs: Sequence[Sequence[float]], part: str) -> list[float]:
    return [_part(found, int(part[1:]) / 100) for found in runs]


def _part(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
