"""Many rows in one statement: each holds what the same row written by itself holds, on both databases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Date, MetaData, Table, Text, event, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.database import Database
from backend.database.many import insert_rows, update_rows
from backend.database.types import Blob, JsonDocument, ScaledDecimal, UtcInstant, Uuid

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("group", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("old", JsonDocument),
    Column("amount", ScaledDecimal(4)),
    Column("number", BigInteger, unique=True),
    Column("on", Date),
    Column("at", UtcInstant),
    Column("gone", Boolean),
    Column("text", Text().with_variant(Text(collation="C"), "postgresql")),
    Column("bytes", Blob),
)
KEYS = ("group", "id")


def key(at: int) -> dict[str, Any]:
    return {"group": "it's %s ?", "id": f"01890000-0000-7000-8000-{at:012}"}


VALUES: list[dict[str, Any]] = [
    {
        "old": {"å": [1, 2.5, None, True, "x"], "n": {}},
        "amount": Decimal("-99999999999999.9999"),
        "number": 2**53,
        "on": dt.date(2026, 2, 28),
        "at": dt.datetime(2026, 6, 1, 0, 30, 0, 798_999, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        "gone": True,
        "text": 'Å"\\ \n\t%s {} null',
    },
    {
        "old": "123",
        "amount": 3,
        "number": -1,
        "on": dt.date(1, 1, 1),
        "at": dt.datetime(1, 1, 1, tzinfo=dt.UTC),
        "gone": False,
        "text": "",
    },
    {"old": [], "amount": Decimal(0), "number": 0, "on": None, "at": None, "gone": None, "text": "null"},
    {"old": None, "amount": None, "number": None, "on": None, "at": None, "gone": None, "text": None},
]
ROWS = [{**key(at), **values} for at, values in enumerate(VALUES)]


@pytest.fixture(autouse=True)
def sample_table(database: Database) -> None:
    database.write(lambda session: SAMPLE.create(session.connection()))


def held(database: Database) -> list[Any]:
    return database.read(lambda session: session.execute(select(SAMPLE).order_by(SAMPLE.c.id)).all())


def one_by_one(database: Database) -> list[Any]:
    def work(session: Session) -> None:
        for row in ROWS:
            session.execute(insert(SAMPLE).values(row))

    database.write(work)
    found = held(database)
    database.write(lambda session: session.execute(SAMPLE.delete()))
    return found


def test_rows_are_inserted_as_each_by_itself(database: Database) -> None:
    expected = one_by_one(database)

    database.write(lambda session: insert_rows(session, SAMPLE, ROWS))

    assert held(database) == expected


def test_rows_are_updated_each_where_its_key_is(database: Database) -> None:
    expected = one_by_one(database)
    empty = dict.fromkeys(VALUES[0])
    other = {**key(0), "group": "other"}
    database.write(lambda session: insert_rows(session, SAMPLE, [{**key(at), **empty} for at in range(4)]))
    database.write(lambda session: insert_rows(session, SAMPLE, [other]))

    database.write(lambda session: update_rows(session, SAMPLE, KEYS, ROWS))

    assert [row for row in held(database) if row.group != "other"] == expected
    assert [row.number for row in held(database) if row.group == "other"] == [None]


def test_however_many_they_are_it_is_one_statement(database: Database) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    def work(session: Session) -> None:
        event.listen(session.connection(), "before_cursor_execute", note)
        insert_rows(session, SAMPLE, [{**key(at), "number": at} for at in range(300)])
        insert_rows(session, SAMPLE, [])

    database.write(work)

    assert len(statements) == 1
    assert [row.number for row in held(database)] == list(range(300))


def test_what_cannot_be_kept_as_it_is_is_refused_and_nothing_of_the_others_stays(database: Database) -> None:
    bad: list[dict[str, Any]] = [
        {"amount": Decimal("0.00001")},
        {"number": 0},
        {"at": dt.datetime.fromisoformat("2026-01-01T00:00:00")},
        {"bytes": b"x" if database.url.startswith("postgresql") else object()},
        {"id": "no id"},
    ]
    for one in bad:
        good = {**key(0), "number": 0} | {name: None for name in one if name not in ("id", "number")}
        rows = [good, {**key(1), "number": 1, **one}]
        with pytest.raises((ValueError, TypeError, DBAPIError)):
            database.write(partial(insert_rows, table=SAMPLE, rows=rows))

    assert held(database) == []
