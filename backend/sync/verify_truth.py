"""What a device should hold of an entity now, read by a road of its own.

The evaluator of the scope says which records; which of their fields travel is asked of the tables, column by
column. Nothing here looks at cursors' histories, sets of devices or rows as pulls write them: a fault there
would otherwise be at both ends, and the sums equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, case
from sqlalchemy.sql.elements import ColumnElement

from backend.records.layout import layout_of
from backend.records.models import record
from backend.records.reach import shared_with
from backend.sync.ground import Ground
from backend.sync.verify_sums import mask_of

_AT_ONCE = 4000
_FIXED = 4


class Truth(NamedTuple):
    """A record in scope."""

    id: str
    rid: int
    version: int
    seq: int
    mask: str
    """The names of the fields that it has a value of, for this device."""


def truth(ground: Ground, entity: str) -> Iterator[Truth]:
    """Give every record of an entity that the device should hold; of one that it may not, none."""
    model = ground.metadata.model
    if entity not in ground.entities or entity not in model.entities:
        return
    layout, sight = layout_of(model, entity), ground.scope.sight
    names = sight.sent(entity)
    columns = [
        and_(*[layout.table.c[name].is_not(None) for name, _ in layout.fields[one].columns]) for one in names
    ]
    if layout.entity.owned:
        names = [*names, "owner"]
        columns.append(record.c.owner.is_not(None))
    query = (
        ground.scope.query(entity)
        .with_only_columns(record.c.id, record.c.rid, record.c.version, record.c.seq, *map(_flag, columns))
        .where(layout.table.c.id == record.c.id)
    )
    masks: dict[tuple[Any, ...], str] = {}
    rows = ground.session.connection().execute(query, execution_options={"yield_per": _AT_ONCE})
    for some in rows.partitions():
        shared = _shared(ground, entity, [row[0] for row in some])
        for row in some:
            flags = (*row[_FIXED:], row[0] in shared)
            mask = masks.get(flags)
            if mask is None:
                there = [name for name, flag in zip([*names, "shared"], flags, strict=True) if flag]
                mask = masks[flags] = mask_of(there)
            yield Truth(row[0], row[1], row[2], row[3], mask)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    # As a number: to make truth values of so many costs more than to read them.
    return case((condition, 1), else_=0).cast(Integer)


def _shared(ground: Ground, entity: str, ids: list[str]) -> frozenset[str]:
    if ground.user.everything:
        return frozenset()
    return frozenset(shared_with(ground.session, ground.user, entity, ids))
