"""The stage of B1 and B2: everyone's server filled with the same records, and the order in which they take
turns.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson

from tests.bench import peer_packages, reference
from tests.bench.contestants import FLOORS, Contestant, Stand, flat
from tests.bench.figures import tell
from tests.bench.installation import installation
from tests.bench.ours import Ours
from tests.bench.pages import empty_pages
from tests.bench.served import serve_ours

OUTSIDE = 10
"""One order outside of the scope for so many inside."""


@contextmanager
def arena(count: int, names: Sequence[str]) -> Iterator[list[Contestant]]:
    """Start everyone of ``names``, with ``count`` records that a device is to hold."""
    peer_packages.ensure(tuple(name for name in names if name not in (*FLOORS, "satchel")))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="satchel-bench-arena-")))
        records = folder / "records.jsonl"
        _write(records, count)
        stand = Stand(stack, folder, records, stack.enter_context(empty_pages()))
        contestants: list[Contestant] = []
        for name in names:
            contestants.append(_ours(stack, folder, count) if name == "satchel" else flat(name, stand))
            tell(f"{name} is there")
        yield contestants


def in_turn(contestants: Sequence[Contestant], reps: int) -> Iterator[Contestant]:
    """Everyone once a repetition, each time in another order; the same in every run."""
    for rep in range(reps):
        order = list(contestants)
        random.Random(rep).shuffle(order)
        yield from order


def _ours(stack: ExitStack, folder: Path, count: int) -> Ours:
    office = stack.enter_context(installation("sqlite"))
    someone = office.person("reader")
    office.fill(count, outside=count // OUTSIDE)
    server = stack.enter_context(serve_ours(office.settings, folder / "ours.log"))
    return Ours(office, server, someone, count)


def _write(path: Path, count: int) -> None:
    made = reference.orders(count, customers=reference.customers_for(count))
    with path.open("wb") as lines:
        for record, values in made:
            lines.write(orjson.dumps(reference.document(record, values)) + b"\n")
