"""B1: the first sync of 50,000 records, from an empty phone to a complete list.

Our app and server, with rights, a hidden field and a filter through two lookups, beside floors that have
none of it and beside other systems. Each repetition takes everyone in turn, in another order, with a new
profile on disk.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence

from playwright.sync_api import Playwright, sync_playwright

from tests.bench.arena import arena, in_turn
from tests.bench.browser import browser
from tests.bench.contestants import FLOORS, PEER_NAMES, Contestant
from tests.bench.figures import figure, figures_of_each, middle, tell
from tests.bench.options import options

ALL = ("satchel", *FLOORS, *PEER_NAMES)
GOALS = {"chunks": 2.5, "put": 0.25, "zero": 1 / 5, "pouch": 1 / 30}
"""What our time may be, as a multiple of theirs."""
PARTS = ("pages", "until_pages", "for_pages", "after_pages")
"""How many pages; milliseconds until the first is asked for, until the last is here, until all is kept."""


def main(arguments: Sequence[str]) -> int:
    asked = options(
        arguments, n=50_000, smoke_n=1_000, variants=ALL, smoke_variants=("satchel", "put", "chunks")
    )
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    with arena(asked.n, asked.variants) as contestants, sync_playwright() as playwright:
        failed: set[str] = set()
        for contestant in in_turn(contestants, asked.reps):
            if contestant.name in failed:
                continue
            try:
                found = _first_sync(playwright, contestant, asked.n)
            except Exception as error:
                failed.add(contestant.name)
                runs.pop(contestant.name, None)
                tell(f"{contestant.name} failed: {str(error)[:500]}")
                continue
            runs[contestant.name].append(found)
            tell(f"{contestant.name}: {found['ms']:.0f} ms")
    _print(runs, asked.n, {**asked.marks})
    return 1 if "satchel" in failed else 0


def _first_sync(playwright: Playwright, contestant: Contestant, count: int) -> dict[str, float]:
    with browser(playwright) as opened:
        page = contestant.open(opened)
        before = opened.processor_seconds(), contestant.processor_seconds()
        found = contestant.first(page, count)
        after = opened.processor_seconds(), contestant.processor_seconds()
        found["bytes"] = page.evaluate("() => probe.bytes()")
        there = contestant.count(page, None)
        if there != count:
            raise AssertionError(f"{there} of {count} records are in the store")
    return found | {"browser_cpu": after[0] - before[0], "server_cpu": after[1] - before[1]}


def _print(runs: dict[str, list[dict[str, float]]], n: int, more: dict[str, object]) -> None:
    def times(name: str, what: str = "ms") -> list[float]:
        return [run[what] for run in runs[name]]

    figures_of_each("B1 first sync", runs, n=n, **more)
    if "satchel" not in runs:
        return
    parts = {name: middle(times("satchel", name)) for name in PARTS}
    figure("B1 first sync of satchel by its parts", times("satchel"), "ms", n=n, **parts, **more)
    listed, whole = times("satchel", "listed"), times("satchel", "whole")
    figure("B1 first sync until the list shows all of it", listed, "ms", n=n, **more)
    figure("B1 from the address until the list shows all of it", whole, "ms", n=n, **more)
    for name in runs:
        if name == "satchel":
            continue
        beside = {"limit" if name in FLOORS else "peer": times(name)}
        title = f"B1 first sync beside {name}"
        figure(title, times("satchel"), "ms", n=n, goal=GOALS.get(name), **beside, **more)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
