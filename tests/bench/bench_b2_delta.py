"""B2: 100 records changed at the office while the phone was away; from the moment the network is back until
they stand in the phone's store, with 50,000 records there.

One profile for each contestant, brought up to date and disconnected before each repetition. The first delta
of a page is not counted: it builds what later ones have.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack

from playwright.sync_api import Page, sync_playwright

from tests.bench.arena import arena, filled, in_turn
from tests.bench.browser import Browser
from tests.bench.contestants import PEER_NAMES, Contestant
from tests.bench.figures import figures_beside_each, figures_of_each, tell
from tests.bench.options import options
from tests.bench.processes import wait_for_rest

CHANGES = 100
FLOOR, GOAL_FLOOR, GOAL_PEER = "chunks", 3.0, 1 / 4
ALL = ("satchel", FLOOR, *PEER_NAMES)
SETTLED_SECONDS = 60.0


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=50_000, smoke_n=1_000, variants=ALL, smoke_variants=("satchel", FLOOR))
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    failed: set[str] = set()
    with (
        arena(asked.n, asked.variants) as contestants,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        pages = filled(stack, playwright, contestants, asked.n, failed)
        turns = in_turn([one for one in contestants if one.name in pages], asked.reps + 1)
        for turn, contestant in enumerate(turns):
            if contestant.name in failed:
                continue
            opened, page = pages[contestant.name]
            try:
                found = _delta(opened, page, contestant, turn)
            except Exception as error:
                failed.add(contestant.name)
                runs.pop(contestant.name, None)
                tell(f"{contestant.name} failed: {str(error)[:500]}")
                continue
            if turn >= len(pages):
                runs[contestant.name].append(found)
            tell(f"{contestant.name}: {found['ms']:.1f} ms")
    _print(runs, asked.n, {"changes": CHANGES, **asked.marks})
    return 1 if "satchel" in failed else 0


def _delta(opened: Browser, page: Page, contestant: Contestant, turn: int) -> dict[str, float]:
    note = f"changed {turn}"
    contestant.rest(page)
    contestant.change(note, CHANGES, shift=turn * 13 + 1)
    # What the change itself has stirred up settles first: other systems follow it on their own.
    wait_for_rest(lambda: opened.processor_seconds() + contestant.processor_seconds(), SETTLED_SECONDS)
    bytes_before = page.evaluate("() => probe.bytes()")
    before = opened.processor_seconds(), contestant.processor_seconds()
    ms = contestant.delta(page, note, CHANGES)
    after = opened.processor_seconds(), contestant.processor_seconds()
    received = page.evaluate("() => probe.bytes()") - bytes_before
    there = contestant.count(page, note)
    if there != CHANGES:
        raise AssertionError(f"{there} of {CHANGES} changed records are in the store")
    return {
        "ms": ms,
        "bytes": received,
        "browser_cpu": after[0] - before[0],
        "server_cpu": after[1] - before[1],
    }


def _print(runs: dict[str, list[dict[str, float]]], n: int, more: dict[str, object]) -> None:
    figures_of_each("B2 delta", runs, n=n, **more)
    goals = {"floor": FLOOR, "goal_floor": GOAL_FLOOR, "goal_peer": GOAL_PEER}
    figures_beside_each("B2 delta", runs, n=n, **goals, **more)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
