"""The work at imports: files read, rows checked and written, imports undone, a slice in each transaction.

How far it has come is in the row, written with each slice, so whoever goes on, after a crash or in another
process, goes on from there. Two who work at one import do nothing twice: each slice looks whether it is still
its turn. Reading runs on native threads, some rows at a time.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.accounts.sessions import user_of_account
from backend.accounts.user import User
from backend.database import Database
from backend.errors import AppError, Forbidden, Unavailable
from backend.metadata import service as publications
from backend.records.bulk import MANY, take_stock
from backend.spreadsheets import standing
from backend.spreadsheets.files import ImportFiles
from backend.spreadsheets.keys import Repeats
from backend.spreadsheets.limits import KEPT_FOR
from backend.spreadsheets.plans import Plan
from backend.spreadsheets.slices import write_slice
from backend.spreadsheets.taking_in import Reading
from backend.spreadsheets.titles import named_entity
from backend.spreadsheets.undoing import undo_slice

SLICE: Final = 500
READ_AT_ONCE: Final = 500
TOLD_EVERY: Final = 5_000
"""Rows after which it is told how far the reading is."""
BUDGET: Final = 5.0
"""Seconds after which other work has its turn."""

_log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]


def folder_of(data: Path) -> Path:
    """Return where the files of imports are in an installation's data folder."""
    return data / "imports"


def go_on(
    database: Database, folder: Path, *, clock: Clock, only: str | None = None, seconds: float = BUDGET
) -> int:
    """Work at the imports under way, or at one, in turns, for so many seconds; return how many steps."""
    end, steps = time.monotonic() + seconds, 0
    while waiting := database.read(standing.under_way):
        for identity in waiting if only is None else [one for one in waiting if one == only]:
            _step_or_fail(database, folder, identity, clock)
            steps += 1
            if time.monotonic() > end:
                return steps
        if only is not None and only not in waiting:
            return steps
    return steps


def forget_old(database: Database, folder: Path, *, now: dt.datetime) -> int:
    """Remove imports that have stood for long, with their files; return how many."""
    old = database.read(lambda session: standing.begun_before(session, now - KEPT_FOR))
    for identity in old:
        database.write(partial(standing.remove, identity=identity))
        remove_files(folder, identity)
    return len(old)


def remove_files(folder: Path, identity: str) -> None:
    """Remove the files of an import that is forgotten."""
    ImportFiles(folder, identity).remove()


def _step_or_fail(database: Database, folder: Path, identity: str, clock: Clock) -> None:
    files = ImportFiles(folder, identity)
    try:
        _step(database, files, identity, clock)
    except Unavailable:
        raise
    except AppError as problem:
        database.write(partial(_fail, identity=identity, problem=problem.problem()))
    except Exception:
        _log.exception("the import %s failed", identity)
        database.write(partial(_fail, identity=identity, problem={"code": "unexpected", "arguments": {}}))


def _step(database: Database, files: ImportFiles, identity: str, clock: Clock) -> None:
    row = database.read(lambda session: standing.working(session, identity))
    if row is None:
        return
    if row.state == "reading":
        _read(database, files, row)
    elif row.state == "undoing":
        database.write(partial(_undo, identity=identity, now=clock()))
    else:
        if row.place == 0 and row.state == "checking":
            _find_twice(database, files, row)
        rows = database.offload(lambda: files.rows(row.place, SLICE))
        twice = files.twice()
        database.write(partial(_go_through, row=row, rows=rows, twice=twice, now=clock()))


def _fail(session: Session, *, identity: str, problem: dict[str, Any]) -> None:
    if standing.locked(session, identity, *standing.WORKING) is not None:
        standing.put(session, identity, state="failed", problem=problem)


def _read(database: Database, files: ImportFiles, row: Row[Any]) -> None:
    reading = database.offload(lambda: Reading(files, row.name))
    for count in _by_many(database, reading.steps()):
        if count % TOLD_EVERY == 0:
            database.write(lambda session: standing.put(session, row.id, rows=reading.count))

    def done(session: Session) -> None:
        if standing.locked(session, row.id, "reading") is None:
            return
        preview, user = reading.preview(), _user(session, row)
        targets = named_entity(session, user, publications.current(session).model, reading.distinct())
        for guess in preview["columns"]:
            if guess["type"] in ("text", "choice") and guess["column"] in targets:
                guess.update(type="lookup", target=targets[guess["column"]], choices=[])
        standing.start(session, row.id, "ready", rows=reading.count, done=reading.count, preview=preview)

    database.write(done)


def _by_many(database: Database, steps: Iterable[int]) -> Iterable[int]:
    """Run an iterator on native threads, some steps at a time; yield how many there have been."""
    waiting, count = iter(steps), 0
    while some := database.offload(lambda: sum(1 for _ in islice(waiting, READ_AT_ONCE))):
        count += some
        yield count


def _find_twice(database: Database, files: ImportFiles, row: Row[Any]) -> None:
    """Find the rows that repeat what may come once only; in the whole file, before any is checked."""
    plan = database.read(lambda session: _plan(session, row))
    found = Repeats(plan)
    place: int | None = 0 if plan.single else None
    while place is not None:
        place = database.offload(partial(_look_for_repeats, files, found, place))
    files.keep_twice(found.twice)


def _look_for_repeats(files: ImportFiles, found: Repeats, place: int) -> int | None:
    rows = files.rows(place, READ_AT_ONCE)
    found.take(rows)
    return rows[-1].end if rows else None


def _go_through(
    session: Session, *, row: Row[Any], rows: list[Any], twice: dict[int, int], now: dt.datetime
) -> None:
    """Check or write one slice of rows, if nobody else has meanwhile."""
    current = standing.locked(session, row.id, row.state)
    if current is None or current.place != row.place or current.done != row.done:
        return
    dry = row.state == "checking"
    if not rows:
        standing.put(session, row.id, state="checked" if dry else "done")
        if not dry and row.created >= MANY:
            take_stock(session, [row.plan["entity"]])
        return
    user, metadata = _user(session, row), publications.current(session)
    plan = Plan.of(row.plan, metadata.model, user)
    found = write_slice(session, user, plan, rows, metadata=metadata, now=now, twice=twice, dry=dry)
    standing.note(session, row, found.unfit)
    if not dry:
        standing.note_slice(session, row, plan.entity.id, found)
    standing.put(
        session,
        row.id,
        place=rows[-1].end,
        done=row.done + len(rows),
        created=row.created + found.created,
        updated=row.updated + found.updated,
        unfit=row.unfit + found.rows_unfit,
        emptied=row.emptied + found.rows_emptied,
    )


def _undo(session: Session, *, identity: str, now: dt.datetime) -> None:
    row = standing.locked(session, identity, "undoing")
    if row is None:
        return
    part = standing.next_to_undo(session, identity)
    if part is None:
        standing.put(session, identity, state="undone")
        return
    metadata, user = publications.current(session), _user(session, row)
    done, left = undo_slice(session, user, part.entity, part.since, part.until, metadata=metadata, now=now)
    standing.note(session, row, left)
    standing.slice_undone(session, part)
    standing.put(session, identity, done=row.done + done, left=row.left + len(left))


def _plan(session: Session, row: Row[Any]) -> Plan:
    return Plan.of(row.plan, publications.current(session).model, _user(session, row))


def _user(session: Session, row: Row[Any]) -> User:
    """Return whoever began the import, with the rights that he has now.

    :raises Forbidden: ``forbidden``: he may not sign in any more
    """
    user = user_of_account(session, row.account)
    if user is None:
        raise Forbidden("forbidden")
    return user
