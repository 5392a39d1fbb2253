"""What publishing a design would do to records, counted without doing any of it.

A page of the answer takes about a second; what is converted, or demanded anew, is tried slice by slice, so
that a page may end in the middle of a field and the next one goes on there. Nothing is written and nobody
waits for it. Where the design moves meanwhile the place to go on from is void.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from backend.accounts.service import organisation_zone
from backend.accounts.user import User
from backend.accounts.zones import zone
from backend.errors import Conflict, NotFound
from backend.metadata import designs, service
from backend.metadata.effects import Asked, asked_of
from backend.metadata.model import Model
from backend.records.converting import SLICE, Conversion, Retyped, conversions
from backend.records.demanded import Demanded
from backend.records.layout import Layout, StoredField, layout, layout_of
from backend.records.models import record
from backend.records.reach import within

Document = dict[str, Any]
Clock = Callable[[], float]

PAGE_SECONDS: Final = 1.0
COMPUTED_A_SECOND: Final = 1_500
INDEXED_A_SECOND: Final = 400_000
MOST_ASKED: Final = 100_000
"""Of so many records it is found out whether they meet a demand; of more it is told that there are more."""
SHOWN: Final = 20
"""Values that cannot be converted, as many as are shown."""
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """How far the counting has come: the question, and inside a conversion the last record and the counts."""

    revision: int
    at: int = 0
    after: str = ""
    records: int = 0
    looked: int = 0
    unfit: int = 0

    @classmethod
    def read(cls, text: str | None, revision: int) -> Place:
        """Read what :meth:`__str__` has written.

        :raises Conflict: ``design-moved``: it is of another revision, or no place at all
        """
        if text is None:
            return cls(revision)
        parts = text.split(".")
        if len(parts) != 6 or parts[0] != str(revision) or not all(part.isdecimal() for part in parts[:5]):
            raise Conflict("design-moved", revision=revision)
        return cls(revision, int(parts[1]), parts[5], *(int(part) for part in parts[2:5]))

    def __str__(self) -> str:
        return f"{self.revision}.{self.at}.{self.records}.{self.looked}.{self.unfit}.{self.after}"


def effects(
    session: Session,
    workspace: str,
    after: str | None,
    *,
    now: dt.datetime,
    most: int | None = None,
    clock: Clock = time.monotonic,
) -> Document:
    """Count on from ``after``; return a part of :class:`backend.protocol.effects.PublicationEffects`.

    :param most: so many questions and no more
    :raises NotFound: ``unknown-design``
    :raises Conflict: ``design-moved``
    """
    counting = _Counting(session, workspace, now)
    place = Place.read(after, counting.revision)
    end, first = clock() + PAGE_SECONDS, place.at
    found: list[Document] = []
    while place.at < len(counting.asked):
        effect, place = counting.next(place, end, clock)
        found.append(effect)
        if clock() > end or place.after or (most is not None and place.at - first >= most):
            break
    return counting.answer(found, place)


def uncounted(session: Session, workspace: str, after: str | None) -> Document:
    """Return the part that begins at ``after`` with its first question left open: counting takes too long."""
    counting = _Counting(session, workspace)
    place = Place.read(after, counting.revision)
    found = [_told(one, None, place) for one in counting.asked[place.at : place.at + 1]]
    return counting.answer(found, Place(place.revision, place.at + 1))


def records(session: Session, entity: str) -> int:
    """Return how many records an entity of the published model has."""
    table = layout_of(service.current(session).model, entity).table
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def unfit(session: Session, user: User, workspace: str, entity: str, field: str) -> list[Document]:
    """Return the first values of a retyped field that cannot be converted, of records that the user may read.

    :raises NotFound: ``unknown-design``; ``not-found``: the field is not retyped, or not his to read
    """
    counting = _Counting(session, workspace)
    found = counting.conversion(entity, field)
    if found is None or not user.may("read", entity) or field in user.hidden(entity):
        raise NotFound("not-found")
    conversion, retyped = found
    table = conversion.old.table
    query = select(table).where(_filled(table, retyped.before)).order_by(table.c.id)
    seen = within(user, "read", conversion.old.entity)
    if seen is not None:
        joined = and_(record.c.entity == entity, record.c.id == table.c.id, seen)
        query = query.join(record, joined)
    values: list[Document] = []
    for row in session.execute(query.execution_options(yield_per=SLICE)).mappings():
        known = dict(row)
        if _fits(retyped, known):
            continue
        values.append(_value(conversion.old, user, retyped, known))
        if len(values) == SHOWN:
            break
    return values


DEMANDS: Final = ("require_when", "demand")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried of the records that it concerns: of ``most`` at most, and how many do not stand it."""

    laid_out: Layout
    concerned: ColumnElement[bool]
    misfits: Callable[[Sequence[Row]], int]
    most: int | None = None


class _Counting:
    """The questions of one design, and how each is counted."""

    def __init__(self, session: Session, workspace: str, now: dt.datetime | None = None) -> None:
        """``now``: the moment at which records are asked for what is demanded of them."""
        self._session, self._now = session, now
        self.revision = designs.revision(session, workspace)
        self.old: Model = service.current(session).model
        self.new: Model = designs.model_to_come(session, workspace)
        self.asked = asked_of(self.old, self.new)

    def next(self, place: Place, end: float, clock: Clock) -> tuple[Document, Place]:
        """Count one question, as far as time lets; return the effect and where to go on."""
        asked = self.asked[place.at]
        trial = self._trial(asked)
        if trial is not None:
            return self._tried(asked, trial, place, end, clock)
        if asked.kind in DEMANDS:
            return _told(asked, None, place), Place(place.revision, place.at + 1)
        count, doubled = self._counted(asked)
        counted = replace(place, looked=count, unfit=doubled)
        return _told(asked, count, counted), Place(place.revision, place.at + 1)

    def answer(self, found: list[Document], place: Place) -> Document:
        """Return a part of the answer; what phones do stands in the last one."""
        done = place.at >= len(self.asked)
        return {
            "effects": found,
            "done": place.at,
            "total": len(self.asked),
            "next": None if done else str(place),
        }

    def conversion(self, entity: str, field: str) -> tuple[Conversion, Retyped] | None:
        """Return how a field is converted, if it is."""
        found = conversions(self.old, self.new, zone(organisation_zone(self._session)))
        return next(
            (
                (one, retyped)
                for one in found
                if one.entity == entity
                for retyped in one.fields
                if retyped.after.id == field
            ),
            None,
        )

    def _trial(self, asked: Asked) -> Trial | None:
        """Return what is tried of each record; None: there is nothing to try, or nothing that can be."""
        if asked.kind == "convert":
            found = self.conversion(asked.entity, asked.field or "")
            return None if found is None else _converted(*found)
        if asked.kind not in DEMANDS or self._now is None:
            return None
        demanded = Demanded(self._session, self.old, self.new, asked, now=self._now)
        if not demanded.can_be_asked:
            return None
        laid_out = layout_of(self.old, asked.entity)

        def unmet(rows: Sequence[Row]) -> int:
            return demanded.unmet([row["id"] for row in rows])

        return Trial(laid_out, demanded.concerned(laid_out), unmet, most=MOST_ASKED)

    def _tried(
        self, asked: Asked, trial: Trial, place: Place, end: float, clock: Clock
    ) -> tuple[Document, Place]:
        """Try records on from a place, one slice at least."""
        table = trial.laid_out.table
        if not place.after:
            place = replace(place, records=self._count(trial.laid_out, trial.concerned))
        while True:
            query = select(table).where(trial.concerned).order_by(table.c.id).limit(SLICE)
            if place.after:
                query = query.where(table.c.id > place.after)
            rows = [dict(row) for row in self._session.execute(query).mappings()]
            place = replace(
                place,
                after=rows[-1]["id"] if rows else "",
                looked=place.looked + len(rows),
                unfit=place.unfit + trial.misfits(rows),
            )
            if len(rows) < SLICE or (trial.most is not None and place.looked >= trial.most):
                return _told(asked, place.records, place), Place(place.revision, place.at + 1)
            if clock() > end:
                return _told(asked, place.records, place), place

    def _counted(self, asked: Asked) -> tuple[int, int]:
        """Return how many records a question is about, and how many of them stand in the way."""
        laid_out = layout(self.old.entities[asked.entity])
        field = laid_out.fields.get(asked.field) if asked.field is not None else None
        if field is None or asked.kind in ("index", "unindex", "compute", "compute_anew", "rename"):
            return self._count(laid_out), 0
        filled = _filled(laid_out.table, field)
        match asked.kind:
            case "require":
                return self._count(laid_out, ~filled), 0
            case "retire":
                return self._count(laid_out, _has(laid_out, field, asked.choice or "")), 0
            case "unique":
                return self._count(laid_out, filled), self._doubled(laid_out, field)
            case _:
                return self._count(laid_out, filled), 0

    def _count(self, laid_out: Layout, condition: ColumnElement[bool] | None = None) -> int:
        query = select(func.count()).select_from(laid_out.table)
        return self._session.execute(query if condition is None else query.where(condition)).scalar_one()

    def _doubled(self, laid_out: Layout, field: StoredField) -> int:
        """Return how many values several records have."""
        names = [name for name, _ in field.columns] if field.keyed is None else [field.keyed]
        columns = [laid_out.table.c[name] for name in names]
        twice = select(columns[0]).where(columns[0].is_not(None)).group_by(*columns).having(func.count() > 1)
        return self._session.execute(select(func.count()).select_from(twice.subquery())).scalar_one()


def _converted(conversion: Conversion, retyped: Retyped) -> Trial:
    def misfits(rows: Sequence[Row]) -> int:
        return sum(not _fits(retyped, row) for row in rows)

    return Trial(conversion.old, _filled(conversion.old.table, retyped.before), misfits)


def _filled(table: Any, field: StoredField) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = table.c[field.columns[0][0]].is_not(None)
    return condition


def _has(laid_out: Layout, field: StoredField, choice: str) -> ColumnElement[bool]:
    column = laid_out.table.c[field.columns[0][0]]
    if field.definition.several:
        return or_(cast(column, Text).contains(f'"{choice}"', autoescape=True))
    found: ColumnElement[bool] = column == choice
    return found


def _fits(retyped: Retyped, row: dict[str, Any]) -> bool:
    return retyped.row(row)[retyped.after.columns[0][0]] is not None


def _value(laid_out: Layout, user: User, retyped: Retyped, row: dict[str, Any]) -> Document:
    wire = retyped.before.type.to_wire(retyped.before.from_row(row))
    title = laid_out.fields[laid_out.entity.title]
    named = None if title.id in user.hidden(laid_out.entity.id) else title.from_row(row)
    return {
        "id": row["id"],
        "title": "" if named is None else str(title.type.to_wire(named))[:LONGEST],
        "value": str(wire)[:LONGEST],
    }


def _told(asked: Asked, count: int | None, place: Place) -> Document:
    rate = {"compute": COMPUTED_A_SECOND, "compute_anew": COMPUTED_A_SECOND, "index": INDEXED_A_SECOND}
    seconds = (count or 0) // rate[asked.kind] if asked.kind in rate else 0
    return {
        "kind": asked.kind,
        "entity": asked.entity,
        "field": asked.field,
        "choice": asked.choice,
        "type": asked.type,
        "rule": asked.rule,
        "records": count,
        "looked": place.looked,
        "unfit": place.unfit,
        "seconds": seconds,
    }
