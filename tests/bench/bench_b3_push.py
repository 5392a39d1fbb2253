"""B3: 1,000 edits made while the phone was away; from the moment the network is back until the office has
answered for all of them.

Ours are validated, checked for rights, merged, and kept with their history and outcome, two hundred in a
request; the floor takes all records in one request and writes them in one transaction. The first push of a
page is not counted: it builds what later ones have.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack

from playwright.sync_api import Page, sync_playwright

from tests.bench import reference
from tests.bench.arena import arena, filled, in_turn
from tests.bench.browser import Browser
from tests.bench.contestants import PEER_NAMES, Contestant
from tests.bench.figures import figures_beside_each, figures_of_each, tell
from tests.bench.options import options
from tests.bench.processes import wait_for_rest

EDITS, SMOKE_EDITS = 1_000, 100
SPREAD = 97
FLOOR, GOAL_FLOOR, GOAL_PEER = "chunks", 3.0, 1.0
ALL = ("satchel", FLOOR, *PEER_NAMES)
SETTLED_SECONDS = 60.0


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=10_000, smoke_n=1_000, variants=ALL, smoke_variants=("satchel", FLOOR))
    times = SMOKE_EDITS if asked.smoke else EDITS
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    failed: set[str] = set()
    with (
        arena(asked.n, asked.variants, pushing=True) as contestants,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        pages = filled(stack, playwright, contestants, asked.n, failed)
        turns = in_turn([one for one in contestants if one.name in pages], asked.reps + 1)
        for turn, contestant in enumerate(turns):
            if contestant.name in failed:
                continue
            opened, page = pages[contestant.name]
            ids = [reference.record_id("order", (at * SPREAD + turn) % asked.n) for at in range(times)]
            try:
                found = _push(opened, page, contestant, f"edited {turn}", ids)
            except Exception as error:
                failed.add(contestant.name)
                runs.pop(contestant.name, None)
                tell(f"{contestant.name} failed: {str(error)[:500]}")
                continue
            if turn >= len(pages):
                runs[contestant.name].append(found)
            tell(f"{contestant.name}: {found['ms']:.1f} ms")
    _print(runs, asked.n, {"changes": times, **asked.marks})
    return 1 if "satchel" in failed else 0


def _push(
    opened: Browser, page: Page, contestant: Contestant, note: str, ids: Sequence[str]
) -> dict[str, float]:
    def used() -> float:
        return opened.processor_seconds() + contestant.processor_seconds()

    if contestant.name != "zero":
        # Zero does not take edits while it is closed, and is measured online.
        contestant.rest(page)
        wait_for_rest(used, SETTLED_SECONDS)
    before = opened.processor_seconds(), contestant.processor_seconds()
    contestant.edit(page, note, ids)
    if contestant.name != "zero":
        wait_for_rest(used, SETTLED_SECONDS)
        before = opened.processor_seconds(), contestant.processor_seconds()
    bytes_before = page.evaluate("() => probe.bytes()")
    ms = contestant.push(page, note, ids)
    after = opened.processor_seconds(), contestant.processor_seconds()
    received = page.evaluate("() => probe.bytes()") - bytes_before
    there = contestant.noted(note)
    if there != len(ids):
        raise AssertionError(f"{there} of {len(ids)} edits are at the office")
    return {
        "ms": ms,
        "bytes": received,
        "browser_cpu": after[0] - before[0],
        "server_cpu": after[1] - before[1],
    }


def _print(runs: dict[str, list[dict[str, float]]], n: int, more: dict[str, object]) -> None:
    figures_of_each("B3 push", runs, n=n, **more)
    goals = {"floor": FLOOR, "goal_floor": GOAL_FLOOR, "goal_peer": GOAL_PEER}
    figures_beside_each("B3 push", runs, n=n, **goals, **more)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
