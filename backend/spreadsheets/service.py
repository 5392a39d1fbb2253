"""Imports as their owner sees them: a file brought up in chunks, looked at, planned, run, taken back.

Nobody but who began an import knows of it. What takes long is only begun here; :mod:`.work` does it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database import Database
from backend.database.instants import format_instant
from backend.errors import Conflict, Forbidden, Invalid, TooLarge
from backend.metadata import service as publications
from backend.protocol.imports import ImportPlan
from backend.records.identity import new_id
from backend.spreadsheets import standing
from backend.spreadsheets.files import ImportFiles
from backend.spreadsheets.limits import FILE_BYTES
from backend.spreadsheets.plans import Plan

LISTED = 20
Document = dict[str, Any]

_RANGE = re.compile(r"bytes ([0-9]{1,12})-([0-9]{1,12})/([0-9]{1,12})")


def begin(session: Session, user: User, name: str, size: int, *, now: dt.datetime) -> str:
    """Begin an import and return its id.

    :raises Forbidden: ``import-not-allowed``: the person may neither design nor make records of anything
    :raises TooLarge: ``spreadsheet-too-large``
    :raises TooMany: ``too-many-at-once``
    """
    entities = publications.current(session).model.entities
    if not user.has("design") and not any(user.may("create", entity) for entity in entities):
        raise Forbidden("import-not-allowed")
    if size > FILE_BYTES:
        raise TooLarge("spreadsheet-too-large", max_bytes=FILE_BYTES)
    identity = new_id(now)
    standing.begin(session, user, identity, name, size, now=now)
    return identity


def receive(
    database: Database, folder: Path, user: User, identity: str, data: bytes, content_range: str | None
) -> None:
    """Take a chunk of the file; one that does not follow on what is here changes nothing.

    :raises NotFound: ``not-found``
    :raises Invalid: ``blob-range-invalid``
    """
    files = ImportFiles(folder, identity)
    found = _RANGE.fullmatch(content_range or "")
    start, end, total = map(int, found.groups()) if found else (0, -1, -1)

    def check(session: Session) -> bool:
        row = standing.of_user(session, user, identity)
        if not data or end - start + 1 != len(data) or total != row.size or end >= total:
            raise Invalid("blob-range-invalid")
        return bool(row.state == "uploading")

    def complete(session: Session) -> None:
        if standing.locked(session, identity, "uploading") is not None:
            standing.put(session, identity, state="reading")

    if database.read(check) and start == files.received():
        database.offload(lambda: files.put(start, data))
    if files.received() == total:
        database.write(complete)


def show(session: Session, folder: Path, user: User, identity: str) -> Document:
    """Return how an import stands.

    :raises NotFound: ``not-found``
    """
    return told(standing.of_user(session, user, identity), folder)


def listed(session: Session, folder: Path, user: User) -> list[Document]:
    """Return the person's newest imports, without what they hold."""
    rows = standing.listed(session, user, LISTED)
    return [{**told(row, folder), "preview": None} for row in rows]


def plan(session: Session, user: User, identity: str, body: Mapping[str, Any]) -> None:
    """Say what is to become of the rows, and begin to check them.

    :raises Conflict: ``import-not-ready``
    :raises Invalid: and Forbidden, as :meth:`Plan.of`
    """
    row = standing.of_user(session, user, identity, lock=True)
    standing.check_state(row, "ready", "checking", "checked")
    document = ImportPlan().dump(body)
    found = Plan.of(document, publications.current(session).model, user)
    columns = {guess["column"] for guess in row.preview["columns"]}
    for column in found.columns:
        if column.column not in columns:
            raise Invalid("import-field-unusable", field=column.field.id)
    standing.start(session, identity, "checking", plan=document, created=0, updated=0)


def read_again(session: Session, folder: Path, user: User, identity: str, body: Mapping[str, Any]) -> None:
    """Begin to read the file once more: from another row of headings on, or with other rows of it.

    :raises Conflict: ``import-not-ready``
    """
    row = standing.of_user(session, user, identity, lock=True)
    standing.check_state(row, "ready", "checked")
    ImportFiles(folder, identity).keep_reading(body)
    standing.start(session, identity, "reading", rows=0, created=0, updated=0, plan=None)


def run(session: Session, user: User, identity: str, *, skip_unfit: bool) -> None:
    """Begin to bring the rows in.

    :raises Conflict: ``import-not-ready``; ``import-rows-unfit`` with their count
    """
    row = standing.of_user(session, user, identity, lock=True)
    standing.check_state(row, "checked")
    if row.plan["entity"] is None:
        raise Conflict("import-not-ready", state=row.state)
    if row.unfit and not skip_unfit:
        raise Conflict("import-rows-unfit", count=row.unfit)
    standing.start(session, identity, "running", created=0, updated=0)


def cancel(session: Session, user: User, identity: str) -> None:
    """Stop what is being done; what was brought in stays and can be undone.

    :raises Conflict: ``import-not-ready``
    """
    row = standing.of_user(session, user, identity, lock=True)
    standing.check_state(row, "checking", "running", "cancelled")
    if row.state == "checking":
        standing.start(session, identity, "ready", created=0, updated=0)
    else:
        standing.put(session, identity, state="cancelled")


def undo(session: Session, user: User, identity: str) -> None:
    """Begin to take an import back; one that is taken back already is answered as it stands.

    :raises Conflict: ``import-not-ready``
    """
    row = standing.of_user(session, user, identity, lock=True)
    standing.check_state(row, "done", "cancelled", "failed", "undoing", "undone")
    if row.state not in ("undoing", "undone"):
        standing.start(session, identity, "undoing")


def remove(session: Session, user: User, identity: str) -> None:
    """Forget an import, its file with it; what it brought in stays, and can no longer be undone.

    :raises Conflict: ``import-not-ready``: it is being worked at
    """
    row = standing.of_user(session, user, identity, lock=True)
    if row.state in ("running", "undoing"):
        raise Conflict("import-not-ready", state=row.state)
    standing.remove(session, identity)


def problems(session: Session, user: User, identity: str, after: int, limit: int) -> list[Document]:
    """Return what does not fit, after a number: each with its ``number``, and the label of its column.

    :raises NotFound: ``not-found``
    """
    labels = _labels(standing.of_user(session, user, identity))
    return [
        {
            "number": one.number,
            "row": one.row,
            "column": one.column,
            "label": labels.get(one.column, ""),
            "value": one.value,
            "emptied": one.emptied,
            "problem": one.problem,
        }
        for one in standing.problems(session, identity, after, limit)
    ]


def problems_by_column(session: Session, user: User, identity: str) -> list[Document]:
    """Return how many cells of each column do not fit.

    :raises NotFound: ``not-found``
    """
    labels = _labels(standing.of_user(session, user, identity))
    return [
        {"column": column, "label": labels.get(column, ""), "count": count}
        for column, count in standing.problems_by_column(session, identity)
    ]


def every_problem(database: Database, user: User, identity: str) -> Iterator[Document]:
    """Yield all that is kept of what does not fit."""
    after = 0
    while some := database.read(lambda session, at=after: problems(session, user, identity, at, 500)):  # type: ignore[misc]
        yield from some
        after = some[-1]["number"]


def _labels(row: Row[Any]) -> dict[int | None, str]:
    columns = row.preview["columns"] if row.preview else []
    return {guess["column"]: guess["label"] for guess in columns}


def told(row: Row[Any], folder: Path) -> Document:
    """Return how an import stands, as the protocol's ``ImportState``."""
    uploading = row.state == "uploading"
    received = ImportFiles(folder, row.id).received() if uploading else row.size
    names = (
        "id", "name", "size", "state", "rows", "done", "created", "updated", "unfit", "emptied", "left",
        "plan", "preview", "problem",
    )  # fmt: skip
    kept = {name: getattr(row, name) for name in names}
    return {"received": received, "begun_at": format_instant(row.begun_at), **kept}
