"""Lists bound as one value: what is in them is found, on both databases, whatever their length."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, insert, select

from backend.database import Database
from backend.database.listed import aside, listed
from backend.database.types import Uuid

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("no", Integer, primary_key=True),
    Column("rid", BigInteger),
    Column("id", Uuid),
)
IDS = [str(uuid4()) for _ in range(5)]


@pytest.fixture(autouse=True)
def sample_table(database: Database) -> None:
    def work(session: Any) -> None:
        SAMPLE.create(session.connection())
        rows = [{"no": no, "rid": 2**40 + no, "id": id_} for no, id_ in enumerate(IDS)]
        session.execute(insert(SAMPLE), rows)

    database.write(work)


def found(database: Database, column: str, some: list[Any]) -> list[int]:
    query = select(SAMPLE.c.no).where(aside(SAMPLE.c.no) >= 0, listed(SAMPLE.c[column], "some"))
    return sorted(database.read(lambda session: session.scalars(query, {"some": some}).all()))


@pytest.mark.parametrize("length", [0, 1, 3])
def test_ids_and_numbers_of_a_list_are_found(database: Database, length: int) -> None:
    numbers = [2**40 + no for no in range(length)]

    by_number = found(database, "rid", [*numbers, 7])
    by_id = found(database, "id", [*IDS[:length], str(uuid4())])

    assert by_number == by_id == list(range(length))


def test_an_empty_list_holds_nothing(database: Database) -> None:
    assert found(database, "rid", []) == found(database, "id", []) == []


def test_an_id_in_capital_letters_is_the_same_id(database: Database) -> None:
    assert found(database, "id", [IDS[2].upper()]) == [2]


def test_a_list_lets_an_index_be_used(database: Database) -> None:
    query = select(SAMPLE.c.rid).where(listed(SAMPLE.c.no, "some"))
    explain = "EXPLAIN QUERY PLAN" if database.on_sqlite else "EXPLAIN"

    def plan(session: Any) -> str:
        if not database.on_sqlite:
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        text = str(query.compile(session.connection(), compile_kwargs={"literal_binds": True}))
        return "\n".join(str(row) for row in session.connection().exec_driver_sql(f"{explain} {text}"))

    told = database.read(plan)

    assert "PRIMARY KEY" in told or "sample_pkey" in told
