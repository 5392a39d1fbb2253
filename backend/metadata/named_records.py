"""The records that conditions name by their id, such as a team, and which of them are not there any more.

A filter that names a deleted team means nothing by it and is no error: it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, column, or_, select, table
from sqlalchemy.orm import Session

from backend.database.types import Uuid
from backend.expressions.findings import Tree, at, parts_of
from backend.expressions.paths import OWNER, Fields, walk

_record = table("record", column("entity"), column("id", Uuid), column("gone", Boolean))


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a condition names: where, of which entities it may be, and its id."""

    place: str
    entities: tuple[str, ...]
    id: str


def named_records(tree: Tree, entity: str, fields: Fields, place: str = "") -> Iterator[Named]:
    """Give the records that a checked condition names."""
    for number, part in enumerate(parts_of(tree)):
        yield from named_records(part, entity, fields, at(place, f"of.{number}"))
    path, value = tree.get("path"), tree.get("value")
    walked = walk(path, entity, fields) if isinstance(path, str) and value is not None else None
    if walked is None or walked[1].type != "lookup":
        return
    end = walked[1]
    entities = ("person", "team") if end is OWNER else (str(end.target),)
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield Named(at(place, f"value.{number}"), entities, one)
    elif isinstance(value, str):
        yield Named(at(place, "value"), entities, value)


def gone_ones(session: Session, named: Iterable[Named]) -> list[Named]:
    """Return those of which there is no live record."""
    asked = list(named)
    there: set[tuple[Any, Any]] = set()
    for entities in {one.entities for one in asked}:
        ids = sorted({one.id for one in asked if one.entities == entities})
        live = or_(*[_record.c.entity == entity for entity in entities])
        rows = session.execute(
            select(_record.c.id).where(live, _record.c.gone.is_(False), _record.c.id.in_(ids))
        )
        there.update((entities, row.id) for row in rows)
    return [one for one in asked if (one.entities, one.id) not in there]
