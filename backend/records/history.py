"""The history of a record: what each write replaced, by whom and from which device, newest first.

Beside that an entry says what did not come to stand: what its author wanted where a policy left the office's
value (``overruled``) or where it became a conflict (``disputed``), and what the choice in a conflict left out
(``lost``).

For the eyes of one user: a record that he may not read has none, hidden fields are in no entry, and an entry
of nothing else is left out. What stood in conflicts is told to whom conflicts are told. Whom a record is
shared with is told to those who may share it; touches and what people keep are nobody's history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, RowMapping, or_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Invalid, NotFound
from backend.metadata.service import Metadata
from backend.records.conflicts import visible_to
from backend.records.models import conflict, history, record
from backend.records.names_of_people import names_of
from backend.records.past import Past
from backend.records.reach import allowed
from backend.records.read import readable

MOST: Final = 200
"""Entries on one page."""
NOT_TOLD: Final = ("touch", "keep")
"""Kinds of history that are no history of the record."""
RESERVED: Final = ("owner", "shares")
"""What entries tell of beside fields."""
_DEVICE_DIGITS: Final = 4

Document = dict[str, Any]


def page(
    session: Session,
    metadata: Metadata,
    user: User,
    entity: str,
    identity: str,
    *,
    after: str | None = None,
    limit: int = MOST,
) -> Document:
    """Return a page of the history of a record, a deleted one's included; it may be short.

    :param after: ``next`` of the page before
    :raises NotFound: ``not-found``
    :raises Invalid: ``page-mark-invalid``
    """
    layout = readable(metadata, user, entity)
    mine = allowed(session, user, "read", metadata.model, entity, [identity])
    known = select(record.c.rid).where(record.c.entity == entity, record.c.id.in_(mine))
    if session.execute(known).first() is None:
        raise NotFound("not-found")
    # A conflict may be over hidden fields alone, which its entry does not say.
    untold = (*NOT_TOLD, "conflict", "close") if user.hidden(entity) else NOT_TOLD
    query = select(history).where(
        history.c.entity == entity, history.c.id == identity, history.c.kind.not_in(untold)
    )
    if not allowed(session, user, "share", metadata.model, entity, [identity]):
        query = query.where(history.c.kind != "share")
    if after is not None:
        query = query.where(history.c.seq < _mark(after))
    rows = session.execute(query.order_by(history.c.seq.desc()).limit(limit)).mappings().all()
    told = {*layout.fields, *RESERVED} - user.hidden(entity)
    aside = _Aside(session, metadata, user, (entity, identity), {row["change"] for row in rows})
    names = names_of(session, metadata.model, {row["by"] for row in rows})
    past = Past(session, entity)
    return {
        "entries": [
            _entry(row, past, aside, told, names)
            for row in rows
            if _has_something(row, told, user.hidden(entity))
        ],
        "next": str(rows[-1]["seq"]) if len(rows) == limit else None,
    }


def _entry(
    row: RowMapping,
    past: Past,
    aside: _Aside,
    told: Collection[str],
    names: Mapping[str | None, str],
) -> Document:
    seq, change = row["seq"], row["change"]
    new = past.read(seq, _told(row["new"], told)).values
    return {
        "version": row["version"],
        "at": format_instant(row["at"]),
        "by": row["by"],
        "by_name": names[row["by"]],
        "device": row["device"] and row["device"][-_DEVICE_DIGITS:].upper(),
        "kind": row["kind"],
        "old": past.read(seq, _told(row["old"], told)).values,
        "new": new,
        "overruled": past.read(seq, _told(aside.overruled(change), told)).values,
        "disputed": _told(aside.disputed(change, past), told),
        "lost": _told(aside.lost(change, past, new), told),
    }


class _Aside:
    """What did not come to stand of a record's changes, out of its conflicts."""

    def __init__(
        self, session: Session, metadata: Metadata, user: User, place: tuple[str, str], changes: set[str]
    ) -> None:
        entity, identity = place
        of_them = or_(conflict.c.change.in_(changes), conflict.c.closed_change.in_(changes))
        query = select(conflict).where(conflict.c.entity == entity, conflict.c.record == identity, of_them)
        rows = session.execute(query.order_by(conflict.c.seq, conflict.c.id)).all()
        self._settled = [row for row in rows if row.closed_change == row.change]
        chosen = query.where(visible_to(user, metadata.model)).order_by(conflict.c.seq, conflict.c.id)
        self._asked = [row for row in session.execute(chosen).all() if row.closed_change != row.change]

    def overruled(self, change: str) -> Document:
        """Return what the author of a change wanted and a policy did not let stand."""
        return _united([row.mine for row in self._settled if row.change == change])

    def disputed(self, change: str, past: Past) -> Document:
        """Return what the author of a change wanted and became a conflict."""
        return _united([_wanted(row, past) for row in self._asked if row.change == change])

    def lost(self, change: str, past: Past, new: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Return what a choice has left out: what was wanted in the conflicts that it closed, by field."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for row in self._asked:
            for name, value in _wanted(row, past).items() if row.closed_change == change else ():
                if (name not in new or new[name] != value) and value not in found[name]:
                    found[name].append(value)
        return {name: values for name, values in found.items() if values}


def _wanted(row: Row[Any], past: Past) -> Document:
    """Return what the author of a conflict wanted, as the fields are now."""
    # An open one is converted with each publication; that which could not be is of no known version.
    if row.open or row.kind == "retyped":
        return dict(row.mine)
    return past.read(row.seq, row.mine).values


def _united(parts: Sequence[Mapping[str, Any]]) -> Document:
    return {name: value for part in parts for name, value in part.items()}


def _mark(after: str) -> int:
    if not after.isdecimal() or len(after) > 18:
        raise Invalid("page-mark-invalid", field="after")
    return int(after)


def _has_something(row: RowMapping, told: Collection[str], hidden: frozenset[str]) -> bool:
    """Tell whether anything of a row is left for somebody from whom fields are hidden."""
    whole = {*row["old"], *row["new"]}
    return row["kind"] not in ("edit", "resolve") or not whole & hidden or bool(whole & set(told))


def _told(values: Mapping[str, Any], told: Collection[str]) -> Document:
    return {name: value for name, value in values.items() if name in told}
