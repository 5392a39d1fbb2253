"""The order of a list, and the mark after which its next page begins.

A mark holds the sort value and the id of a page's last record, so pages neither repeat nor skip a record
that stays where it is. Empty values come first, as on the phone, and last from the greatest down.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, TypeDecorator, and_, literal, or_
from sqlalchemy.dialects import sqlite

from backend.database.instants import format_instant, parse_instant
from backend.errors import Invalid
from backend.fields.contract import Kind
from backend.records.layout import Layout


@dataclass(frozen=True)
class Order:
    """An order by one column and then by id, or by id alone."""

    identity: Column[Any]
    column: Column[Any] | None = None
    kind: Kind = Kind.TEXT
    descending: bool = False
    indexed: bool = False
    """Whether there is an index to go by."""

    @classmethod
    def of(cls, layout: Layout, sort: str | None, hidden: Collection[str] = ()) -> Order:
        """Read a sort such as ``-created_on``; by a ``hidden`` field as by one that there is not.

        :raises Invalid: ``sort-not-possible``
        """
        identity = layout.table.c.id
        if not sort:
            return cls(identity)
        name = sort.removeprefix("-")
        field = None if name in hidden else layout.fields.get(name)
        if field is None or field.columns[0][1].kind is Kind.JSON:
            raise Invalid("sort-not-possible", field="sort")
        _, column = field.columns[0]
        by = layout.table.c[field.ordered_by]
        return cls(identity, by, column.kind, sort.startswith("-"), field.indexed)

    def clauses(self) -> list[ColumnElement[Any]]:
        """Return what ORDER BY takes."""
        if self.column is None:
            return [self.identity.asc()]
        if self.descending:
            return [self.column.desc().nulls_last(), self.identity.desc()]
        return [self.column.asc().nulls_first(), self.identity.asc()]

    def mark(self, row: Mapping[Any, Any]) -> str:
        """Return the mark of a row."""
        value = None if self.column is None else _to_json(row[self.column.name])
        return base64.urlsafe_b64encode(orjson.dumps([value, row["id"]])).decode().rstrip("=")

    def after(self, mark: str) -> ColumnElement[bool]:
        """Return the condition of standing after a mark.

        :raises Invalid: ``page-mark-invalid``
        """
        try:
            value, identity = orjson.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
            bound = None if value is None else _from_json(value, self.kind)
            id_bound = literal(str(identity), self.identity.type)
            self.identity.type.process_bind_param(str(identity), None)  # type: ignore[attr-defined]
            if bound is not None and isinstance(self.column, Column):
                _check_storable(bound, self.column)
        except (ValueError, TypeError, ArithmeticError):
            raise Invalid("page-mark-invalid", field="after") from None
        beyond = self.identity < id_bound if self.descending else self.identity > id_bound
        if self.column is None:
            return self.identity > id_bound
        if bound is None:
            among = and_(self.column.is_(None), beyond)
            return among if self.descending else or_(self.column.is_not(None), among)
        # As a literal: SQLAlchemy compares nothing with a bare True or False.
        there = literal(bound, self.column.type)
        same = and_(self.column == there, beyond)
        if self.descending:
            return or_(self.column < there, same, self.column.is_(None))
        return or_(self.column > there, same)


def _to_json(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return format_instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _check_storable(bound: Any, column: Column[Any]) -> None:
    """Refuse what the column could not hold: a mark is what somebody sent.

    :raises ValueError: and TypeError, as the column's type does
    """
    if isinstance(column.type, TypeDecorator):
        column.type.process_bind_param(bound, sqlite.dialect())
    elif isinstance(bound, str) and "\0" in bound:
        raise ValueError("U+0000 in a text")
    elif isinstance(bound, int) and abs(bound) >= 2**63:
        raise ValueError("an integer of more than 64 bits")


def _from_json(value: Any, kind: Kind) -> Any:
    match kind:
        case Kind.INSTANT:
            return parse_instant(value)
        case Kind.DATE:
            return dt.date.fromisoformat(value)
        case Kind.SCALED:
            return Decimal(value)
        case Kind.INTEGER:
            return int(value)
        case Kind.BOOLEAN:
            return bool(value)
        case _:
            return str(value)
