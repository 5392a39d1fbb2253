"""B10: what the server keeps for one device of 100,000 records, the acknowledged and the pending generation
together.

Sets of several densities, because a bitmap's size hangs on how the members lie among all records: side by
side, every other one, one in twenty. The worst moment is measured: single rows just below the share at
which they are folded, and beside them a whole pending set, after a rescope whose leavers stay as traces.
"""

from __future__ import annotations

import random
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.offline import sets
from backend.offline.ledger import Entry
from backend.offline.models import FULL, TRACE
from backend.offline.sets import FOLD_AT_LEAST, FOLD_SHARE, Held, Step
from tests.bench.figures import figure, middle
from tests.bench.installation import Installation, installation
from tests.bench.options import options

GOAL = 4.0
SPREADS = {"side by side": 1, "every other": 2, "one in twenty": 20}
DEVICES = 10
MOVED = 0.1
"""The share of members that a rescope exchanges."""
JUST_BELOW = 0.95
"""So many of the rows at which a set is folded."""
ENTITY = "sales_order"
_TABLES = ("scope_state", "scope_set", "scope_row")
_FULL, _TRACES = (ENTITY, FULL), (ENTITY, TRACE)


@dataclass(frozen=True)
class _Generation:
    """What one pull makes of a device's sets."""

    entry: Entry
    whole: dict[Held, BitMap] = field(default_factory=dict)
    signs: dict[Held, dict[int, int]] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=100_000, smoke_n=5_000)
    for kind in asked.databases:
        with installation(kind) as office:
            for spread, step in SPREADS.items():
                found = [_bytes(office, asked.n, step, seed) for seed in range(asked.reps)]
                figure(
                    f"B10 scope memory, {spread}",
                    [one["stored"] for one in found],
                    "bytes a record and device",
                    n=asked.n,
                    limit=GOAL,
                    goal=1.0,
                    bitmaps=middle([one["bitmaps"] for one in found]),
                    devices=DEVICES,
                    database=kind,
                    **asked.marks,
                )
    return 0


def _bytes(office: Installation, count: int, spread: int, seed: int) -> dict[str, float]:
    chance = random.Random(seed)
    before = _stored(office)
    bitmaps = 0
    for _ in range(DEVICES):
        bitmaps += _device(office, count, spread, chance)
    return {
        "stored": (_stored(office) - before) / DEVICES / count,
        "bitmaps": bitmaps / DEVICES / count,
    }


def _device(office: Installation, count: int, spread: int, chance: random.Random) -> int:
    """Give a device its generations as pulls would; return the bytes of its bitmaps."""
    device = str(uuid.uuid4())
    everything = range(1, count * spread + 1)
    held = BitMap(everything if spread == 1 else chance.sample(everything, count))
    moved = chance.sample(list(held), int(count * MOVED))
    others = BitMap(chance.sample(range(count * spread + 1, count * spread * 2), int(count * MOVED)))
    single = int(max(FOLD_AT_LEAST, FOLD_SHARE * count) * JUST_BELOW)
    named = dict.fromkeys(chance.sample(list(held), single), -1)
    left = BitMap(moved)
    after = held.difference(BitMap(named), left) | others
    generations = (
        _Generation(Entry(full=count), whole={_FULL: held}),
        _Generation(Entry(full=count - single), signs={_FULL: named}),
        _Generation(Entry(full=len(after), trace=len(left)), whole={_FULL: after, _TRACES: left}),
    )

    def work(session: Session) -> None:
        for number, generation in enumerate(generations, 1):
            step = Step(
                device=device,
                state=sets.state_of(session, device),
                presented=number - 1,
                generation=number,
                ledger={ENTITY: generation.entry},
                whole=generation.whole,
                signs=generation.signs,
            )
            if not sets.store(session, step):
                raise AssertionError("a step was refused")

    office.database.write(work)
    members = office.database.read(lambda session: sets.members(session, device, _FULL, 2))
    if len(members) != count - single:
        raise AssertionError(f"{len(members)} members of {count - single}")

    def size(session: Session) -> int:
        query = text("SELECT sum(length(rids)) FROM scope_set WHERE device = :device")
        return int(session.execute(query, {"device": _bound(office, device)}).scalar_one())

    return office.database.read(size)


def _bound(office: Installation, device: str) -> object:
    return device if office.settings.on_sqlite else uuid.UUID(device)


def _stored(office: Installation) -> int:
    """Return the bytes that the tables of scopes take with their indexes, without what vacuuming frees."""
    if not office.settings.on_sqlite:
        with office.database.writer_engine.connect() as connection:
            outside = connection.execution_options(isolation_level="AUTOCOMMIT")
            outside.execute(text(f"VACUUM FULL {', '.join(_TABLES)}"))

    def size(session: Session) -> int:
        if office.settings.on_sqlite:
            used = "SELECT (SELECT * FROM pragma_page_count) - (SELECT * FROM pragma_freelist_count)"
            pages = session.execute(text(used)).scalar_one()
            return int(pages * session.execute(text("SELECT * FROM pragma_page_size")).scalar_one())
        total = " + ".join(f"pg_total_relation_size('{table}')" for table in _TABLES)
        return int(session.execute(text(f"SELECT {total}")).scalar_one())

    return office.database.read(size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
