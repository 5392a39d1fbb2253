"""Which records rows speak of, by the field that is the plan's key, and which rows repeat a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.fields.problems import ValueProblem
from backend.records.layout import StoredField, layout
from backend.records.models import record
from backend.records.reach import within
from backend.spreadsheets.files import SavedRow
from backend.spreadsheets.plans import Plan
from backend.spreadsheets.reading import CellProblem, MappedColumn


@dataclass(frozen=True)
class Known:
    """A record that a row speaks of."""

    id: str
    version: int


@dataclass(frozen=True)
class RecordKeys:
    """Row number → its key, and key → the records that have it."""

    column: int | None
    of_rows: Mapping[int, str]
    records: Mapping[str, tuple[Known, ...]]

    @classmethod
    def none(cls) -> RecordKeys:
        """Return those of a plan that makes records only."""
        return cls(None, {}, {})

    @classmethod
    def of(cls, session: Session, user: User, plan: Plan, rows: Sequence[SavedRow]) -> RecordKeys:
        """Look up the records of rows, among those that the person may read."""
        if plan.key is None or plan.key.keyed is None:
            return cls.none()
        mapped = next(one for one in plan.columns if one.field.id == plan.key.id)
        keys = {row.number: key for row in rows if (key := key_of(mapped, plan.key, row)) is not None}
        table = layout(plan.entity).table
        column = table.c[plan.key.keyed]
        same = and_(record.c.entity == plan.entity.id, record.c.id == table.c.id)
        query = select(column, table.c.id, record.c.version).select_from(table.join(record, same))
        query = query.where(column.in_(sorted(set(keys.values()))))
        seen = within(user, "read", plan.entity)
        found: dict[str, tuple[Known, ...]] = {}
        for key, identity, version in session.execute(query if seen is None else query.where(seen)):
            found[key] = (*found.get(key, ()), Known(identity, version))
        return cls(mapped.column, keys, found)

    def record(self, row: SavedRow) -> Known | None:
        """Return the record that a row speaks of; None: it is to be made."""
        found = self.records.get(self.of_rows.get(row.number, ""), ())
        return found[0] if found else None

    def is_of_several(self, row: SavedRow) -> bool:
        """Tell whether a row speaks of more than one record."""
        return len(self.records.get(self.of_rows.get(row.number, ""), ())) > 1


class Repeats:
    """The rows that repeat a value that may come once only."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._seen: dict[tuple[int, str], int] = {}
        self.twice: dict[int, int] = {}
        """Row number → column."""

    def take(self, rows: Iterable[SavedRow]) -> None:
        """Look at more rows."""
        for row in rows:
            for mapped, field in self._plan.single:
                key = key_of(mapped, field, row)
                if key is not None and self._seen.setdefault((mapped.column, key), row.number) != row.number:
                    self.twice.setdefault(row.number, mapped.column)


def key_of(mapped: MappedColumn, field: StoredField, row: SavedRow) -> str | None:
    """Return what tells a row's value apart from others; None where it has none that fits."""
    try:
        wire = mapped.wire(row.cell(mapped.column), {})
        return field.key(field.type.parse(wire, field.definition))
    except (CellProblem, ValueProblem):
        return None
