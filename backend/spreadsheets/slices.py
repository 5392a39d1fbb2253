"""Rows made into acts and written, some hundred in one change through the one write path.

Where a change is refused, each of its rows becomes a change of its own, so that every row stands for itself
and the refusal is told at its cell. A dry run does all of it and takes it back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.service import Metadata
from backend.records import stream
from backend.records.acts import Act
from backend.records.apply import apply
from backend.records.identity import new_id
from backend.records.models import history
from backend.spreadsheets.cells import shortened
from backend.spreadsheets.files import SavedRow
from backend.spreadsheets.keys import Known, RecordKeys
from backend.spreadsheets.plans import Plan
from backend.spreadsheets.reading import CellProblem, MappedColumn
from backend.spreadsheets.shown import said
from backend.spreadsheets.titles import records_by_title

Document = dict[str, Any]
Source = TypeVar("Source")


@dataclass(frozen=True)
class Unfit:
    """Why a row does not fit, at which of its columns."""

    row: int
    column: int | None
    value: str
    problem: Document
    emptied: bool = False
    """The row comes in, with this cell empty."""


@dataclass
class Slice:
    """What became of some rows: numbers of the stream above ``since`` up to ``until``, and what is unfit."""

    since: int = 0
    until: int = 0
    created: int = 0
    updated: int = 0
    rows_unfit: int = 0
    unfit: list[Unfit] = field(default_factory=list)

    @property
    def written(self) -> int:
        """How many records were made or changed."""
        return self.created + self.updated

    @property
    def rows_emptied(self) -> int:
        """How many rows come in with a cell left empty."""
        return len({one.row for one in self.unfit if one.emptied})


def write_slice(
    session: Session,
    user: User,
    plan: Plan,
    rows: Sequence[SavedRow],
    *,
    metadata: Metadata,
    now: dt.datetime,
    twice: Mapping[int, int],
    dry: bool,
) -> Slice:
    """Write rows as records of the plan's entity; ``twice``: row → column of what must not come twice."""
    found = Slice()
    if not dry:
        return _write(session, user, plan, rows, metadata, now, twice, found)
    if not plan.published:
        _acts(session, user, plan, rows, metadata, now, twice, found)
        found.created = len(rows) - found.rows_unfit
        return found
    savepoint = session.begin_nested()
    try:
        return _write(session, user, plan, rows, metadata, now, twice, found)
    finally:
        savepoint.rollback()


def _write(
    session: Session,
    user: User,
    plan: Plan,
    rows: Sequence[SavedRow],
    metadata: Metadata,
    now: dt.datetime,
    twice: Mapping[int, int],
    found: Slice,
) -> Slice:
    # Held until the end: what stands between these two numbers is this slice and nothing else.
    found.since = stream.lock(session)
    acts = _acts(session, user, plan, rows, metadata, now, twice, found)
    for row, problem in refused(session, user, acts, metadata=metadata, now=now):
        _note_refusal(found, plan, row, problem)
    found.until = stream.head(session)
    kinds = (
        select(history.c.kind, func.count())
        .where(history.c.seq > found.since, history.c.seq <= found.until)
        .where(history.c.entity == plan.entity.id)
        .group_by(history.c.kind)
    )
    counted = {row.kind: row[1] for row in session.execute(kinds)}
    found.created, found.updated = counted.get("create", 0), counted.get("edit", 0)
    return found


def refused(
    session: Session,
    user: User,
    acts: Sequence[tuple[Source, Act]],
    *,
    metadata: Metadata,
    now: dt.datetime,
    imported: bool = False,
) -> list[tuple[Source, Document]]:
    """Write acts, of one record each, and return what they stand for of those that are refused, and why."""
    if not acts:
        return []
    together = [_change([act for _, act in acts], metadata)]
    (outcome,) = apply(session, user, together, metadata=metadata, now=now, imported=imported)
    if outcome["status"] != "rejected":
        return []
    alone = (_change([act], metadata) for _, act in acts)
    outcomes = apply(session, user, alone, metadata=metadata, now=now, imported=imported)
    return [
        (source, outcome["problem"])
        for (source, _), outcome in zip(acts, outcomes, strict=True)
        if outcome["status"] == "rejected"
    ]


def _acts(
    session: Session,
    user: User,
    plan: Plan,
    rows: Sequence[SavedRow],
    metadata: Metadata,
    now: dt.datetime,
    twice: Mapping[int, int],
    found: Slice,
) -> list[tuple[SavedRow, Act]]:
    """Read rows into acts, and note those that do not fit."""
    records = records_by_title(session, user, metadata.model, _titles(plan, rows))
    keys = RecordKeys.of(session, user, plan, rows) if plan.published else RecordKeys.none()
    acts = []
    for row in rows:
        values, unread = _values(plan, row, records)
        known = keys.record(row)
        unfit = [one for column, one in unread if not plan.may_be_empty(column, new=known is None)]
        if row.number in twice:
            unfit.append(_unfit(row, twice[row.number], "import-twice"))
        elif keys.is_of_several(row) and plan.key is not None:
            unfit.append(_unfit(row, keys.column, "import-key-several"))
        elif known is None:
            unfit += _missing(plan, row, values, {one.column for one in unfit}, user.language)
        if unfit:
            soft = [one for _, one in unread if one not in unfit]
            found.rows_unfit += 1
            found.unfit += unfit + soft
            continue
        found.unfit += [replace(one, emptied=True) for _, one in unread]
        # An empty cell leaves what stands in the record, and what a new one begins with.
        given = {name: value for name, value in values.items() if value is not None}
        acts.append((row, _act(plan.entity.id, known, given, now)))
    return acts


def _act(entity: str, known: Known | None, values: Document, now: dt.datetime) -> Act:
    if known is None:
        return {"kind": "create", "entity": entity, "record": new_id(now), "values": values}
    edits = {name: {"value": value, "base": known.version} for name, value in values.items()}
    return {"kind": "set", "entity": entity, "record": known.id, "edits": edits}


def _values(
    plan: Plan, row: SavedRow, records: Mapping[tuple[str, str], str]
) -> tuple[Document, list[tuple[MappedColumn, Unfit]]]:
    values: Document = {}
    unfit = []
    for column in plan.columns:
        try:
            values[column.field.id] = column.wire(row.cell(column.column), records)
        except CellProblem as problem:
            unfit.append((column, _unfit(row, column.column, problem.code, **problem.arguments)))
    return values, unfit


def _missing(
    plan: Plan, row: SavedRow, values: Document, told: set[int | None], language: str
) -> Iterator[Unfit]:
    """Yield the required fields that a new record would not have, but for those told of already."""
    for name in plan.required:
        column = _column(plan, name)
        if values.get(name) is not None or (column is not None and column in told):
            continue
        if column is not None:
            yield _unfit(row, column, "value-required")
        else:
            label = said(plan.entity.fields[name]["label"], language) or name
            yield _unfit(row, None, "import-required", label=label)


def _titles(plan: Plan, rows: Sequence[SavedRow]) -> Mapping[str, Iterable[str]]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for column in plan.columns:
        for row in rows if column.field.target else ():
            wanted[column.field.target or ""].update(column.titles(row.cell(column.column)))
    return wanted


def _note_refusal(found: Slice, plan: Plan, row: SavedRow, problem: Document) -> None:
    column = _column(plan, problem.get("field"))
    told = {"code": problem["code"], "arguments": problem["arguments"]}
    found.rows_unfit += 1
    found.unfit = [replace(one, emptied=False) if one.row == row.number else one for one in found.unfit]
    found.unfit.append(Unfit(row.number, column, _shown(row, column), told))


def _unfit(row: SavedRow, column: int | None, code: str, **arguments: Any) -> Unfit:
    return Unfit(row.number, column, _shown(row, column), {"code": code, "arguments": arguments})


def _shown(row: SavedRow, column: int | None) -> str:
    return "" if column is None else shortened(row.cell(column))


def _column(plan: Plan, name: str | None) -> int | None:
    return next((one.column for one in plan.columns if one.field.id == name), None)


def _change(acts: Sequence[Act], metadata: Metadata) -> Document:
    return {
        "id": str(uuid.uuid4()),
        "metadata_version": metadata.version,
        "made_at": None,
        "acts": list(acts),
    }
