"""Many rows of one table written by one statement, the same however many they are.

PostgreSQL gets them as one value: a message for each row, there and back, is most of an executemany there.
SQLite runs its prepared statement row by row. Values are bound as the types of the columns bind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final

import orjson
from sqlalchemy import Dialect, Table
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

Row = Mapping[str, Any]
Bind = Callable[[Any], Any] | None
"""What a value becomes on its way; None: it stays."""
Prepared = tuple[str, list[tuple[str, Bind]]]
"""A statement, and the columns whose values it takes."""

_REMEMBERED: Final = 500


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns."""
    _run(session, table, (), rows)


def update_rows(session: Session, table: Table, keys: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Update rows, found by the columns ``keys``; all name these and the same others."""
    _run(session, table, keys, rows)


def _run(session: Session, table: Table, keys: tuple[str, ...], rows: Sequence[Row]) -> None:
    if not rows:
        return
    connection = session.connection()
    as_one = connection.dialect.name == "postgresql"
    prepare = _of_one_value if as_one else _row_by_row
    statement, binds = prepare(connection.dialect, table, tuple(rows[0]), keys)
    if as_one:
        bound = [{name: bind(row[name]) if bind else row[name] for name, bind in binds} for row in rows]
        connection.exec_driver_sql(statement, (orjson.dumps(bound, default=_exact).decode(),))
    else:
        connection.exec_driver_sql(
            statement,
            [tuple([bind(row[name]) if bind else row[name] for name, bind in binds]) for row in rows],
        )


@lru_cache(maxsize=_REMEMBERED)
def _of_one_value(dialect: Dialect, table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Prepared:
    quoted, kind = dialect.identifier_preparer.quote, dialect.type_compiler_instance.process
    into, columns = quoted(table.name), ", ".join(map(quoted, names))
    typed = ", ".join(f"{quoted(name)} {kind(table.c[name].type)}" for name in names)
    given = f"json_to_recordset(%s::json) AS given ({typed})"
    if keys:
        new = ", ".join(f"{quoted(name)} = given.{quoted(name)}" for name in names if name not in keys)
        same = " AND ".join(f"{into}.{quoted(key)} = given.{quoted(key)}" for key in keys)
        statement = f"UPDATE {into} SET {new} FROM {given} WHERE {same}"
    else:
        statement = f"INSERT INTO {into} ({columns}) SELECT {columns} FROM {given}"
    return statement, [(name, _as_json(table.c[name].type, dialect)) for name in names]


@lru_cache(maxsize=_REMEMBERED)
def _row_by_row(dialect: Dialect, table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Prepared:
    quoted = dialect.identifier_preparer.quote
    into, moved = quoted(table.name), [name for name in names if name not in keys]
    if keys:
        new = ", ".join(f"{quoted(name)} = ?" for name in moved)
        same = " AND ".join(f"{quoted(key)} = ?" for key in keys)
        statement = f"UPDATE {into} SET {new} WHERE {same}"
    else:
        columns, marks = ", ".join(map(quoted, names)), ", ".join("?" for _ in names)
        statement = f"INSERT INTO {into} ({columns}) VALUES ({marks})"
    types = {name: table.c[name].type for name in (*moved, *keys)}
    return statement, [
        (name, one.dialect_impl(dialect).bind_processor(dialect)) for name, one in types.items()
    ]


def _as_json(kind: TypeEngine[Any], dialect: Dialect) -> Bind:
    """Return what makes of a value one that :func:`orjson.dumps` takes, or :func:`_exact`."""
    if (
        not isinstance(kind, TypeDecorator)
        or type(kind).process_bind_param is TypeDecorator.process_bind_param
    ):
        return None
    return partial(kind.process_bind_param, dialect=dialect)


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written among many rows")
