"""The labels that records bring along: what they refer to, is out of the scope, and may be read.

What a reference leads to comes in full with this pull or is on the device already; or the device gets, once,
its label; or the user may not read it, and gets nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from backend.sync.ground import Ground
from backend.sync.membership import Memberships
from backend.sync.parcel import Row, Stub


def labels_for(
    ground: Ground, memberships: Memberships, entity: str, rows: Iterable[Row]
) -> dict[str, list[Stub]]:
    """Return the labels that each of ``rows`` needs, by the row's id."""
    lookups = ground.scope.sight.lookups(entity)
    referring: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows if lookups else ():
        for number, target in enumerate(lookups.values()):
            for pointed in row.targets(number):
                referring[target, pointed].append(row.id)
    wanted: dict[str, list[str]] = defaultdict(list)
    for target, pointed in referring:
        wanted[target].append(pointed)
    found: dict[str, list[Stub]] = defaultdict(list)
    for target, ids in wanted.items():
        for stub in _missing(ground, memberships, target, ids):
            for id_ in referring[target, stub.id]:
                found[id_].append(stub)
    return found


def stubs(ground: Ground, entity: str, known: dict[int, str]) -> dict[int, Stub]:
    """Return records, by number and id, by their labels."""
    labels = ground.scope.labels(entity, known.values()) if known else {}
    return {rid: Stub(entity, rid, id_, labels[id_]) for rid, id_ in known.items()}


def _missing(ground: Ground, memberships: Memberships, entity: str, ids: list[str]) -> Iterable[Stub]:
    """Return those of ``ids`` that the device needs a label of."""
    if ground.scope.terms.takes_all(entity):
        return ()
    known = ground.scope.known(entity, ids)
    full, trace = memberships.full(entity), memberships.trace(entity)
    outside = {rid: id_ for rid, id_ in known.items() if not full.holds(rid) and not trace.unmoved(rid)}
    inside = ground.scope.inside(entity, outside)
    return stubs(ground, entity, {rid: id_ for rid, id_ in outside.items() if rid not in inside}).values()
