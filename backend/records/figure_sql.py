"""Grouping and summing in the database, exact on both: the statement, and how its rows are read.

SQLite adds whole numbers of 64 bits and fails beyond, so there two halves of each number are summed apart.
Moments are taken together by quarters of an hour: no zone's clock has stood otherwise to UTC since 1972, so
whose day a quarter belongs to can be told afterwards, and databases need know nothing of zones.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    Numeric,
    Select,
    Text,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from backend.expressions import arithmetic
from backend.fields.contract import Column, Kind
from backend.fields.definition import Field
from backend.fields.money import CURRENCY
from backend.fields.registry import type_of
from backend.records.conditions import EntityPlace
from backend.records.layout import KEYED

NUMBERS: Final = frozenset({Kind.INTEGER, Kind.SCALED})
GROUPED: Final = frozenset({Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN, Kind.DATE, Kind.INSTANT, Kind.UUID})
HALF: Final = 10**9
_EXACT: Final = decimal.Context(prec=60)
_COUNT: Final = "n"


@dataclass(frozen=True)
class Grouped:
    """A path that rows are grouped by."""

    number: int
    place: EntityPlace
    field: Field
    kind: Kind

    @classmethod
    def of(cls, number: int, place: EntityPlace, field: Field) -> Grouped | None:
        """Return the grouping by a field; None where there is no sense in it."""
        columns = type_of(field).columns(field)
        sensible = len(columns) == 1 and columns[0].kind in GROUPED and field.type != "multi_line"
        return cls(number, place, field, columns[0].kind) if sensible else None

    @property
    def inner(self) -> list[ColumnElement[Any]]:
        """What each row has of it: the key, and the text that is shown where the key is folded."""
        value = self.place.column()
        if self.field.type in KEYED:
            return [self.place.equal_key().label(f"k{self.number}"), value.label(f"t{self.number}")]
        return [(_quarter(value) if self.kind is Kind.INSTANT else value).label(f"k{self.number}")]

    def outer(self, rows: FromClause) -> list[ColumnElement[Any]]:
        """What a group of rows shows of it."""
        key = rows.c[f"k{self.number}"]
        shown = func.min(rows.c[f"t{self.number}"]) if self.field.type in KEYED else key
        return [shown.label(f"g{self.number}")]

    def key(self, rows: FromClause) -> ColumnElement[Any]:
        """What tells groups apart."""
        return rows.c[f"k{self.number}"]

    def read(self, row: Mapping[str, Any]) -> Any:
        """Return the value that a row of the answer stands for; a moment as the beginning of its quarter."""
        value = row[f"g{self.number}"]
        if self.kind is Kind.INSTANT and isinstance(value, str):
            return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
        return value


@dataclass(frozen=True)
class Part:
    """What is known of a number field in some rows; parts of several groups can be put together."""

    count: int
    total: Decimal
    least: Decimal
    greatest: Decimal
    currencies: frozenset[str]

    def with_(self, other: Part) -> Part:
        """Return what is known of the rows of both."""
        total = arithmetic.add([self.total, other.total])
        return Part(
            self.count + other.count,
            Decimal(0) if total is None else Decimal(total),
            min(self.least, other.least),
            max(self.greatest, other.greatest),
            self.currencies | other.currencies,
        )


@dataclass(frozen=True)
class Measured:
    """A number field that is added up."""

    number: int
    place: EntityPlace
    column: Column
    money: bool

    @classmethod
    def of(cls, number: int, place: EntityPlace, field: Field) -> Measured | None:
        """Return how a field is added up; None where it is no number."""
        columns = type_of(field).columns(field)
        if columns[0].kind not in NUMBERS:
            return None
        return cls(number, place, columns[0], len(columns) > 1 and columns[1].suffix == CURRENCY)

    @property
    def inner(self) -> list[ColumnElement[Any]]:
        """What each row has of it."""
        amount = self.place.column().label(f"v{self.number}")
        return [amount, self.place.column(CURRENCY).label(f"c{self.number}")] if self.money else [amount]

    def outer(self, rows: FromClause, dialect: str) -> list[ColumnElement[Any]]:
        """What a group of rows comes to."""
        stored = rows.c[f"v{self.number}"]
        whole = dialect == "sqlite"
        value: ColumnElement[Any] = type_coerce(stored, BigInteger() if whole else Numeric())
        sums = (
            [func.sum(value.op("/")(HALF)).label(self._at("h")), func.sum(value.op("%")(HALF))]
            if whole
            else [func.sum(value)]
        )
        found = [
            func.count(value).label(self._at("n")),
            *sums[:-1],
            sums[-1].label(self._at("s")),
            func.min(value).label(self._at("l")),
            func.max(value).label(self._at("m")),
        ]
        if self.money:
            currency = rows.c[f"c{self.number}"]
            found += [func.min(currency).label(self._at("a")), func.max(currency).label(self._at("z"))]
        return found

    def read(self, row: Mapping[str, Any]) -> Part | None:
        """Return what a row of the answer says; None: no record had a value."""
        if not row[self._at("n")]:
            return None
        halves = self._at("h") in row
        total = row[self._at("h")] * HALF + row[self._at("s")] if halves else row[self._at("s")]
        scale = self.column.scale if halves else 0
        currencies = {row[self._at("a")], row[self._at("z")]} if self.money else set()
        return Part(
            row[self._at("n")],
            _exact(total, scale),
            _exact(row[self._at("l")], scale),
            _exact(row[self._at("m")], scale),
            frozenset(currencies),
        )

    def _at(self, what: str) -> str:
        return f"{what}{self.number}"


def statement(
    rows: Select[Any], groups: Sequence[Grouped], measures: Sequence[Measured], dialect: str
) -> Select[Any]:
    """Return the question for the groups of some rows; :func:`counted` reads how many are in one.

    :param rows: the ids of those rows, from the table that the places are of
    """
    inner = rows.add_columns(
        *_flat(one.inner for one in groups), *_flat(one.inner for one in measures)
    ).subquery()
    asked = [func.count().label(_COUNT), *_flat(group.outer(inner) for group in groups)]
    asked += _flat(measure.outer(inner, dialect) for measure in measures)
    return select(*asked).select_from(inner).group_by(*(group.key(inner) for group in groups))


def counted(row: Mapping[str, Any]) -> int:
    """Return how many records a row of the answer stands for."""
    return int(row[_COUNT])


def _exact(number: int | Decimal, scale: int) -> Decimal:
    return Decimal(number).scaleb(-scale, _EXACT)


def _flat(columns: Iterable[Sequence[ColumnElement[Any]]]) -> list[ColumnElement[Any]]:
    return [column for some in columns for column in some]


class _quarter(FunctionElement[Any]):  # noqa: N801 - stands in SQL expressions as a function does
    """The quarter of an hour that a moment falls into."""

    inherit_cache = True
    type = Text().with_variant(DateTime(timezone=True), "postgresql")


@compiles(_quarter)
def _by_text(element: _quarter, compiler: SQLCompiler, **kw: Any) -> str:
    moment = compiler.process(element.clauses.clauses[0], **kw)
    minutes = f"CAST(substr({moment}, 15, 2) AS INTEGER) / 15 * 15"
    return f"substr({moment}, 1, 14) || substr('0' || ({minutes}), -2)"


@compiles(_quarter, "postgresql")
def _by_seconds(element: _quarter, compiler: SQLCompiler, **kw: Any) -> str:
    moment = compiler.process(element.clauses.clauses[0], **kw)
    return f"to_timestamp(floor(extract(epoch FROM {moment}) / 900) * 900)"
