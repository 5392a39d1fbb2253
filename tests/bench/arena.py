"""The stage of B1 to B4: everyone's server filled with the same records, and the order in which they take
turns.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson
from playwright.sync_api import Page, Playwright

from tests.bench import peer_packages, reference
from tests.bench.browser import Browser, browser
from tests.bench.contestants import FLOORS, Contestant, Stand, flat
from tests.bench.figures import tell
from tests.bench.installation import installation
from tests.bench.ours import Ours
from tests.bench.pages import empty_pages
from tests.bench.served import serve_ours

OUTSIDE = 10
"""One order outside of the scope for so many inside."""


@contextmanager
def arena(
    count: int, names: Sequence[str], *, stamped: bool = False, pushing: bool = False
) -> Iterator[list[Contestant]]:
    """Start everyone of ``names``, with ``count`` records that a device is to hold.

    :param stamped: our server notes when it commits, as those of the others do
    :param pushing: pages will push, which some have to know from the first
    """
    peer_packages.ensure(tuple(name for name in names if name not in (*FLOORS, "satchel")))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="satchel-bench-arena-")))
        records = folder / "records.jsonl"
        _write(records, count)
        stand = Stand(stack, folder, records, stack.enter_context(empty_pages()), pushing)
        contestants: list[Contestant] = []
        for name in names:
            contestants.append(
                _ours(stack, folder, count, stamped=stamped) if name == "satchel" else flat(name, stand)
            )
            tell(f"{name} is there")
        yield contestants


def in_turn(contestants: Sequence[Contestant], reps: int) -> Iterator[Contestant]:
    """Everyone once a repetition, each time in another order; the same in every run."""
    for rep in range(reps):
        order = list(contestants)
        random.Random(rep).shuffle(order)
        yield from order


def filled(
    stack: ExitStack,
    playwright: Playwright,
    contestants: Sequence[Contestant],
    count: int,
    failed: set[str],
) -> dict[str, tuple[Browser, Page]]:
    """Open a browser for everyone, each with a complete copy; those that fail are noted and left out."""
    pages = {}
    for contestant in contestants:
        opened = stack.enter_context(browser(playwright))
        try:
            page = contestant.open(opened)
            contestant.first(page, count)
        except Exception as error:
            failed.add(contestant.name)
            tell(f"{contestant.name} failed: {str(error)[:500]}")
            continue
        pages[contestant.name] = (opened, page)
        tell(f"{contestant.name} is filled")
    return pages


def _ours(stack: ExitStack, folder: Path, count: int, *, stamped: bool) -> Ours:
    office = stack.enter_context(installation("sqlite"))
    someone = office.person("reader")
    office.fill(count, outside=count // OUTSIDE)
    stamps = folder / "stamps.txt" if stamped else None
    server = stack.enter_context(serve_ours(office.settings, folder / "ours.log", stamps=stamps))
    return Ours(office, server, someone, count, stamps=stamps)


def _write(path: Path, count: int) -> None:
    made = reference.orders(count, customers=reference.customers_for(count))
    with path.open("wb") as lines:
        for record, values in made:
            lines.write(orjson.dumps(reference.document(record, values)) + b"\n")
