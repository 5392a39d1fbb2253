"""Records by their titles: what a spreadsheet calls by name and a lookup holds as an id.

Only what the person may read is found. A title that several records have names none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.fields.fold import equal_key
from backend.metadata.model import Model
from backend.records.layout import Layout, layout_of
from backend.records.models import record
from backend.records.reach import within
from backend.spreadsheets.reading import SEVERAL

MOST_AT_ONCE = 500
ENOUGH = 0.8
"""The part of a column's texts that are titles of an entity, for the column to be a lookup."""


def records_by_title(
    session: Session, user: User, model: Model, wanted: Mapping[str, Iterable[str]]
) -> dict[tuple[str, str], str]:
    """Return the records of entities that have these titles: (entity, equal key) → id."""
    found: dict[tuple[str, str], str] = {}
    for entity, titles in wanted.items():
        for key, identity in _named(session, user, model, entity, {equal_key(title) for title in titles}):
            found[entity, key] = SEVERAL if (entity, key) in found else identity
    return found


def named_entity(
    session: Session, user: User, model: Model, columns: Mapping[int, Mapping[str, str]]
) -> dict[int, str]:
    """Return column → the entity whose records its texts (by equal key) name, if they do."""
    found: dict[int, tuple[float, str]] = {}
    keys = {key for texts in columns.values() for key in texts}
    for entity in model.entities if keys else ():
        there = {key for key, _ in _named(session, user, model, entity, keys)}
        for column, texts in columns.items():
            part = len(there & texts.keys()) / len(texts)
            if part >= ENOUGH and part > found.get(column, (0.0, ""))[0]:
                found[column] = (part, entity)
    return {column: entity for column, (_, entity) in found.items()}


def _named(
    session: Session, user: User, model: Model, entity: str, keys: set[str]
) -> Iterable[tuple[str, str]]:
    if entity not in model.entities or not user.may("read", entity):
        return
    layout = layout_of(model, entity)
    title = layout.fields.get(layout.entity.title)
    if title is None or title.keyed is None or title.id in user.hidden(entity):
        return
    column = layout.table.c[title.keyed]
    wanted = sorted(keys)
    for start in range(0, len(wanted), MOST_AT_ONCE):
        query = select(column, layout.table.c.id).where(column.in_(wanted[start : start + MOST_AT_ONCE]))
        yield from ((key, identity) for key, identity in session.execute(_seen(query, layout, user)))


def _seen(query: Select[Any], layout: Layout, user: User) -> Select[Any]:
    seen = within(user, "read", layout.entity)
    if seen is None:
        return query
    same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
    return query.join(record, same).where(seen)
