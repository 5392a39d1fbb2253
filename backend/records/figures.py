"""Figures of all the records that a user may read: how many there are, and what number fields come to.

The same reach as of lists decides what counts, and what is hidden from him is refused like what is not there:
a sum would tell it. The database groups and adds; days become periods, and averages are made, here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Invalid
from backend.expressions import arithmetic
from backend.expressions.context import Context
from backend.expressions.paths import LONGEST_PATH, walk
from backend.fields.definition import Field
from backend.metadata.service import Metadata
from backend.records.conditions import EntitySource, condition_of, fields_for, visible_to
from backend.records.figure_sql import Grouped, Measured, Part, counted, statement
from backend.records.models import record
from backend.records.reach import allowed, within
from backend.records.read import readable, rows_for

MOST_GROUPS: Final = 1000
MOST_COUNTED: Final = 100_000
"""Groups that the database may name before days become periods."""

Key = tuple[Any, ...]


@dataclass
class _Sum:
    """What is known of the records of a group so far, by the measures' fields."""

    count: int = 0
    parts: dict[int, Part] = field(default_factory=dict)

    def take(self, count: int, parts: Mapping[int, Part | None]) -> None:
        self.count += count
        for number, part in parts.items():
            if part is not None:
                before = self.parts.get(number)
                self.parts[number] = part if before is None else before.with_(part)


def figures(
    session: Session,
    metadata: Metadata,
    user: User,
    entity: str,
    asked: Mapping[str, Any],
    *,
    context: Context,
    now: dt.datetime,
) -> dict[str, Any]:
    """Return the figures that a :class:`FiguresAsked` asks for, as :class:`FiguresTold`.

    :raises NotFound: ``not-found``: an entity that he may not read
    :raises Invalid: a field that cannot be used, or a condition, with its place
    """
    layout = readable(metadata, user, entity)
    source = EntitySource(metadata.model, layout, visible=visible_to(user), sidecar=record)
    paths = _Paths(metadata, user, source)
    groups = [paths.grouped(number, one["path"]) for number, one in enumerate(asked["groups"])]
    measures = [paths.measured(number, one) for number, one in enumerate(asked["measures"])]
    same = and_(record.c.entity == entity, record.c.id == layout.table.c.id)
    rows = select(layout.table.c.id).select_from(layout.table.join(record, same))
    seen = within(user, "read", layout.entity)
    if seen is not None:
        rows = rows.where(seen)
    for condition in asked["conditions"]:
        rows = rows.where(condition_of(metadata.model, entity, condition, context, user))
    added = [one for one in measures if one is not None]
    dialect = session.connection().dialect.name
    found = session.execute(statement(rows, groups, added, dialect).limit(MOST_COUNTED + 1)).mappings().all()
    if len(found) > MOST_COUNTED:
        raise Invalid("figures-too-many-groups", field="groups", most=MOST_COUNTED)
    periods = [one["period"] or "month" for one in asked["groups"]]
    sums = _folded(found, groups, added, periods, context)
    whole = sums.pop(()) if () in sums else _Sum()
    kept = sorted(sums, key=lambda key: (len(key), -sums[key].count))[:MOST_GROUPS]
    labels = _labels(session, metadata, user, groups, kept)
    ofs = [one["of"] for one in asked["measures"]]
    return {
        "at": format_instant(now),
        "count": whole.count,
        "figures": _told(whole, ofs),
        "groups": [
            {
                "keys": [_wire(part) for part in key],
                "labels": [labels.get((at, part)) for at, part in enumerate(key)],
                "count": sums[key].count,
                "figures": _told(sums[key], ofs),
            }
            for key in kept
        ],
        "more": len(sums) - len(kept),
    }


@dataclass(frozen=True)
class _Paths:
    """The paths that a question names, for him who asks it."""

    metadata: Metadata
    user: User
    source: EntitySource

    def grouped(self, number: int, path: str) -> Grouped:
        place = f"groups.{number}.path"
        made = Grouped.of(number, self.source.place(path), self._end(path, place))
        return made or self._refuse(place)

    def measured(self, number: int, measure: Mapping[str, Any]) -> Measured | None:
        if measure["of"] == "count":
            return None
        place, path = f"measures.{number}.field", measure["field"] or ""
        made = Measured.of(number, self.source.place(path), self._end(path, place))
        return made or self._refuse(place)

    def _end(self, path: str, place: str) -> Field:
        found = walk(path, self.source.layout.entity.id, fields_for(self.metadata.model, self.user))
        if found is None or len(found[0]) > LONGEST_PATH:
            raise Invalid("figures-unknown-field", field=place)
        return found[1]

    @staticmethod
    def _refuse(place: str) -> Any:
        raise Invalid("figures-not-for-type", field=place)


def _folded(
    found: Sequence[Mapping[Any, Any]],
    groups: Sequence[Grouped],
    measures: Sequence[Measured],
    periods: Sequence[str],
    context: Context,
) -> dict[Key, _Sum]:
    """Return what is known of each group, of those above it and, under the empty key, of all."""
    sums: dict[Key, _Sum] = {}
    for row in found:
        key = tuple(
            _period(one.read(row), period, context) for one, period in zip(groups, periods, strict=True)
        )
        parts = {one.number: one.read(row) for one in measures}
        for depth in range(len(key) + 1):
            sums.setdefault(key[:depth], _Sum()).take(counted(row), parts)
    return sums


def _period(value: Any, period: str, context: Context) -> Any:
    """Return the day with which the period of a day or moment begins, a week on Monday; else the value."""
    day = context.day(value) if isinstance(value, dt.datetime) else value
    if not isinstance(day, dt.date):
        return day
    match period:
        case "week":
            return max(day - dt.timedelta(days=min(day.weekday(), day.toordinal() - 1)), dt.date.min)
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _labels(
    session: Session, metadata: Metadata, user: User, groups: Sequence[Grouped], keys: Sequence[Key]
) -> dict[tuple[int, Any], str]:
    """Return what the records are called that lookups lead to, by level and id."""
    found: dict[tuple[int, Any], str] = {}
    for level, group in enumerate(groups):
        target = group.field.target
        ids = {key[level] for key in keys if len(key) > level and key[level] is not None}
        if target is None or not ids or not user.may("read", target):
            continue
        title = metadata.model.entity(target).title
        seen = allowed(session, user, "read", metadata.model, target, ids)
        for identity, _, values in rows_for(session, metadata.model, target, seen, user=user, fields=[title]):
            if isinstance(values.get(title), str):
                found[level, identity] = values[title]
    return found


def _told(known: _Sum, ofs: Sequence[str]) -> list[dict[str, Any]]:
    return [_figure(known, number, of) for number, of in enumerate(ofs)]


def _figure(known: _Sum, number: int, of: str) -> dict[str, Any]:
    if of == "count":
        return {"value": str(known.count), "currency": None, "mixed": False}
    part = known.parts.get(number)
    if part is None or len(part.currencies) > 1:
        return {"value": None, "currency": None, "mixed": part is not None}
    value = {
        "sum": part.total,
        "average": arithmetic.divide(part.total, part.count),
        "least": part.least,
        "greatest": part.greatest,
    }[of]
    currency = next(iter(part.currencies), None)
    return {"value": None if value is None else arithmetic.plain(value), "currency": currency, "mixed": False}


def _wire(key: Any) -> Any:
    if isinstance(key, dt.date):
        return key.isoformat()
    return key if key is None or isinstance(key, bool | int) else str(key)
