"""A list bound as one value, so that a statement is the same however long the list is.

Every pull asks for some hundred records by their numbers. ``IN`` with a parameter for each is written anew
for each length; this is compiled once, and prepared once by PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import orjson
from sqlalchemy import Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from backend.database.types import Uuid


class _List(TypeDecorator[Sequence[Any]]):
    """Ids or numbers as text: JSON, or an array as PostgreSQL writes it, which drivers take long to make."""

    impl = Text
    cache_ok = True

    def __init__(self, ids: bool) -> None:
        super().__init__()
        self.ids = ids

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        found = list(value or ())
        if self.ids:
            found = [_id.process_bind_param(one, dialect) for one in found]
        return array_text(found) if dialect.name == "postgresql" else orjson.dumps(found).decode()


def array_text(some: Iterable[Any]) -> str:
    """Return ids or numbers as PostgreSQL writes an array of them."""
    return f"{{{','.join(map(str, some))}}}"


_id = Uuid()


class _Listed(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Self:
        # It is a condition as it stands: compared with 1, as SQLite's booleans are, it would use no index.
        return self


def listed(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return the condition that ``column``, of ids or of whole numbers, is in the list bound as ``name``."""
    return _Listed(column, bindparam(name, type_=_List(isinstance(column.type, Uuid))))


class _Aside(FunctionElement[Any]):
    inherit_cache = True

    def self_group(self, against: Any = None) -> Self:
        return self


def aside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return ``column`` for a condition beside one by :func:`listed` that an index has to be taken for.

    SQLite does not know how long a list is and takes any other index that it has.
    """
    found = _Aside(column)
    found.type = column.type
    return found


@compiles(_Aside)
def _without_index(element: _Aside, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@compiles(_Aside, "postgresql")
def _as_it_is(element: _Aside, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(_Listed)
def _in_json(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, some = element.clauses
    return (
        f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(some, **kw)}))"
    )


@compiles(_Listed, "postgresql")
def _in_array(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, some = element.clauses
    kind = "uuid" if isinstance(column.type, Uuid) else "bigint"
    return f"{compiler.process(column, **kw)} = ANY(CAST({compiler.process(some, **kw)} AS {kind}[]))"
