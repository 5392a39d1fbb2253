"""How an import stands: its row, read and written; and what of it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.many import insert_rows
from backend.errors import Conflict, NotFound, TooMany
from backend.spreadsheets.limits import COUNTED_FOR, MOST_PROBLEMS, UNDER_WAY
from backend.spreadsheets.models import import_problem, import_slice, spreadsheet_import
from backend.spreadsheets.slices import Slice, Unfit

Document = dict[str, Any]

WORKING: Final = ("reading", "checking", "running", "undoing")
"""States in which there is something to do."""
_OPEN: Final = ("uploading", *WORKING)

_table = spreadsheet_import


def begin(session: Session, user: User, identity: str, name: str, size: int, *, now: dt.datetime) -> None:
    """Note an import that is about to come up.

    :raises TooMany: ``too-many-at-once``
    """
    mine = select(func.count()).where(_table.c.account == user.account, _table.c.state.in_(_OPEN))
    # An upload that was broken off holds nobody up for long.
    if session.execute(mine.where(_table.c.begun_at > now - COUNTED_FOR)).scalar_one() >= UNDER_WAY:
        raise TooMany("too-many-at-once", retry_after=30)
    row = dict.fromkeys(("rows", "done", "place", "created", "updated", "unfit", "left", "emptied"), 0)
    session.execute(
        insert(_table).values(
            id=identity, account=user.account, name=name, size=size, state="uploading", begun_at=now, **row
        )
    )


def of_user(session: Session, user: User, identity: str, *, lock: bool = False) -> Row[Any]:
    """Return an import of a person's own.

    :raises NotFound: ``not-found``
    """
    query = select(_table).where(_table.c.id == identity, _table.c.account == user.account)
    found = session.execute(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound("not-found")
    return found


def listed(session: Session, user: User, most: int) -> list[Row[Any]]:
    """Return a person's newest imports."""
    query = select(_table).where(_table.c.account == user.account).order_by(_table.c.begun_at.desc())
    return list(session.execute(query.limit(most)))


def working(session: Session, identity: str) -> Row[Any] | None:
    """Return an import in which there is something to do."""
    query = select(_table).where(_table.c.id == identity, _table.c.state.in_(WORKING))
    return session.execute(query).one_or_none()


def locked(session: Session, identity: str, *states: str) -> Row[Any] | None:
    """Return an import for whoever works at it; None if it is in none of these states any more."""
    found = session.execute(select(_table).where(_table.c.id == identity).with_for_update()).one_or_none()
    return found if found is not None and found.state in states else None


def check_state(row: Row[Any], *states: str) -> None:
    """Refuse what an import that stands otherwise cannot do.

    :raises Conflict: ``import-not-ready`` with the state
    """
    if row.state not in states:
        raise Conflict("import-not-ready", state=row.state)


def put(session: Session, identity: str, **values: Any) -> None:
    """Write how an import stands."""
    session.execute(update(_table).where(_table.c.id == identity).values(**values))


def start(session: Session, identity: str, state: str, **values: Any) -> None:
    """Begin a state from its first row, with nothing counted."""
    session.execute(delete(import_problem).where(import_problem.c["import"] == identity))
    counts = {"done": 0, "place": 0, "unfit": 0, "left": 0, "emptied": 0, "problem": None}
    put(session, identity, state=state, **{**counts, **values})


def note(session: Session, row: Row[Any], unfit: Sequence[Unfit]) -> None:
    """Keep why rows do not fit, as many as are kept."""
    mine = import_problem.c["import"] == row.id
    kept = session.execute(select(func.count()).select_from(import_problem).where(mine)).scalar_one()
    rows = [
        {
            "import": row.id, "number": kept + at, "row": one.row, "column": one.column,
            "value": one.value, "problem": one.problem, "emptied": one.emptied,
        }
        for at, one in enumerate(unfit[: MOST_PROBLEMS - kept], 1)
    ]  # fmt: skip
    insert_rows(session, import_problem, rows)


def note_slice(session: Session, row: Row[Any], entity: str, found: Slice) -> None:
    """Keep which numbers of the stream a slice took, so that it can be undone."""
    if found.written:
        numbers = {"since": found.since, "until": found.until, "entity": entity, "undone": False}
        insert_rows(session, import_slice, [{"import": row.id, **numbers}])


def next_to_undo(session: Session, identity: str) -> Row[Any] | None:
    """Return the newest slice that still stands."""
    query = select(import_slice).where(import_slice.c["import"] == identity, import_slice.c.undone.is_(False))
    return session.execute(query.order_by(import_slice.c.since.desc()).limit(1)).one_or_none()


def slice_undone(session: Session, found: Row[Any]) -> None:
    """Note that a slice was taken back."""
    mine = import_slice.c["import"] == found[0], import_slice.c.since == found.since
    session.execute(update(import_slice).where(*mine).values(undone=True))


def under_way(session: Session) -> list[str]:
    """Return the imports in which there is something to do, the oldest first."""
    query = select(_table.c.id).where(_table.c.state.in_(WORKING)).order_by(_table.c.begun_at)
    return list(session.execute(query).scalars())


def begun_before(session: Session, moment: dt.datetime) -> list[str]:
    """Return the imports of before a moment in which there is nothing to do."""
    query = select(_table.c.id).where(_table.c.begun_at < moment, _table.c.state.not_in(WORKING))
    return list(session.execute(query).scalars())


def problems(session: Session, identity: str, after: int, limit: int) -> list[Row[Any]]:
    """Return what does not fit, after a number."""
    mine = import_problem.c["import"] == identity, import_problem.c.number > after
    query = select(import_problem).where(*mine).order_by(import_problem.c.number).limit(limit)
    return list(session.execute(query))


def problems_by_column(session: Session, identity: str) -> list[tuple[int | None, int]]:
    """Return how many cells of each column do not fit, of those that are kept; the most first."""
    count = func.count()
    query = select(import_problem.c.column, count).where(import_problem.c["import"] == identity)
    query = query.group_by(import_problem.c.column).order_by(count.desc(), import_problem.c.column)
    return [(column, number) for column, number in session.execute(query)]


def remove(session: Session, identity: str) -> None:
    """Forget an import; what it wrote stays."""
    for table in (import_problem, import_slice):
        session.execute(delete(table).where(table.c["import"] == identity))
    session.execute(delete(_table).where(_table.c.id == identity))
